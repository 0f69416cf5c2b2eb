import { type Bytes, equalBytes } from "@veche/base";
import { verifyEd25519Strict } from "@veche/group";
import {
  type CheckpointPolicy,
  isValidatorQuorum,
  type Note,
  type NoteSignature,
  parseCheckpoint,
  parseNote,
  sameSigner,
  type VerifierKey,
  verifySignature,
} from "@veche/tlog";

/** Another validator, as this node reaches it: its answer to `signed/<size>` (§07.7.2), or nothing. Never rejects. */
export type AskSigned = (request: {
  readonly electionId: Bytes;
  readonly size: number;
}) => Promise<Bytes | undefined>;

export type Waits = {
  /** How long one collection may take, ms. */
  readonly patienceMs: number;
  /** Pauses between two questions to one validator, ms: doubled from the first to the last. */
  readonly firstMs: number;
  readonly lastMs: number;
};

/** The others make the same block within a second or so; what takes longer is asked for with the next try. */
export const DEFAULT_WAITS: Waits = { patienceMs: 8_000, firstMs: 25, lastMs: 1_000 };

export type CollectRequest = {
  readonly electionId: Bytes;
  readonly size: number;
  /** The checkpoint with this validator's own signatures. */
  readonly note: Note;
};

/** What an answer holds for us. `fork`: signed by a key of the manifest, of our size and origin, with another root. */
export type Judged =
  | { readonly is: "lines"; readonly lines: readonly NoteSignature[] }
  | { readonly is: "fork" }
  | { readonly is: "nothing" };

/** Judges what another validator answered; only signatures by keys of the policy count for anything. */
export function judgeSigned(answer: Bytes, ours: Note, policy: CheckpointPolicy): Judged {
  const nothing: Judged = { is: "nothing" };
  const theirs = parseNote(answer);
  if (!theirs.ok) return nothing;
  const { text, signatures } = theirs.value;
  if (text === ours.text) {
    const lines = validLines(text, signatures, policy.validators);
    return lines.length > 0 ? { is: "lines", lines } : nothing;
  }
  const [mine, other] = [parseCheckpoint(ours.text), parseCheckpoint(text)];
  if (!mine.ok || !other.ok) return nothing;
  const { origin, size, root } = mine.value;
  const isRival =
    other.value.origin === origin && other.value.size === size && !equalBytes(other.value.root, root);
  const keys = [...policy.logKeys, ...policy.validators];
  return isRival && validLines(text, signatures, keys).length > 0 ? { is: "fork" } : nothing;
}

/** At most one line of each key, and at most one verification. */
function validLines(
  text: string,
  signatures: readonly NoteSignature[],
  keys: readonly VerifierKey[],
): readonly NoteSignature[] {
  return keys.flatMap((key) => {
    const line = signatures.find((signature) => sameSigner(signature, key));
    return line !== undefined && verifySignature(text, line, key, verifyEd25519Strict).ok ? [line] : [];
  });
}

/** Told of what other validators did wrong. `at`: the place of the validator in the configuration, from 0. */
export type CosignerEvents = {
  readonly onFork: (theirs: Bytes, size: number, at: number) => void;
  readonly onRefused: (size: number, at: number) => void;
};

/**
 * Asks the other validators for their cosignatures until there are those of more than two thirds (§07.4.1), and no longer:
 * a checkpoint needs no more (§07.4.2). One that is down, behind or lies costs the others nothing: all are asked side by side.
 */
export class Cosigners {
  readonly #others: readonly AskSigned[];
  readonly #policy: CheckpointPolicy;
  readonly #own: VerifierKey;
  readonly #events: CosignerEvents;
  readonly #waits: Waits;

  constructor(
    others: readonly AskSigned[],
    policy: CheckpointPolicy,
    own: VerifierKey,
    events: CosignerEvents,
    waits: Waits = DEFAULT_WAITS,
  ) {
    this.#others = others;
    this.#policy = policy;
    this.#own = own;
    this.#events = events;
    this.#waits = waits;
  }

  /** The cosignatures of others, each valid and of another key; fewer than needed if patience ends before. */
  async collect(request: CollectRequest): Promise<readonly NoteSignature[]> {
    const lines: NoteSignature[] = [];
    const { validators } = this.#policy;
    const isEnough = (): boolean => isValidatorQuorum(1 + lines.length, validators.length);
    if (isEnough()) return lines;
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), this.#waits.patienceMs);
    const add = (found: readonly NoteSignature[]): void => {
      if (stop.signal.aborted) return;
      for (const line of found) {
        const isNew = !sameSigner(line, this.#own) && !lines.some((present) => sameSigner(present, line));
        if (isNew && !isEnough()) lines.push(line);
      }
      if (isEnough()) stop.abort();
    };
    const asked = this.#others.map((ask, at) => this.#askOn(ask, at, request, add, stop.signal));
    await Promise.race([Promise.all(asked), aborted(stop.signal)]);
    clearTimeout(timer);
    stop.abort();
    return [...lines];
  }

  /** Until this validator has given its signatures, or the others have. */
  async #askOn(
    ask: AskSigned,
    at: number,
    { electionId, size, note }: CollectRequest,
    add: (lines: readonly NoteSignature[]) => void,
    signal: AbortSignal,
  ): Promise<void> {
    for (let pause = this.#waits.firstMs; !signal.aborted; pause = Math.min(2 * pause, this.#waits.lastMs)) {
      const answer = await ask({ electionId, size }).catch(() => undefined);
      // An answer that comes when nobody needs it any more may still prove a fork.
      const judged = answer && judgeSigned(answer, note, this.#policy);
      if (judged?.is === "lines") return add(judged.lines);
      if (judged?.is === "fork") return this.#events.onFork(answer as Bytes, size, at);
      if (judged?.is === "nothing") return this.#events.onRefused(size, at);
      await sleep(pause, signal);
    }
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

/** Ends at once when nobody needs to wait any more. */
function sleep(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end, { once: true });
  });
}
