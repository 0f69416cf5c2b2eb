import { type Bytes, equalBytes, fromHex, ok, type Result, sha256, toHex } from "@veche/base";
import { decodeEntry, isTransient, logHeadOf, outcomeNumber } from "@veche/ledger";
import type { TestLedger } from "@veche/ledger/testing";
import {
  appendLeaves,
  EMPTY_FRONTIER,
  encodeEntryBundle,
  frontierRoot,
  leafHash,
  parseTilePath,
  TILE_WIDTH,
} from "@veche/tlog";
import type { Http, HttpAnswer, HttpError, HttpRequest } from "../http.ts";
import { proofOf } from "../log-copy.ts";
import { jsonBytes, NodeLink } from "../node-link.ts";
import { type Signing, signCheckpoint } from "./sign-checkpoint.ts";

/** What a lying node answers instead; `undefined`: the honest answer. */
export type Lie = (
  resource: string,
  request: HttpRequest,
) => HttpAnswer | undefined | Promise<HttpAnswer | undefined>;

/**
 * A node in memory over a test ledger: it publishes what stands there under checkpoints signed with all keys of the election, and can
 * be made to lie. Its ledger may be changed behind its back; `publish` shows the change.
 */
export class FakeNode {
  readonly base: string;
  ledger: TestLedger;
  lie: Lie = () => undefined;
  /** How many of the next requests are answered with 503. */
  busy = 0;
  down = false;
  /** Who signs the checkpoints. */
  signing: Signing = {};
  /** `false`: transactions enter, but are not published until somebody calls `publish`. */
  publishes = true;
  /** Resources asked for, in order. */
  readonly asked: string[] = [];
  #published: { readonly note: Bytes; readonly entries: readonly Bytes[] };

  constructor(ledger: TestLedger, base = "https://node.example") {
    this.base = base;
    this.ledger = ledger;
    this.#published = { note: new Uint8Array(0), entries: [] };
    this.publish();
  }

  get note(): Bytes {
    return this.#published.note;
  }

  get size(): number {
    return this.#published.entries.length;
  }

  publish(): void {
    const note = signCheckpoint(this.ledger.test, logHeadOf(this.ledger.state), this.signing);
    this.#published = { note, entries: [...this.ledger.entries] };
  }

  /** Shows these entries, whatever they are, under a checkpoint that all sign. */
  publishEntries(entries: readonly Bytes[]): void {
    const root = frontierRoot(appendLeaves(EMPTY_FRONTIER, entries.map(leafHash)));
    const note = signCheckpoint(this.ledger.test, { size: entries.length, root }, this.signing);
    this.#published = { note, entries: [...entries] };
  }

  link(): NodeLink {
    return new NodeLink(this.base, this.ledger.test.electionId, this.http);
  }

  readonly http: Http = async (request): Promise<Result<HttpAnswer, HttpError>> => {
    const prefix = `${this.base}/e/${toHex(this.ledger.test.electionId)}/`;
    const resource = request.url.startsWith(prefix) ? request.url.slice(prefix.length) : "";
    this.asked.push(resource);
    if (this.down) return { ok: false, error: { code: "UNREACHABLE", reason: "down" } };
    if (this.busy > 0) {
      this.busy--;
      const body = jsonBytes({ outcome: "BUSY", retryAfterSeconds: 1, message: {} });
      return ok({ status: 503, body, retryAfterSeconds: 1 });
    }
    const answer = (await this.lie(resource, request)) ?? this.#answer(resource, request);
    return answer.body.length > request.maxBytes
      ? { ok: false, error: { code: "ANSWER_TOO_LARGE", reason: `${answer.body.length} bytes` } }
      : ok(answer);
  };

  #answer(resource: string, request: HttpRequest): HttpAnswer {
    const [kind = "", argument = ""] = resource.split("/");
    if (request.method === "POST") return this.#take(request.body ?? new Uint8Array(0));
    if (kind === "checkpoint") return { status: 200, body: this.note };
    if (kind === "tile") return this.#bundle(resource);
    if (kind === "proof") return this.#proof(Number(argument));
    if (kind === "index") return this.#indexOf(fromHex(argument) ?? new Uint8Array(0));
    return NOT_FOUND;
  }

  #take(transaction: Bytes): HttpAnswer {
    const { code, index, whole } = this.ledger.send(transaction);
    if (index !== undefined) {
      if (this.publishes) this.publish();
      return json(200, { outcome: code, index, ...(whole === undefined ? {} : { whole: whole.code }) });
    }
    const known = this.#find(sha256(transaction));
    if (code === "ALREADY")
      return json(known === undefined ? 409 : 200, { outcome: code, ...known, message: {} });
    return json(409, {
      outcome: code,
      number: outcomeNumber(code),
      transient: isTransient(code),
      message: {},
    });
  }

  #bundle(path: string): HttpAnswer {
    const ref = parseTilePath(path);
    if (!ref.ok || ref.value.level !== "entries") return NOT_FOUND;
    const { index, width } = ref.value;
    const entries = this.#published.entries.slice(index * TILE_WIDTH, index * TILE_WIDTH + width);
    return entries.length === width ? { status: 200, body: encodeEntryBundle(entries) } : NOT_FOUND;
  }

  /** The `tlog-proof` of a published entry. */
  proofAt(index: number): Bytes | undefined {
    const { entries, note } = this.#published;
    const entry = entries[index];
    return entry === undefined ? undefined : proofOf(entries.map(leafHash), note, index, entry);
  }

  #proof(index: number): HttpAnswer {
    const body = this.proofAt(index);
    return body === undefined ? NOT_FOUND : { status: 200, body };
  }

  #indexOf(hash: Bytes): HttpAnswer {
    const found = this.#find(hash);
    return found === undefined ? NOT_FOUND : json(200, found);
  }

  #find(hash: Bytes): { readonly index: number } | undefined {
    const index = this.ledger.entries.findIndex((bytes) => {
      const entry = decodeEntry(bytes);
      return entry.ok && equalBytes(sha256(entry.value.transaction), hash);
    });
    return index < 0 ? undefined : { index };
  }
}

const NOT_FOUND: HttpAnswer = { status: 404, body: new Uint8Array(0) };
const json = (status: number, value: unknown): HttpAnswer => ({ status, body: jsonBytes(value) });
