import { type IncomingMessage, request } from "node:http";

/** What a validator's CometBFT says of itself. */
export type CometStatus = {
  /** Of the last block. */
  readonly height: number;
  /** ms since 1970, of the last block. */
  readonly time: number;
  readonly isCatchingUp: boolean;
  /** Whether it votes, in the eyes of the last block. */
  readonly isValidator: boolean;
  /** Connected now. */
  readonly peers: number;
};

type Json = { readonly [key: string]: Json } | string | boolean | undefined;

const PATIENCE_MS = 5_000;
const BYTES_MAX = 4_000_000;

/** Asks over the unix socket at `socket`; nothing if nobody answers there, or not as CometBFT does. */
export async function cometStatus(socket: string): Promise<CometStatus | undefined> {
  const [status, net] = await Promise.all([ask(socket, "/status"), ask(socket, "/net_info")]);
  const sync = at(status, "sync_info");
  const height = numberIn(at(sync, "latest_block_height"));
  const peers = numberIn(at(net, "n_peers"));
  if (height === undefined || peers === undefined) return undefined;
  return {
    height,
    time: Date.parse(String(at(sync, "latest_block_time"))),
    isCatchingUp: at(sync, "catching_up") === true,
    isValidator: (numberIn(at(at(status, "validator_info"), "voting_power")) ?? 0) > 0,
    peers,
  };
}

/**
 * The application hash in the header at `height`: that of all blocks before it. Capital hexadecimal digits; nothing if there is no such
 * block yet.
 */
export async function applicationHashAt(socket: string, height: number): Promise<string | undefined> {
  const header = at(
    at(at(await ask(socket, `/commit?height=${height}`), "signed_header"), "header"),
    "app_hash",
  );
  return typeof header === "string" ? header : undefined;
}

/** Ids of the peers that CometBFT is connected with now; nothing if it does not answer. */
export async function connectedPeers(socket: string): Promise<ReadonlySet<string> | undefined> {
  const peers = at(await ask(socket, "/net_info"), "peers");
  if (!Array.isArray(peers)) return undefined;
  return new Set((peers as readonly Json[]).map((peer) => String(at(at(peer, "node_info"), "id"))));
}

/** Has CometBFT dial these peers, `id@host:port`, within three seconds; those that it is connected with, or is dialing, it leaves alone. */
export async function dialPeers(socket: string, peers: readonly string[]): Promise<void> {
  await ask(socket, `/dial_peers?peers=${encodeURIComponent(JSON.stringify(peers))}`);
}

const at = (value: Json, key: string): Json =>
  typeof value === "object" && Object.hasOwn(value, key) ? value[key] : undefined;

const numberIn = (value: Json): number | undefined =>
  typeof value === "string" && /^[0-9]{1,15}$/.test(value) ? Number(value) : undefined;

async function ask(socketPath: string, path: string): Promise<Json> {
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      request({ socketPath, path, timeout: PATIENCE_MS, headers: { host: "cometbft" } }, resolve)
        .on("error", reject)
        .on("timeout", function (this: { destroy: (error: Error) => void }) {
          this.destroy(new Error("no answer"));
        })
        .end();
    });
    const pieces: Buffer[] = [];
    let length = 0;
    for await (const piece of response as AsyncIterable<Buffer>) {
      length += piece.length;
      if (length > BYTES_MAX) return undefined;
      pieces.push(piece);
    }
    return at(JSON.parse(Buffer.concat(pieces).toString("utf8")) as Json, "result");
  } catch {
    return undefined;
  }
}
