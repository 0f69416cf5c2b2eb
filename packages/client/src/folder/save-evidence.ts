import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Bytes, concat, sha256, toHex } from "@veche/base";
import { type Evidence, evidenceFiles } from "../log-faults.ts";
import { syncFolder, writeFileAtomically } from "./atomic-write.ts";

/** Writes evidence into a folder of its own below `folder`, named by its content, and returns that folder. */
export async function saveEvidence(folder: string, electionId: Bytes, evidence: Evidence): Promise<string> {
  const files = evidenceFiles(electionId, evidence);
  const name = toHex(sha256(concat(...files.map(({ bytes }) => sha256(bytes))))).slice(0, 16);
  const place = join(folder, `${evidence.kind.toLowerCase().replace("_", "-")}-${name}`);
  await mkdir(place, { recursive: true, mode: 0o700 });
  for (const file of files) await writeFileAtomically(join(place, file.name), file.bytes);
  await syncFolder(folder);
  return place;
}
