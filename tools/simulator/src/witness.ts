import { BugError, type Bytes, expectOk, utf8 } from "@veche/base";
import type { ViewStorage } from "@veche/client";
import type { Manifest } from "@veche/election";
import { signEd25519, verifyEd25519Strict } from "@veche/group";
import type { Cosign } from "@veche/node";
import {
  answerAddCheckpoint,
  COSIGNATURE,
  emptyRoot,
  formatAddCheckpoint,
  LOG_SIGNATURE,
  parseCheckpoint,
  parseNote,
  type TreeHead,
  type VerifierKey,
  verifierKey,
} from "@veche/tlog";
import type { SimulatedKey } from "./parties.ts";

/**
 * A witness after C2SP in this process: it cosigns only what extends what it cosigned last, and keeps that durably before it
 * answers, so that another process goes on where this one was killed.
 */
export async function simulatedWitness(
  manifest: Manifest,
  { secret, member }: SimulatedKey,
  storage: ViewStorage,
  clock: () => number,
): Promise<Cosign> {
  const logKeys = manifest.validators.map(
    ({ logKey }): VerifierKey => keyOf(manifest.origin, LOG_SIGNATURE, logKey),
  );
  const key = keyOf(member.name, COSIGNATURE, member.key);
  let latest = headOf((await storage.load()).checkpoint);
  return async ({ note, proofFrom }): Promise<readonly Bytes[]> => {
    const proof = latest.size === 0 ? [] : proofFrom(latest.size);
    const body = formatAddCheckpoint({ oldSize: latest.size, proof, checkpoint: note });
    const witness = {
      key,
      sign: (message: Bytes) => signEd25519(secret, message),
      verify: verifyEd25519Strict,
      time: Math.floor(clock() / 1_000),
    };
    const answer = answerAddCheckpoint(body, witness, () => ({ logKeys, latest }));
    if (answer.status !== 200) throw new BugError(`the witness refused: ${answer.code}`);
    await storage.commit(note);
    latest = answer.latest;
    return [utf8(answer.body)];
  };
}

function headOf(note: Bytes | undefined): TreeHead {
  if (note === undefined) return { size: 0, root: emptyRoot() };
  const { text } = expectOk(parseNote(note), "a checkpoint that the witness kept");
  const { size, root } = expectOk(parseCheckpoint(text), "a checkpoint that the witness kept");
  return { size, root };
}

const keyOf = (...key: Parameters<typeof verifierKey>): VerifierKey =>
  expectOk(verifierKey(...key), "a key of the manifest");
