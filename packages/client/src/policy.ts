import { expectOk } from "@veche/base";
import type { Manifest } from "@veche/election";
import {
  type CheckpointPolicy,
  COSIGNATURE,
  LOG_SIGNATURE,
  type VerifierKey,
  verifierKey,
} from "@veche/tlog";

/**
 * §07.4.1: whose signatures make a checkpoint of this election's log trustworthy. The manifest has passed §02.2, so its names and
 * keys have the forms that the note format asks for.
 */
export function policyOf(manifest: Manifest): CheckpointPolicy {
  const { origin, validators, witnesses } = manifest;
  const cosigner = ({ name, key }: { readonly name: string; readonly key: Uint8Array }): VerifierKey =>
    expectOk(verifierKey(name, COSIGNATURE, key), `key of ${name}`);
  return {
    origin,
    logKeys: validators.map(({ logKey }) => expectOk(verifierKey(origin, LOG_SIGNATURE, logKey), "log key")),
    validators: validators.map(cosigner),
    witnesses: witnesses.members.map(cosigner),
    witnessQuorum: witnesses.quorum,
  };
}
