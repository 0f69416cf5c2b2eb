import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { type Bytes, encodeCbor, sha256, toHex } from "@veche/base";
import type { ElectionPaths } from "../store/election-store.ts";
import { syncFolder, writeWhole } from "../store/files.ts";

/** Two checkpoints of one size and origin with different roots, each with signatures by keys of the manifest. */
export type Fork = { readonly electionId: Bytes; readonly ours: Bytes; readonly theirs: Bytes };

/** A validator that signs whatever it likes must not fill the disk: the first ones prove as much as all. */
const FILES_MAX = 100;

/**
 * Keeps the proof of a fork: CBOR map {election, ours, theirs}, the two notes as they came; named by SHA-256 of theirs. Anyone with
 * the manifest can check it. True if it is a new one and was kept.
 */
export async function keepFork(paths: ElectionPaths, fork: Fork): Promise<boolean> {
  await mkdir(paths.evidence, { recursive: true });
  const name = `fork-${toHex(sha256(fork.theirs))}.cbor`;
  const present = (await readdir(paths.evidence)).filter((file) => file.startsWith("fork-"));
  if (present.includes(name) || present.length >= FILES_MAX) return false;
  const bytes = encodeCbor({ election: fork.electionId, ours: fork.ours, theirs: fork.theirs });
  await writeWhole(join(paths.evidence, name), bytes, { temporary: paths.temporary, durable: true });
  await syncFolder(paths.evidence);
  return true;
}
