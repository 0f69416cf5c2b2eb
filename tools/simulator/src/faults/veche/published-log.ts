import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { BugError, type Bytes, expectOk } from "@veche/base";
import { decodeManifest, type Manifest } from "@veche/election";
import { decodeEntry, decodeTransaction } from "@veche/ledger";
import { decodeEntryBundle, parseCheckpoint, parseNote, TILE_WIDTH, tilePath } from "@veche/tlog";

/** What a stopped node has published of its one election. */
export type PublishedLog = {
  /** The checkpoint as it stands, with all its signatures. */
  readonly note: Bytes;
  readonly entries: readonly Bytes[];
  readonly manifest: Manifest;
};

/** Nothing if it has published nothing. */
export async function publishedLog(home: string): Promise<PublishedLog | undefined> {
  const folder = await publishedFolder(home);
  if (folder === undefined) return undefined;
  const file = (path: string): Promise<Bytes> => bytesOf(join(folder, path));
  const note = await file("checkpoint");
  const size = sizeIn(note);
  const entries: Bytes[] = [];
  for (let first = 0; first < size; first += TILE_WIDTH) {
    const width = Math.min(TILE_WIDTH, size - first);
    const path = tilePath({ level: "entries", index: first / TILE_WIDTH, width });
    entries.push(...expectOk(decodeEntryBundle(await file(path), width), "a bundle"));
  }
  return { note, entries, manifest: definitionIn(entries) };
}

/** Of a node that may be running: a checkpoint is replaced as a whole. */
export async function publishedSize(home: string): Promise<number> {
  const folder = await publishedFolder(home);
  return folder === undefined ? 0 : sizeIn(await bytesOf(join(folder, "checkpoint")));
}

async function publishedFolder(home: string): Promise<string | undefined> {
  const elections = join(home, "elections");
  const [election] = existsSync(elections) ? await readdir(elections) : [];
  const folder = join(elections, election ?? "", "public");
  return election !== undefined && existsSync(join(folder, "checkpoint")) ? folder : undefined;
}

const bytesOf = async (file: string): Promise<Bytes> => new Uint8Array(await readFile(file));

function sizeIn(note: Bytes): number {
  const { text } = expectOk(parseNote(note), "a checkpoint");
  return expectOk(parseCheckpoint(text), "a checkpoint").size;
}

/** A log of such a small election begins with its definition. */
function definitionIn([first]: readonly Bytes[]): Manifest {
  if (first === undefined) throw new BugError("a published log without entries");
  const { transaction } = expectOk(decodeEntry(first), "an entry");
  const { body } = expectOk(decodeTransaction(transaction), "a transaction");
  const { manifest } = body as { readonly manifest?: Bytes };
  if (manifest === undefined) throw new BugError("a log that does not begin with its definition");
  return expectOk(decodeManifest(manifest), "the manifest");
}
