import {
  assert,
  type Bytes,
  concat,
  equalBytes,
  err,
  ok,
  type Result,
  sha256,
  toBase64,
  toHex,
  utf8,
} from "@veche/base";
import { type Checkpoint, parseCheckpoint } from "./checkpoint.ts";
import { type TreeHead, verifyConsistency } from "./consistency.ts";
import type { SignEd25519, VerifyEd25519 } from "./ed25519.ts";
import { HASH_BYTES, MAX_ADD_CHECKPOINT_BYTES, MAX_PROOF_HASHES } from "./limits.ts";
import { isTreeSize } from "./merkle-hash.ts";
import { formatSignatureLine, parseNote } from "./note.ts";
import { parseDecimal, parseHash, plainTextOf } from "./note-text.ts";
import { cosignNote, openNote } from "./signature.ts";
import { LOG_SIGNATURE, type VerifierKey } from "./verifier-key.ts";

/** Body of `POST <submission prefix>/add-checkpoint` (C2SP tlog-witness). */
export type AddCheckpoint = {
  readonly oldSize: number;
  /** Consistency proof from the old size, at most 63 hashes. */
  readonly proof: readonly Bytes[];
  /** The checkpoint note, verbatim. */
  readonly checkpoint: Bytes;
};

export type AddCheckpointError = { readonly code: "REQUEST_MALFORMED" };

/** What a witness knows of one log: the keys it trusts for it, and the head it cosigned last (if none, 0 and the empty root). */
export type WitnessedLog = { readonly logKeys: readonly VerifierKey[]; readonly latest: TreeHead };

/** The witness itself. `time` in seconds since 1970. */
export type Witness = {
  readonly key: VerifierKey;
  readonly sign: SignEd25519;
  readonly verify: VerifyEd25519;
  readonly time: number;
};

export type WitnessRefusal =
  | { readonly status: 400; readonly code: "REQUEST_MALFORMED" | "OLD_SIZE_ABOVE_NEW" }
  | { readonly status: 403; readonly code: "LOG_SIGNATURE_MISSING" }
  | { readonly status: 404; readonly code: "ORIGIN_UNKNOWN" }
  | { readonly status: 409; readonly code: "OLD_SIZE_CONFLICT" | "ROOT_CONFLICT"; readonly body: string }
  | { readonly status: 422; readonly code: "INCONSISTENT" };

/**
 * The answer to an add-checkpoint request. 200: store `latest`, THEN send `body`, the signature line. 409: `body` is
 * the size of the last cosigned checkpoint, sent as `text/x.tlog.size`. ROOT_CONFLICT and INCONSISTENT come after the
 * log's signature was found valid, so the request is worth keeping: it may prove that the log forked.
 */
export type WitnessAnswer =
  | { readonly status: 200; readonly latest: TreeHead; readonly body: string }
  | WitnessRefusal;

/** Media type of the 409 body. */
export const TLOG_SIZE_TYPE = "text/x.tlog.size";

/** Where a witness publishes the last checkpoint of a log, below its monitoring prefix. */
export const witnessedCheckpointPath = (origin: string): string =>
  `${toHex(sha256(utf8(origin)))}/checkpoint`;

/** The bytes of a request. */
export function formatAddCheckpoint(request: AddCheckpoint): Bytes {
  assert(isTreeSize(request.oldSize), "a tree size is below 2^53");
  assert(request.proof.length <= MAX_PROOF_HASHES, "a witness takes at most 63 hashes");
  assert(
    request.proof.every((hash) => hash.length === HASH_BYTES),
    "a hash has 32 bytes",
  );
  const hashLines = request.proof.map((hash) => `${toBase64(hash)}\n`).join("");
  return concat(utf8(`old ${request.oldSize}\n${hashLines}\n`), request.checkpoint);
}

/** Strict inverse of `formatAddCheckpoint`; the checkpoint is cut out, and not looked into. */
export function parseAddCheckpoint(bytes: Bytes): Result<AddCheckpoint, AddCheckpointError> {
  const malformed = err({ code: "REQUEST_MALFORMED" } as const);
  if (bytes.length > MAX_ADD_CHECKPOINT_BYTES) return malformed;
  const text = plainTextOf(bytes);
  const split = text?.indexOf("\n\n") ?? -1;
  if (text === undefined || split < 0) return malformed;
  const [first = "", ...hashLines] = text.slice(0, split).split("\n");
  const oldSize = first.startsWith("old ") ? parseDecimal(first.slice("old ".length)) : undefined;
  if (oldSize === undefined || hashLines.length > MAX_PROOF_HASHES) return malformed;
  const proof: Bytes[] = [];
  for (const line of hashLines) {
    const hash = parseHash(line);
    if (hash === undefined) return malformed;
    proof.push(hash);
  }
  return ok({ oldSize, proof, checkpoint: utf8(text.slice(split + 2)) });
}

/**
 * What a witness answers to the bytes of a request; `find` gives what it knows of an origin. The caller holds a lock
 * on the origin from `find` until `latest` is stored, otherwise two requests could roll the log back.
 */
export function answerAddCheckpoint(
  body: Bytes,
  witness: Witness,
  find: (origin: string) => WitnessedLog | undefined,
): WitnessAnswer {
  const request = parseAddCheckpoint(body);
  if (!request.ok) return { status: 400, code: "REQUEST_MALFORMED" };
  const note = parseNote(request.value.checkpoint);
  const checkpoint = note.ok ? parseCheckpoint(note.value.text) : note;
  if (!note.ok || !checkpoint.ok) return { status: 400, code: "REQUEST_MALFORMED" };
  const log = find(checkpoint.value.origin);
  if (log === undefined) return { status: 404, code: "ORIGIN_UNKNOWN" };
  assert(
    log.logKeys.every((key) => key.type === LOG_SIGNATURE),
    "a log signs with keys of type 0x01",
  );
  if (!openNote(request.value.checkpoint, log.logKeys, witness.verify).ok) {
    return { status: 403, code: "LOG_SIGNATURE_MISSING" };
  }
  const refusal = refuseHead(request.value, checkpoint.value, log.latest);
  if (refusal !== undefined) return refusal;
  const { size, root } = checkpoint.value;
  const signature = cosignNote(note.value.text, witness.key, witness.time, witness.sign);
  return { status: 200, latest: { size, root }, body: formatSignatureLine(signature) };
}

/** The checks of C2SP tlog-witness after the log's signature, in its order. */
function refuseHead(request: AddCheckpoint, next: Checkpoint, latest: TreeHead): WitnessRefusal | undefined {
  const conflictBody = `${latest.size}\n`;
  if (request.oldSize > next.size) return { status: 400, code: "OLD_SIZE_ABOVE_NEW" };
  if (request.oldSize !== latest.size) return { status: 409, code: "OLD_SIZE_CONFLICT", body: conflictBody };
  const isRepeat = latest.size === next.size;
  if (isRepeat && request.proof.length === 0) {
    return equalBytes(latest.root, next.root)
      ? undefined
      : { status: 409, code: "ROOT_CONFLICT", body: conflictBody };
  }
  return verifyConsistency(latest, next, request.proof).ok
    ? undefined
    : { status: 422, code: "INCONSISTENT" };
}
