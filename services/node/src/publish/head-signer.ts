import { assert, type Bytes, type Clock, equalBytes } from "@veche/base";
import type { Validator } from "@veche/election";
import {
  type CheckpointPolicy,
  cosignNote,
  formatCheckpoint,
  type Note,
  signNote,
  type TreeHead,
  type VerifierKey,
} from "@veche/tlog";
import type { NodeKeys } from "../home/keys.ts";
import { ed25519Signer, type Sign } from "../home/signing.ts";

/** What a validator says of a head: the checkpoint with its log signature (§07.3.2) and its cosignature (§07.3.3). */
export class HeadSigner {
  readonly policy: CheckpointPolicy;
  /** Whose cosignatures these are. */
  readonly validatorKey: VerifierKey;
  readonly #logKey: VerifierKey;
  readonly #clock: Clock;
  readonly #signAsLog: Sign;
  readonly #signAsValidator: Sign;

  constructor(policy: CheckpointPolicy, validator: Validator, keys: NodeKeys, clock: Clock) {
    this.policy = policy;
    this.validatorKey = keyAmong(policy.validators, validator.key);
    this.#logKey = keyAmong(policy.logKeys, validator.logKey);
    this.#clock = clock;
    this.#signAsLog = ed25519Signer(keys.log);
    this.#signAsValidator = ed25519Signer(keys.validator);
  }

  sign({ size, root }: TreeHead): Note {
    const text = formatCheckpoint({ origin: this.policy.origin, size, root });
    const seconds = Math.max(1, Math.floor(this.#clock() / 1000));
    return {
      text,
      signatures: [
        signNote(text, this.#logKey, this.#signAsLog),
        cosignNote(text, this.validatorKey, seconds, this.#signAsValidator),
      ],
    };
  }
}

function keyAmong(keys: readonly VerifierKey[], publicKey: Bytes): VerifierKey {
  const key = keys.find((one) => equalBytes(one.publicKey, publicKey));
  assert(key !== undefined, "the validator stands in the manifest");
  return key;
}
