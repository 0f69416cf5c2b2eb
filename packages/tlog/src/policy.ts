import { type Bytes, err, ok, type Result, toHex } from "@veche/base";
import { type Checkpoint, type CheckpointError, parseCheckpoint } from "./checkpoint.ts";
import type { VerifyEd25519 } from "./ed25519.ts";
import { MAX_POLICY_KEYS } from "./limits.ts";
import { type OpenNoteError, openNote, type Signer } from "./signature.ts";
import { COSIGNATURE, LOG_SIGNATURE, type SignatureType, type VerifierKey } from "./verifier-key.ts";

/** Whose signatures make a checkpoint of one log trustworthy. Checked by `checkPolicy` wherever it is used. */
export type CheckpointPolicy = {
  /** First line of the checkpoints, and name of the log keys. */
  readonly origin: string;
  /** Type 0x01; at least one of them must have signed. */
  readonly logKeys: readonly VerifierKey[];
  /** Type 0x04; more than two thirds of them must have cosigned. */
  readonly validators: readonly VerifierKey[];
  /** Type 0x04; at least `witnessQuorum` of them must have cosigned. */
  readonly witnesses: readonly VerifierKey[];
  readonly witnessQuorum: number;
};

export type PolicyError = {
  readonly code:
    | "POLICY_KEY_COUNT"
    | "POLICY_KEY_TYPE"
    | "POLICY_LOG_KEY_NAME"
    | "POLICY_DUPLICATE_KEY"
    | "POLICY_WITNESS_QUORUM";
};

export type VerifiedCheckpoint = {
  readonly checkpoint: Checkpoint;
  readonly logSigners: readonly Signer[];
  readonly validators: readonly Signer[];
  readonly witnesses: readonly Signer[];
};

export type VerifyCheckpointError =
  | PolicyError
  | OpenNoteError
  | CheckpointError
  | {
      readonly code:
        | "ORIGIN_MISMATCH"
        | "LOG_SIGNATURE_MISSING"
        | "VALIDATOR_QUORUM_MISSING"
        | "WITNESS_QUORUM_MISSING";
    };

/**
 * Refuses policies that could count one party twice or be met by nobody: 1…50 log keys named as the origin, 1…50
 * validators, 0…50 witnesses; cosigners with pairwise distinct public keys (C2SP tlog-policy), log keys too.
 * A log key and a cosigner key may be the same: no checkpoint starts like the message of a cosignature.
 */
export function checkPolicy(policy: CheckpointPolicy): Result<undefined, PolicyError> {
  const { origin, logKeys, validators, witnesses, witnessQuorum } = policy;
  const isCount = (keys: readonly VerifierKey[], least: number): boolean =>
    keys.length >= least && keys.length <= MAX_POLICY_KEYS;
  if (!isCount(logKeys, 1) || !isCount(validators, 1) || !isCount(witnesses, 0)) {
    return err({ code: "POLICY_KEY_COUNT" });
  }
  const cosigners = [...validators, ...witnesses];
  const areAll = (keys: readonly VerifierKey[], type: SignatureType): boolean =>
    keys.every((key) => key.type === type);
  if (!areAll(logKeys, LOG_SIGNATURE) || !areAll(cosigners, COSIGNATURE)) {
    return err({ code: "POLICY_KEY_TYPE" });
  }
  if (!logKeys.every((key) => key.name === origin)) return err({ code: "POLICY_LOG_KEY_NAME" });
  const publicKey = (key: VerifierKey): string => toHex(key.publicKey);
  const label = (key: VerifierKey): string => `${key.name}+${toHex(key.id)}`;
  if (
    !areDistinct(logKeys.map(publicKey)) ||
    !areDistinct(cosigners.map(publicKey)) ||
    // Two keys whose lines cannot be told apart: ids have 32 bits only.
    !areDistinct([...logKeys, ...cosigners].map(label))
  ) {
    return err({ code: "POLICY_DUPLICATE_KEY" });
  }
  const isQuorum =
    Number.isSafeInteger(witnessQuorum) && witnessQuorum >= 0 && witnessQuorum <= witnesses.length;
  return isQuorum ? ok(undefined) : err({ code: "POLICY_WITNESS_QUORUM" });
}

const areDistinct = (labels: readonly string[]): boolean => new Set(labels).size === labels.length;

/** True if `signers` distinct validators of `validators` are more than two thirds. */
export const isValidatorQuorum = (signers: number, validators: number): boolean =>
  3 * signers > 2 * validators;

/** Checks a checkpoint note against a policy (§07.4.1); what is returned was signed by the quorum it names. */
export function verifyCheckpoint(
  note: Bytes,
  policy: CheckpointPolicy,
  verify: VerifyEd25519,
): Result<VerifiedCheckpoint, VerifyCheckpointError> {
  const sound = checkPolicy(policy);
  if (!sound.ok) return sound;
  const opened = openNote(note, [...policy.logKeys, ...policy.validators, ...policy.witnesses], verify);
  if (!opened.ok) return opened;
  const checkpoint = parseCheckpoint(opened.value.text);
  if (!checkpoint.ok) return checkpoint;
  if (checkpoint.value.origin !== policy.origin) return err({ code: "ORIGIN_MISMATCH" });
  const among = (keys: readonly VerifierKey[]): readonly Signer[] =>
    opened.value.signers.filter((signer) => keys.includes(signer.key));
  const logSigners = among(policy.logKeys);
  const validators = among(policy.validators);
  const witnesses = among(policy.witnesses);
  if (logSigners.length === 0) return err({ code: "LOG_SIGNATURE_MISSING" });
  if (!isValidatorQuorum(validators.length, policy.validators.length)) {
    return err({ code: "VALIDATOR_QUORUM_MISSING" });
  }
  if (witnesses.length < policy.witnessQuorum) return err({ code: "WITNESS_QUORUM_MISSING" });
  return ok({ checkpoint: checkpoint.value, logSigners, validators, witnesses });
}
