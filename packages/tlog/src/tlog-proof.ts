import { assert, type Bytes, concat, err, fromBase64, ok, type Result, toBase64, utf8 } from "@veche/base";
import type { VerifyEd25519 } from "./ed25519.ts";
import { type InclusionError, verifyInclusion } from "./inclusion.ts";
import { HASH_BYTES, MAX_EXTRA_BYTES, MAX_PROOF_HASHES, MAX_TLOG_PROOF_BYTES } from "./limits.ts";
import { isTreeSize, leafHash } from "./merkle-hash.ts";
import { parseDecimal, parseHash, plainTextOf } from "./note-text.ts";
import {
  type CheckpointPolicy,
  type VerifiedCheckpoint,
  type VerifyCheckpointError,
  verifyCheckpoint,
} from "./policy.ts";

/** A proof that an entry stands in a log, checked offline (C2SP tlog-proof). Only the checkpoint is signed. */
export type TlogProof = {
  readonly index: number;
  /** Inclusion proof, from the leaf's sibling up. */
  readonly hashes: readonly Bytes[];
  /** The checkpoint note, verbatim. */
  readonly checkpoint: Bytes;
  /** Opaque and authenticated by nothing: never trust it. 1…65,535 bytes if present. */
  readonly extra?: Bytes;
};

export type TlogProofError = {
  readonly code:
    | "PROOF_TOO_LONG"
    | "PROOF_ENCODING"
    | "PROOF_HEADER"
    | "PROOF_EXTRA"
    | "PROOF_INDEX"
    | "PROOF_HASH";
};

export type VerifyTlogProofError = TlogProofError | VerifyCheckpointError | InclusionError;

/** What a proof proves: the entry stands at `index` of the tree of the checkpoint. */
export type ProvenEntry = VerifiedCheckpoint & { readonly index: number };

const HEADER = "c2sp.org/tlog-proof@v1";

/** The bytes of a `.tlog-proof` file. */
export function formatTlogProof(proof: TlogProof): Bytes {
  const { index, hashes, checkpoint, extra } = proof;
  assert(isTreeSize(index), "an index is below 2^53");
  assert(hashes.length <= MAX_PROOF_HASHES, "a proof has at most 63 hashes");
  assert(
    hashes.every((hash) => hash.length === HASH_BYTES),
    "a hash has 32 bytes",
  );
  assert(
    extra === undefined || (extra.length > 0 && extra.length <= MAX_EXTRA_BYTES),
    "extra data has 1 to 65,535 bytes",
  );
  const extraLine = extra === undefined ? "" : `extra ${toBase64(extra)}\n`;
  const hashLines = hashes.map((hash) => `${toBase64(hash)}\n`).join("");
  return concat(utf8(`${HEADER}\n${extraLine}index ${index}\n${hashLines}\n`), checkpoint);
}

/** Strict inverse of `formatTlogProof`; the checkpoint is cut out, and not looked into. */
export function parseTlogProof(bytes: Bytes): Result<TlogProof, TlogProofError> {
  if (bytes.length > MAX_TLOG_PROOF_BYTES) return err({ code: "PROOF_TOO_LONG" });
  const text = plainTextOf(bytes);
  if (text === undefined) return err({ code: "PROOF_ENCODING" });
  const split = text.indexOf("\n\n");
  const lines = text.slice(0, split).split("\n");
  if (split < 0 || lines.shift() !== HEADER) return err({ code: "PROOF_HEADER" });
  const extra = lines[0]?.startsWith("extra ") ? parseExtra(lines.shift() as string) : undefined;
  if (extra !== undefined && !extra.ok) return extra;
  const index = /^index (.+)$/.exec(lines.shift() ?? "")?.[1];
  const parsedIndex = index === undefined ? undefined : parseDecimal(index);
  if (parsedIndex === undefined) return err({ code: "PROOF_INDEX" });
  if (lines.length > MAX_PROOF_HASHES) return err({ code: "PROOF_HASH" });
  const hashes: Bytes[] = [];
  for (const line of lines) {
    const hash = parseHash(line);
    if (hash === undefined) return err({ code: "PROOF_HASH" });
    hashes.push(hash);
  }
  const proof = { index: parsedIndex, hashes, checkpoint: utf8(text.slice(split + 2)) };
  return ok(extra === undefined ? proof : { ...proof, extra: extra.value });
}

function parseExtra(line: string): Result<Bytes, TlogProofError> {
  const extra = fromBase64(line.slice("extra ".length));
  if (extra === undefined || extra.length === 0 || extra.length > MAX_EXTRA_BYTES) {
    return err({ code: "PROOF_EXTRA" });
  }
  return ok(extra);
}

/** Checks that `entry` stands, at the index returned, in the tree of a checkpoint that meets the policy. */
export function verifyTlogProof(
  bytes: Bytes,
  entry: Bytes,
  policy: CheckpointPolicy,
  verify: VerifyEd25519,
): Result<ProvenEntry, VerifyTlogProofError> {
  const proof = parseTlogProof(bytes);
  return proof.ok ? verifyParsed(proof.value, entry, policy, verify) : proof;
}

/**
 * Checks a receipt (§07.5.1): a proof whose `extra` is the entry itself. The inclusion proof authenticates the entry
 * that is returned.
 */
export function verifyReceipt(
  bytes: Bytes,
  policy: CheckpointPolicy,
  verify: VerifyEd25519,
): Result<
  ProvenEntry & { readonly entry: Bytes },
  VerifyTlogProofError | { readonly code: "RECEIPT_WITHOUT_ENTRY" }
> {
  const proof = parseTlogProof(bytes);
  if (!proof.ok) return proof;
  const entry = proof.value.extra;
  if (entry === undefined) return err({ code: "RECEIPT_WITHOUT_ENTRY" });
  const proven = verifyParsed(proof.value, entry, policy, verify);
  return proven.ok ? ok({ ...proven.value, entry }) : proven;
}

function verifyParsed(
  proof: TlogProof,
  entry: Bytes,
  policy: CheckpointPolicy,
  verify: VerifyEd25519,
): Result<ProvenEntry, VerifyTlogProofError> {
  const { index, hashes } = proof;
  const verified = verifyCheckpoint(proof.checkpoint, policy, verify);
  if (!verified.ok) return verified;
  const { size, root } = verified.value.checkpoint;
  const included = verifyInclusion({ index, size, root, leafHash: leafHash(entry) }, hashes);
  return included.ok ? ok({ ...verified.value, index }) : included;
}
