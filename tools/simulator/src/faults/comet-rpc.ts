import { once } from "node:events";
import { request } from "node:http";

const PATIENCE_MS = 5_000;

/** A block as the engine tells of it. */
export type SeenBlock = {
  readonly height: number;
  readonly hash: string;
  /** Of the state before this block. */
  readonly appHash: string;
};

/** SHA-256 of nothing: a header without evidence. */
const NO_EVIDENCE = "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855";

/** Of the engine's answer to `/blockchain`, at most 20 blocks, the newest first. */
type Blockchain = {
  readonly last_height: string;
  readonly block_metas: readonly {
    readonly block_id: { readonly hash: string };
    readonly header: { readonly height: string; readonly app_hash: string; readonly evidence_hash: string };
  }[];
};

type Status = { readonly sync_info: { readonly latest_block_height: string } };

/** The height that an engine has reached; 0 while it does not answer. */
export async function heightOf(socket: string): Promise<number> {
  try {
    const { sync_info } = (await callEngine(socket, "/status")) as Status;
    return Number(sync_info.latest_block_height);
  } catch {
    return 0;
  }
}

export type Blocks = {
  readonly blocks: readonly SeenBlock[];
  /** Heights of blocks that hold evidence against a validator. */
  readonly evidence: readonly number[];
};

/** All blocks that an engine has, ascending. */
export async function blocksOf(socket: string): Promise<Blocks> {
  const blocks: SeenBlock[] = [];
  const evidence: number[] = [];
  const last = await heightOf(socket);
  for (let from = 1; from <= last; from += 20) {
    const to = Math.min(last, from + 19);
    const page = (await callEngine(socket, `/blockchain?minHeight=${from}&maxHeight=${to}`)) as Blockchain;
    for (const { block_id, header } of [...page.block_metas].reverse()) {
      blocks.push({ height: Number(header.height), hash: block_id.hash, appHash: header.app_hash });
      if (header.evidence_hash !== NO_EVIDENCE && header.evidence_hash !== "")
        evidence.push(Number(header.height));
    }
  }
  return { blocks, evidence };
}

/** What an engine says to a transaction: the code of `CheckTx`, or nothing if it is not known what became of it. */
export async function offer(socket: string, tx: Uint8Array): Promise<number | undefined> {
  try {
    const hex = Buffer.from(tx).toString("hex");
    const { code } = (await callEngine(socket, `/broadcast_tx_sync?tx=0x${hex}`)) as {
      readonly code: number;
    };
    return code;
  } catch {
    return undefined;
  }
}

/** The result of one of CometBFT's remote calls, over its unix socket. Throws where it refuses, or does not answer in time. */
export async function callEngine(socketPath: string, path: string): Promise<unknown> {
  const asking = request({ socketPath, path, signal: AbortSignal.timeout(PATIENCE_MS) });
  asking.end();
  const [response] = await once(asking, "response");
  const pieces: Buffer[] = [];
  for await (const piece of response) pieces.push(piece);
  const { result } = JSON.parse(Buffer.concat(pieces).toString()) as { readonly result?: unknown };
  if (result === undefined) throw new Error(`the engine refuses ${path}`);
  return result;
}
