import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import {
  assert,
  type Bytes,
  type Clock,
  concat,
  expectOk,
  ok,
  type Result,
  sha256,
  toHex,
  utf8,
} from "@veche/base";
import { verifyEd25519Strict } from "@veche/group";
import {
  addSignatures,
  answerAddCheckpoint,
  formatNote,
  type Note,
  parseAddCheckpoint,
  parseCheckpoint,
  parseNote,
  parseSignatureLines,
  sameSigner,
  type TreeHead,
  type VerifierKey,
  type WitnessAnswer,
  type WitnessRefusal,
  witnessedCheckpointPath,
} from "@veche/tlog";
import type { HomeError } from "../home/home.ts";
import { lockHome } from "../home/lock.ts";
import { ed25519Signer, type Sign } from "../home/signing.ts";
import type { Logger } from "../log/logger.ts";
import { type LastSeen, WitnessState, type WitnessStateError } from "./witness-state.ts";

export type WitnessOptions = {
  /** A folder of the witness alone; made if it is not there. */
  readonly folder: string;
  /** Type 0x04, with the witness's name. */
  readonly key: VerifierKey;
  /** Ed25519, 32 bytes. */
  readonly secretKey: Bytes;
  /** Type 0x01; the name is the log's origin. A log may have several. */
  readonly logs: readonly VerifierKey[];
  readonly clock: Clock;
  readonly logger: Logger;
};

export type WitnessError = WitnessStateError | HomeError;

/** 503: the disk failed, and whether the head was stored is not known; it answers nothing until it is started anew. */
export type AddAnswer =
  | { readonly status: 200; readonly body: string }
  | WitnessRefusal
  | { readonly status: 503; readonly code: "WITNESS_STOPPED" };

type WatchedLog = { readonly keys: readonly VerifierKey[]; seen: LastSeen; busy: Promise<unknown> };

/** A log that forks without end must not fill the disk: the first proofs are as good as all. */
const EVIDENCE_MAX = 100;

/**
 * A C2SP witness (tlog-witness): it cosigns what extends what it cosigned last, and has that on the disk before it signs. It keeps
 * no entries, and sees none.
 */
export class NodeWitness {
  readonly #state: WitnessState;
  readonly #options: WitnessOptions;
  readonly #sign: Sign;
  readonly #logs: ReadonlyMap<string, WatchedLog>;
  readonly #unlock: () => void;
  #isStopped = false;

  private constructor(
    options: WitnessOptions,
    state: WitnessState,
    logs: ReadonlyMap<string, WatchedLog>,
    unlock: () => void,
  ) {
    this.#options = options;
    this.#state = state;
    this.#logs = logs;
    this.#unlock = unlock;
    this.#sign = ed25519Signer(options.secretKey);
  }

  static async open(options: WitnessOptions): Promise<Result<NodeWitness, WitnessError>> {
    await mkdir(options.folder, { recursive: true });
    const lock = lockHome(options.folder);
    if (!lock.ok) return lock;
    const state = await WitnessState.open(options.folder, options.key);
    const logs = new Map<string, WatchedLog>();
    for (const origin of new Set(options.logs.map(({ name }) => name))) {
      const seen = await state.load(origin);
      if (!seen.ok) {
        lock.value();
        return seen;
      }
      const keys = options.logs.filter(({ name }) => name === origin);
      logs.set(origin, { keys, seen: seen.value, busy: Promise.resolve() });
    }
    return ok(new NodeWitness(options, state, logs, lock.value));
  }

  /** Answers the body of an add-checkpoint request. One of a log at a time, so that none rolls it back. */
  async addCheckpoint(body: Bytes): Promise<AddAnswer> {
    const log = this.#logs.get(originIn(body) ?? "");
    // What names no log of ours is refused without waiting for anything.
    if (log === undefined) return withoutHead(this.#judge(body, undefined));
    const answer = log.busy.then(() => this.#answer(log, body));
    log.busy = answer.catch(() => undefined);
    return answer;
  }

  /** The last checkpoint of a log, by the path where C2SP witnesses have it: `<SHA-256 of the origin>/checkpoint`. */
  lastAt(path: string): Bytes | undefined {
    for (const [origin, { seen }] of this.#logs) {
      if (witnessedCheckpointPath(origin) === path) return seen.note;
    }
    return undefined;
  }

  /** Ends after the answers under way. */
  async close(): Promise<void> {
    this.#isStopped = true;
    await Promise.all([...this.#logs.values()].map(({ busy }) => busy));
    this.#unlock();
  }

  async #answer(log: WatchedLog, body: Bytes): Promise<AddAnswer> {
    if (this.#isStopped) return { status: 503, code: "WITNESS_STOPPED" };
    const answer = this.#judge(body, log);
    if (answer.status !== 200) {
      if (answer.code === "ROOT_CONFLICT") await this.#keepFork(log, body);
      return answer;
    }
    const note = signedNote(body, log.keys, answer.body);
    try {
      await this.#state.store(noteOrigin(note), note);
    } catch (error) {
      this.#isStopped = true;
      throw error;
    }
    log.seen = { head: answer.latest, note };
    return { status: 200, body: answer.body };
  }

  #judge(body: Bytes, log: WatchedLog | undefined): WitnessAnswer {
    const { key, clock } = this.#options;
    const time = Math.max(1, Math.floor(clock() / 1_000));
    const witness = { key, sign: this.#sign, verify: verifyEd25519Strict, time };
    return answerAddCheckpoint(
      body,
      witness,
      () => log && { logKeys: log.keys, latest: log.seen.head satisfies TreeHead },
    );
  }

  /** Two checkpoints of one size, both signed by the log: the proof that it forked, in one file. */
  async #keepFork({ keys, seen }: WatchedLog, body: Bytes): Promise<void> {
    const theirs = signedNote(body, keys, undefined);
    const name = `fork-${toHex(sha256(theirs))}.txt`;
    this.#options.logger("error", "log-forked", { size: seen.head.size });
    const present = await readdir(this.#state.evidence);
    if (present.includes(name) || present.length >= EVIDENCE_MAX) return;
    await this.#state.keepEvidence(name, concat(seen.note ?? new Uint8Array(), utf8("\n"), theirs));
  }
}

/** Where the witness of a node's home keeps its state. */
export const witnessFolder = (home: string): string => join(home, "witness");

function noteIn(body: Bytes): Note | undefined {
  const request = parseAddCheckpoint(body);
  const note = request.ok ? parseNote(request.value.checkpoint) : request;
  return note.ok ? note.value : undefined;
}

function originIn(body: Bytes): string | undefined {
  const checkpoint = parseCheckpoint(noteIn(body)?.text ?? "");
  return checkpoint.ok ? checkpoint.value.origin : undefined;
}

function noteOrigin(note: Bytes): string {
  const { text } = expectOk(parseNote(note), "a note that was just made");
  return text.slice(0, text.indexOf("\n"));
}

/** The checkpoint with the log's signatures, which were verified, and our own: nothing that a sender has added. */
function signedNote(body: Bytes, keys: readonly VerifierKey[], ownLine: string | undefined): Bytes {
  const note = noteIn(body);
  const own = ownLine === undefined ? [] : expectOk(parseSignatureLines(utf8(ownLine)), "our own line");
  assert(note !== undefined, "what was answered can be read");
  const ofLog = keys.flatMap((key) => note.signatures.find((line) => sameSigner(line, key)) ?? []);
  return formatNote(addSignatures({ text: note.text, signatures: ofLog }, own));
}

/** Of a log that this witness does not watch. */
function withoutHead(answer: WitnessAnswer): AddAnswer {
  assert(answer.status !== 200, "nothing is signed for an unknown log");
  return answer;
}
