import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assert, type Bytes, expectOk } from "@veche/base";
import { ed25519PublicKey } from "@veche/group";
import { NodeWitness, silentLogger } from "@veche/node";
import {
  COSIGNATURE,
  formatAddCheckpoint,
  LOG_SIGNATURE,
  leafHash,
  nodeHash,
  proveConsistency,
  verifierKey,
} from "@veche/tlog";
import { seededRandom } from "../../seeded-random.ts";
import type { Home } from "../chain-under-test.ts";
import { type PublishedLog, publishedLog } from "./published-log.ts";

const OK = 200;

/**
 * What a witness (C2SP tlog-witness) that has cosigned the checkpoint of one stopped validator says to that of another, with the best proof
 * there is: 200 if one log extends the other; 409 or 422 if they have forked. Nothing if one of them has published nothing.
 */
export async function statusAtWitness(one: Home, other: Home): Promise<number | undefined> {
  const logs = await Promise.all([one, other].map(({ folder }) => publishedLog(folder)));
  const [shorter, longer] = logs.toSorted((a, b) => (a?.entries.length ?? 0) - (b?.entries.length ?? 0));
  if (shorter === undefined || longer === undefined) return undefined;
  const folder = await mkdtemp(join(tmpdir(), "veche-witness-"));
  const witness = await openWitness(folder, shorter);
  try {
    const first = await witness.addCheckpoint(
      formatAddCheckpoint({ oldSize: 0, proof: [], checkpoint: shorter.note }),
    );
    assert(first.status === OK, "a witness that knows nothing takes what a validator has signed");
    const oldSize = shorter.entries.length;
    const second = await witness.addCheckpoint(
      formatAddCheckpoint({ oldSize, proof: proofFrom(oldSize, longer), checkpoint: longer.note }),
    );
    return second.status;
  } finally {
    await witness.close();
    await rm(folder, { recursive: true });
  }
}

async function openWitness(folder: string, { manifest }: PublishedLog): Promise<NodeWitness> {
  const secretKey = seededRandom("faults", "witness")(32);
  const key = expectOk(verifierKey("witness.example", COSIGNATURE, ed25519PublicKey(secretKey)), "a name");
  const logs = manifest.validators.map(({ logKey }) =>
    expectOk(verifierKey(manifest.origin, LOG_SIGNATURE, logKey), "a validator's log key"),
  );
  const options = { folder, key, secretKey, logs, clock: Date.now, logger: silentLogger };
  return expectOk(await NodeWitness.open(options), "a new witness");
}

function proofFrom(oldSize: number, { entries }: PublishedLog): readonly Bytes[] {
  const leaves = entries.map(leafHash);
  const read = (level: number, index: number): Bytes | undefined => {
    if (level === 0) return leaves[index];
    const [left, right] = [read(level - 1, 2 * index), read(level - 1, 2 * index + 1)];
    return left === undefined || right === undefined ? undefined : nodeHash(left, right);
  };
  return expectOk(proveConsistency(oldSize, entries.length, read), "all leaves are at hand");
}
