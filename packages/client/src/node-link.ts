import { CBOR_TYPE, electionPath, jsonUint } from "@veche/api";
import { type Bytes, err, fromUtf8, ok, type Result, toHex, utf8 } from "@veche/base";
import { MAX_NOTE_BYTES, MAX_TLOG_PROOF_BYTES, TILE_WIDTH, type TileRef, tilePath } from "@veche/tlog";
import type { Http, HttpAnswer, HttpRequest } from "./http.ts";

/** What a node gave instead of what was asked. Nothing of it is signed: another node may do better. */
export type LinkError = {
  readonly code: "UNREACHABLE" | "ANSWER_TOO_LARGE" | "NOT_FOUND" | "ANSWER_UNUSABLE";
  readonly reason: string;
};

const MAX_BUNDLE_BYTES = TILE_WIDTH * (2 + 0xffff);
const MAX_ANSWER_BYTES = 64_000;
const DEFAULT_TIMEOUT_MS = 15_000;

/** One node, seen through one election's routes (§07.7). Nothing that it answers is believed here. */
export class NodeLink {
  /** Base address without a slash at its end. */
  readonly base: string;
  readonly #http: Http;
  readonly #election: string;
  readonly #timeoutMs: number;

  constructor(base: string, electionId: Bytes, http: Http, timeoutMs: number = DEFAULT_TIMEOUT_MS) {
    this.base = base.replace(/\/+$/, "");
    this.#election = toHex(electionId);
    this.#http = http;
    this.#timeoutMs = timeoutMs;
  }

  checkpoint(): Promise<Result<Bytes, LinkError>> {
    return this.#get("checkpoint", MAX_NOTE_BYTES);
  }

  /** A bundle of entries; once a full one exists a partial one may be gone, so the full one is asked next (C2SP tlog-tiles). */
  async bundle(ref: TileRef): Promise<Result<{ readonly bytes: Bytes; readonly width: number }, LinkError>> {
    const own = await this.#get(tilePath(ref), MAX_BUNDLE_BYTES);
    if (own.ok) return ok({ bytes: own.value, width: ref.width });
    if (own.error.code !== "NOT_FOUND" || ref.width === TILE_WIDTH) return own;
    const full = await this.#get(tilePath({ ...ref, width: TILE_WIDTH }), MAX_BUNDLE_BYTES);
    return full.ok ? ok({ bytes: full.value, width: TILE_WIDTH }) : full;
  }

  /** The `tlog-proof` of an entry, not yet checked. */
  proof(index: number): Promise<Result<Bytes, LinkError>> {
    return this.#get(`proof/${index}`, MAX_TLOG_PROOF_BYTES);
  }

  /** Where the node says that a transaction stands. */
  async indexOf(transactionHash: Bytes): Promise<Result<number, LinkError>> {
    const answer = await this.#get(`index/${toHex(transactionHash)}`, MAX_ANSWER_BYTES);
    if (!answer.ok) return answer;
    const value = jsonOf(answer.value);
    const index = typeof value === "object" && value !== null && "index" in value ? value.index : undefined;
    const read = jsonUint(index);
    return read === undefined ? err({ code: "ANSWER_UNUSABLE", reason: "no index" }) : ok(read);
  }

  /** Offers transaction bytes; the answer, whatever its status, as JSON. */
  async post(
    transaction: Bytes,
  ): Promise<
    Result<{ readonly status: number; readonly json: unknown; readonly retryAfterMs?: number }, LinkError>
  > {
    const answer = await this.#ask({
      method: "POST",
      url: this.#url("tx"),
      body: transaction,
      contentType: CBOR_TYPE,
      maxBytes: MAX_ANSWER_BYTES,
      timeoutMs: this.#timeoutMs,
    });
    if (!answer.ok) return answer;
    const { status, body, retryAfterSeconds } = answer.value;
    const wait = retryAfterSeconds === undefined ? {} : { retryAfterMs: 1_000 * retryAfterSeconds };
    return ok({ status, json: jsonOf(body), ...wait });
  }

  async #get(resource: string, maxBytes: number): Promise<Result<Bytes, LinkError>> {
    const url = this.#url(resource);
    const answer = await this.#ask({ method: "GET", url, maxBytes, timeoutMs: this.#timeoutMs });
    if (!answer.ok) return answer;
    const { status, body } = answer.value;
    if (status === 200) return ok(body);
    if (status === 404) return err({ code: "NOT_FOUND", reason: resource });
    return err({ code: "ANSWER_UNUSABLE", reason: `status ${status} for ${resource}` });
  }

  async #ask(request: HttpRequest): Promise<Result<HttpAnswer, LinkError>> {
    return this.#http(request);
  }

  #url(resource: string): string {
    return `${this.base}${electionPath(this.#election, resource)}`;
  }
}

/** The JSON value of an answer; `undefined` if it is none. */
export function jsonOf(body: Bytes): unknown {
  const text = fromUtf8(body);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export const jsonBytes = (value: unknown): Bytes => utf8(JSON.stringify(value));
