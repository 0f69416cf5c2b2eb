import { callEngine } from "@veche/simulator";

/** A block as its header tells of it. */
export type Block = {
  readonly height: number;
  /** Median of the votes for the block before, ms since 1970. */
  readonly time: number;
  readonly transactions: number;
};

const PAGE = 20;

/** Of CometBFT's answer to `/blockchain`. */
type Blockchain = {
  readonly last_height: string;
  readonly block_metas: readonly {
    readonly num_txs: string;
    readonly header: { readonly height: string; readonly time: string };
  }[];
};

/** All blocks from a moment on (ms since 1970), ascending. */
export async function blocksSince(socket: string, from: number): Promise<readonly Block[]> {
  const blocks: Block[] = [];
  let height = Number((await call(socket, 1, 1)).last_height);
  while (height > 0) {
    const lowest = Math.max(1, height - PAGE + 1);
    const { block_metas } = await call(socket, lowest, height);
    for (const { header, num_txs } of block_metas) {
      const block = { height: Number(header.height), time: Date.parse(header.time) };
      if (block.time < from) return blocks.reverse();
      blocks.push({ ...block, transactions: Number(num_txs) });
    }
    height = lowest - 1;
  }
  return blocks.reverse();
}

const call = async (socket: string, lowest: number, highest: number): Promise<Blockchain> =>
  (await callEngine(socket, `/blockchain?minHeight=${lowest}&maxHeight=${highest}`)) as Blockchain;
