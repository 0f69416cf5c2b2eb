import { type Bytes, err, ok, type Result } from "@veche/base";
import { parseCheckpoint, parseNote } from "@veche/tlog";
import { downloadEntries } from "./download.ts";
import { ManifestFinder } from "./manifest-finder.ts";
import type { LinkError, NodeLink } from "./node-link.ts";

/** Before `define` there can be nothing but its parts (§06.5): a few for each organisation that may try. */
const SEARCHED_ENTRIES_MAX = 5_000;

/** The manifest's bytes from entries in order. */
export async function manifestIn(
  entries: AsyncIterable<readonly Bytes[]>,
  electionId: Bytes,
): Promise<Bytes | undefined> {
  const finder = new ManifestFinder(electionId);
  let searched = 0;
  for await (const batch of entries) {
    for (const entry of batch) {
      const manifest = finder.offer(entry);
      if (manifest !== undefined) return manifest;
    }
    searched += batch.length;
    if (searched >= SEARCHED_ENTRIES_MAX) return undefined;
  }
  return undefined;
}

/**
 * The manifest's bytes from a node's log, recognised by their hash. The checkpoint cannot be verified before: the keys for it stand in
 * the manifest.
 */
export async function findManifest(
  link: NodeLink,
  checkpointNote: Bytes,
  electionId: Bytes,
): Promise<
  Result<
    Bytes,
    LinkError | { readonly code: "CHECKPOINT_REFUSED" | "MANIFEST_MISSING"; readonly reason: string }
  >
> {
  const note = parseNote(checkpointNote);
  const checkpoint = note.ok ? parseCheckpoint(note.value.text) : note;
  if (!checkpoint.ok) return err({ code: "CHECKPOINT_REFUSED", reason: checkpoint.error.code });
  let failure: LinkError | undefined;
  const entries = async function* (): AsyncGenerator<readonly Bytes[]> {
    for await (const batch of downloadEntries(link, 0, checkpoint.value.size)) {
      if (batch.ok) yield batch.value;
      else failure = batch.error;
    }
  };
  const manifest = await manifestIn(entries(), electionId);
  if (manifest !== undefined) return ok(manifest);
  return err(failure ?? { code: "MANIFEST_MISSING", reason: "no manifest of this electionId in the log" });
}
