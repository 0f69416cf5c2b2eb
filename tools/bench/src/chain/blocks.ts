import { once } from "node:events";
import { request } from "node:http";
import { BugError } from "@veche/base";

/** A block as its header tells of it. */
export type Block = {
  readonly height: number;
  /** Median of the votes for the block before, ms since 1970. */
  readonly time: number;
  readonly transactions: number;
};

const PAGE = 20;
const PATIENCE_MS = 10_000;

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

async function call(socketPath: string, lowest: number, highest: number): Promise<Blockchain> {
  const path = `/blockchain?minHeight=${lowest}&maxHeight=${highest}`;
  const asking = request({ socketPath, path, signal: AbortSignal.timeout(PATIENCE_MS) });
  asking.end();
  const [response] = await once(asking, "response");
  const pieces: Buffer[] = [];
  for await (const piece of response) pieces.push(piece);
  const { result } = JSON.parse(Buffer.concat(pieces).toString()) as { readonly result?: Blockchain };
  if (result === undefined) throw new BugError(`CometBFT refuses ${path}`);
  return result;
}
