import { type Bytes, equalBytes } from "@veche/base";
import type { Manifest, Validator } from "@veche/election";
import { ed25519PublicKey } from "@veche/group";

/** The node's Ed25519 secret keys, 32 bytes each, handed in by whoever decrypted them. There is no default. */
export type NodeKeys = {
  /** Signs checkpoints under the log's origin, and promises (`logKey` of §02.1). */
  readonly log: Bytes;
  /** Cosigns checkpoints (`key` of §02.1). */
  readonly validator: Bytes;
};

/** Which validator of the manifest this node is; nothing if it is none. */
export function validatorOf(manifest: Manifest, keys: NodeKeys): Validator | undefined {
  const logKey = ed25519PublicKey(keys.log);
  const key = ed25519PublicKey(keys.validator);
  return manifest.validators.find(
    (validator) => equalBytes(validator.key, key) && equalBytes(validator.logKey, logKey),
  );
}
