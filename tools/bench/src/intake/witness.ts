import { BugError, type Bytes, type Clock, expectOk, utf8 } from "@veche/base";
import type { Manifest } from "@veche/election";
import { signEd25519, verifyEd25519Strict } from "@veche/group";
import type { Cosign } from "@veche/node";
import {
  answerAddCheckpoint,
  COSIGNATURE,
  emptyRoot,
  formatAddCheckpoint,
  LOG_SIGNATURE,
  type TreeHead,
  type VerifierKey,
  verifierKey,
} from "@veche/tlog";

/** The manifest's one witness, in the node's own process: its cost is part of what intake costs. */
export function localWitness(manifest: Manifest, secret: Bytes, clock: Clock): Cosign {
  const [member] = manifest.witnesses.members;
  if (member === undefined) throw new BugError("the elections of the bench have a witness");
  const logKeys = manifest.validators.map(({ logKey }) => keyOf(manifest.origin, LOG_SIGNATURE, logKey));
  const key = keyOf(member.name, COSIGNATURE, member.key);
  const sign = (message: Bytes): Bytes => signEd25519(secret, message);
  let latest: TreeHead = { size: 0, root: emptyRoot() };
  return async ({ note, proofFrom }) => {
    const proof = latest.size === 0 ? [] : proofFrom(latest.size);
    const body = formatAddCheckpoint({ oldSize: latest.size, proof, checkpoint: note });
    const witness = { key, sign, verify: verifyEd25519Strict, time: Math.floor(clock() / 1_000) };
    const answer = answerAddCheckpoint(body, witness, () => ({ logKeys, latest }));
    if (answer.status !== 200) throw new BugError(`the witness refused: ${answer.code}`);
    latest = answer.latest;
    return [utf8(answer.body)];
  };
}

const keyOf = (...key: Parameters<typeof verifierKey>): VerifierKey =>
  expectOk(verifierKey(...key), "a key of the manifest");
