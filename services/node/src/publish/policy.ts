import { expectOk } from "@veche/base";
import type { Manifest } from "@veche/election";
import {
  type CheckpointPolicy,
  COSIGNATURE,
  LOG_SIGNATURE,
  type VerifierKey,
  verifierKey,
} from "@veche/tlog";

/** Whose signatures a checkpoint of the election needs (§07.4.1). The manifest has passed §02.2. */
export function policyOf(manifest: Manifest): CheckpointPolicy {
  const { origin, validators, witnesses } = manifest;
  const cosigner = ({ name, key }: { readonly name: string; readonly key: Uint8Array }): VerifierKey =>
    expectOk(verifierKey(name, COSIGNATURE, key), "a manifest's key");
  return {
    origin,
    logKeys: validators.map(({ logKey }) =>
      expectOk(verifierKey(origin, LOG_SIGNATURE, logKey), "a manifest's log key"),
    ),
    validators: validators.map(cosigner),
    witnesses: witnesses.members.map(cosigner),
    witnessQuorum: witnesses.quorum,
  };
}
