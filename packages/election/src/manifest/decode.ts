import { assert, type Bytes, decodeCbor, encodeCbor, err, ok, type Result, sha256 } from "@veche/base";
import { readManifest } from "./fields.ts";
import { genesisAndCommission, issuers, trustees, validatorsAndWitnesses } from "./rules/authorities.ts";
import { ballotLength } from "./rules/ballot-length.ts";
import { contests, limits, schedule, styles } from "./rules/ballots.ts";
import { distinctKeys, keyForms } from "./rules/keys.ts";
import type { ManifestRule, Rule } from "./rules/rule.ts";
import type { Manifest } from "./types.ts";

export type ManifestError = {
  readonly code: "MANIFEST_INVALID";
  readonly rule: ManifestRule;
  readonly reason: string;
};

/** §02.2.1 */
export const MANIFEST_BYTES_MAX = 1_000_000;

/** In the order of §02.2: the first objection is the one told. */
const RULES: readonly Rule[] = [
  keyForms,
  distinctKeys,
  genesisAndCommission,
  trustees,
  issuers,
  validatorsAndWitnesses,
  contests,
  styles,
  schedule,
  limits,
  ballotLength,
];

/** The manifest of its bytes, if it keeps every rule of §02.2; `MANIFEST_INVALID` names the first broken one. */
export function decodeManifest(bytes: Bytes): Result<Manifest, ManifestError> {
  if (bytes.length > MANIFEST_BYTES_MAX) return invalid("02.2.1", `${bytes.length} bytes`);
  const value = decodeCbor(bytes);
  if (!value.ok) return invalid("02.2.1", value.error.reason);
  const manifest = readManifest(value.value);
  if (!manifest.ok) return invalid("02.2.1", `${manifest.error.path}: expected ${manifest.error.expected}`);
  return checkManifest(manifest.value);
}

/** The rules of §02.2 beyond encoding and types, for tools that build a manifest. */
export function checkManifest(manifest: Manifest): Result<Manifest, ManifestError> {
  for (const { clause, objection } of RULES) {
    const reason = objection(manifest);
    if (reason !== undefined) return invalid(clause, reason);
  }
  return ok(manifest);
}

/** The bytes that the electionId is the hash of. A manifest of other types than §02.1 is the caller's bug. */
export function encodeManifest(manifest: Manifest): Bytes {
  const bytes = encodeCbor(manifest);
  assert(readManifest(manifest).ok, "a manifest has the keys and types of its table");
  return bytes;
}

/** §02.1.1: SHA-256 of the encoded manifest. */
export const electionIdOf = (manifestBytes: Bytes): Bytes => sha256(manifestBytes);

const invalid = (rule: ManifestRule, reason: string): Result<never, ManifestError> =>
  err({ code: "MANIFEST_INVALID", rule, reason });
