import { once } from "node:events";
import { Agent, type IncomingMessage, request } from "node:http";
import { type JsonReader, jsonObject, jsonText, jsonUint } from "@veche/api";
import { type Bytes, err, fromUtf8, ok, type Result, sha256, toBase64, toHex } from "@veche/base";

/** What the application behind CometBFT said when it was offered a transaction: 0, or why it does not take it now. */
export type Offered = { readonly code: number; readonly log: string };

/**
 * None of these says that a transaction is lost, and none that it is safe: what was offered may stand in a block all the same.
 * `KNOWN`: CometBFT has seen these bytes before; it may have forgotten them again.
 */
export type RpcError = {
  readonly code: "KNOWN" | "FULL" | "TOO_LARGE" | "REFUSED" | "UNREACHABLE" | "TIMEOUT" | "MALFORMED_ANSWER";
};

/** The one call of CometBFT by which transactions come into its mempool. */
export type OfferToChain = (transaction: Bytes) => Promise<Result<Offered, RpcError>>;

export type RpcOptions = {
  /** Path of CometBFT's unix socket. */
  readonly socket: string;
  /** How long an answer is waited for, ms. */
  readonly patienceMs?: number;
};

const PATIENCE_MS = 10_000;
/** Calls at a time; more wait here, not in CometBFT. */
const CONNECTIONS = 16;
/** An answer has some hundred bytes; what an application logs may be longer. */
const ANSWER_BYTES_MAX = 65_536;
const LOG_MAX = 10_000;

/** `broadcast_tx_sync` of CometBFT's JSON-RPC 2.0 over its unix socket. `close` ends the connections that wait for more. */
export class CometRpc {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  readonly #socket: string;
  readonly #patienceMs: number;

  constructor({ socket, patienceMs = PATIENCE_MS }: RpcOptions) {
    this.#socket = socket;
    this.#patienceMs = patienceMs;
  }

  readonly offer: OfferToChain = async (transaction) => {
    const call = {
      jsonrpc: "2.0",
      id: 1,
      method: "broadcast_tx_sync",
      params: { tx: toBase64(transaction) },
    };
    const answer = await this.#post(JSON.stringify(call));
    return answer.ok ? readOffered(answer.value, transaction) : answer;
  };

  close(): void {
    this.#agent.destroy();
  }

  async #post(body: string): Promise<Result<Bytes, RpcError>> {
    const signal = AbortSignal.timeout(this.#patienceMs);
    const asking = request({
      socketPath: this.#socket,
      agent: this.#agent,
      method: "POST",
      path: "/",
      headers: { host: "cometbft", "content-type": "application/json" },
      signal,
    });
    try {
      asking.end(body);
      const [response] = (await once(asking, "response")) as [IncomingMessage];
      const bytes = await readAll(response);
      return bytes === undefined ? err({ code: "MALFORMED_ANSWER" }) : ok(bytes);
    } catch {
      return err({ code: signal.aborted ? "TIMEOUT" : "UNREACHABLE" });
    }
  }
}

async function readAll(response: IncomingMessage): Promise<Bytes | undefined> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of response as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > ANSWER_BYTES_MAX) return undefined;
    pieces.push(piece);
  }
  return new Uint8Array(Buffer.concat(pieces));
}

const jsonCode: JsonReader<number> = (value) => (Number.isSafeInteger(value) ? (value as number) : undefined);

const readSuccess = jsonObject({
  jsonrpc: jsonText(3),
  id: jsonUint,
  result: jsonObject({
    code: jsonUint,
    data: jsonText(LOG_MAX),
    log: jsonText(LOG_MAX),
    codespace: jsonText(LOG_MAX),
    hash: jsonText(64),
  }),
});

const readFailure = jsonObject({
  jsonrpc: jsonText(3),
  id: jsonCode,
  error: jsonObject({ code: jsonCode, message: jsonText(LOG_MAX) }, { data: jsonText(LOG_MAX) }),
});

/** CometBFT has one code for all of its errors: what it means is in its words (mempool/errors.go). */
const MEANINGS: readonly (readonly [RegExp, RpcError["code"]])[] = [
  [/^tx already exists in cache$/, "KNOWN"],
  [/^mempool is (full|still rechecking)/, "FULL"],
  [/^Tx too large/, "TOO_LARGE"],
];

/** The answer to an offer. `hash`, SHA-256 of the bytes, tells that it is ours. */
export function readOffered(answer: Bytes, transaction: Bytes): Result<Offered, RpcError> {
  const value = jsonIn(answer);
  const success = readSuccess(value);
  if (success !== undefined) {
    const { code, log, hash } = success.result;
    const isOurs = hash === toHex(sha256(transaction)).toUpperCase();
    return isOurs ? ok({ code, log }) : err({ code: "MALFORMED_ANSWER" });
  }
  const failure = readFailure(value);
  if (failure === undefined) return err({ code: "MALFORMED_ANSWER" });
  const said = failure.error.data ?? failure.error.message;
  return err({ code: MEANINGS.find(([words]) => words.test(said))?.[1] ?? "REFUSED" });
}

function jsonIn(bytes: Bytes): unknown {
  try {
    return JSON.parse(fromUtf8(bytes) ?? "");
  } catch {
    return undefined;
  }
}
