import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Bytes, expectOk, toHex } from "@veche/base";
import { type Known, policyOf, type ViewStorage } from "@veche/client";
import type { Manifest } from "@veche/election";
import { resultBytes } from "@veche/ledger";
import {
  EMPTY_TILE_EDGE,
  encodeEntryBundle,
  formatNote,
  growTiles,
  leafHash,
  type NoteSignature,
  parseNote,
  TILE_WIDTH,
  type Tile,
  tilePath,
} from "@veche/tlog";
import { writeNewFolder } from "../files/write.ts";

/**
 * The record of an election (§09) from the own view: tiles made anew from the entries that were verified, so nothing of it is on
 * a node's word.
 */
export async function writeRecord(folder: string, storage: ViewStorage, known: Known): Promise<void> {
  await writeNewFolder(folder, "public", async (temporary) => {
    const write = (path: string, bytes: Bytes) => writeInside(temporary, path, bytes);
    await writeTiles(storage, known.checkpoint.size, (tile) => write(tilePath(tile), tile.bytes));
    const result = resultBytes(known.view);
    if (result !== undefined) await write("result.cbor", result);
    await write("checkpoint", knownSignatures(known.checkpoint.note, known.election.manifest));
  });
}

async function writeTiles(
  storage: ViewStorage,
  size: number,
  write: (tile: Tile) => Promise<void>,
): Promise<void> {
  let edge = EMPTY_TILE_EDGE;
  let last = new Map<string, Tile>();
  let bundle: Bytes[] = [];
  const flush = async (): Promise<void> => {
    if (bundle.length === 0) return;
    const index = Math.floor(edge.size / TILE_WIDTH);
    await write({ level: "entries", index, width: bundle.length, bytes: encodeEntryBundle(bundle) });
    const grown = growTiles(edge, bundle.map(leafHash));
    // Partial tiles of smaller sizes are left out: only those that nothing replaces are written, at the end.
    for (const tile of grown.tiles.filter(({ width }) => width === TILE_WIDTH)) await write(tile);
    last = new Map([
      ...[...last].filter(([level]) => !grown.tiles.some((tile) => String(tile.level) === level)),
      ...grown.tiles
        .filter(({ width }) => width < TILE_WIDTH)
        .map((tile) => [String(tile.level), tile] as const),
    ]);
    edge = grown.edge;
    bundle = [];
  };
  for await (const entries of storage.read(0, size)) {
    for (const entry of entries) {
      bundle.push(entry);
      if (bundle.length === TILE_WIDTH) await flush();
    }
  }
  await flush();
  for (const tile of last.values()) await write(tile);
}

/** §09.2: in a record every signature is by a key of the manifest, each key once. */
function knownSignatures(note: Bytes, manifest: Manifest): Bytes {
  const { text, signatures } = expectOk(parseNote(note), "an accepted checkpoint");
  const { logKeys, validators, witnesses } = policyOf(manifest);
  const labels = new Set([...logKeys, ...validators, ...witnesses].map(labelOf));
  const kept = new Map<string, NoteSignature>();
  for (const signature of signatures) {
    const label = labelOf(signature);
    if (labels.has(label) && !kept.has(label)) kept.set(label, signature);
  }
  return formatNote({ text, signatures: [...kept.values()] });
}

const labelOf = ({ name, id }: { readonly name: string; readonly id: Bytes }): string =>
  `${name}+${toHex(id)}`;

async function writeInside(folder: string, path: string, bytes: Bytes): Promise<void> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, bytes, { flag: "wx", flush: true });
}
