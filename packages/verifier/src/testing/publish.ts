import { type Bytes, concat, sha256, toBase64, u8, u16, u64, utf8 } from "@veche/base";
import { leafHash, type Tile, TreeBuilder } from "../log/merkle.ts";
import { FULL_WIDTH, tilePath } from "../log/tile-path.ts";
import { publicKeyOf, signAs } from "./parties.ts";

export type NoteSigner = {
  /** Name of the test party whose key signs. */
  readonly party: string;
  readonly name: string;
  readonly type: 1 | 4;
};

const SECONDS = 1_700_010_000;

export function signatureLine(signer: NoteSigner, text: string): string {
  const keyId = sha256(concat(utf8(signer.name), u8(0x0a), u8(signer.type), publicKeyOf(signer.party))).slice(
    0,
    4,
  );
  const body =
    signer.type === 1
      ? signAs(signer.party, utf8(text))
      : concat(u64(SECONDS), signAs(signer.party, utf8(`cosignature/v1\ntime ${SECONDS}\n${text}`)));
  return `\u2014 ${signer.name} ${toBase64(concat(keyId, body))}\n`;
}

export function makeCheckpoint(
  origin: string,
  size: number,
  root: Bytes,
  signers: readonly NoteSigner[],
): string {
  const text = `${origin}\n${size}\n${toBase64(root)}\n`;
  return `${text}\n${signers.map((signer) => signatureLine(signer, text)).join("")}`;
}

/** The signers of a good checkpoint of the test manifest. */
export const ALL_SIGNERS: readonly NoteSigner[] = [
  { party: "log", name: "veche.example/test", type: 1 },
  { party: "validator", name: "validator.example", type: 4 },
  { party: "witness", name: "witness.example", type: 4 },
];

export function treeOf(entries: readonly Bytes[]): {
  readonly tree: TreeBuilder;
  readonly tiles: readonly Tile[];
} {
  const tree = new TreeBuilder();
  const full = entries.flatMap((entry) => tree.append(leafHash(entry)));
  return { tree, tiles: [...full, ...tree.partialTiles()] };
}

export const rootOf = (entries: readonly Bytes[]): Bytes => treeOf(entries).tree.root();

/** The files of a record (chapter 09) that has these entries. */
export function publish(
  entries: readonly Bytes[],
  origin: string,
  signers: readonly NoteSigner[],
): Map<string, Bytes> {
  const files = new Map<string, Bytes>();
  const { tree, tiles } = treeOf(entries);
  for (const { level, index, hashes } of tiles) {
    files.set(tilePath({ level, index, width: hashes.length / 32 }), hashes);
  }
  for (let index = 0; FULL_WIDTH * index < entries.length; index++) {
    const bundle = entries.slice(FULL_WIDTH * index, FULL_WIDTH * (index + 1));
    const path = tilePath({ level: "entries", index, width: bundle.length });
    files.set(path, concat(...bundle.flatMap((entry) => [u16(entry.length), entry])));
  }
  files.set("checkpoint", utf8(makeCheckpoint(origin, entries.length, tree.root(), signers)));
  return files;
}

/** Inclusion proof of an entry, by plain recursion over the definition (RFC 6962 §2.1.1). */
export function inclusionPath(entries: readonly Bytes[], index: number): readonly Bytes[] {
  if (entries.length <= 1) return [];
  let split = 1;
  while (2 * split < entries.length) split *= 2;
  const [left, right] = [entries.slice(0, split), entries.slice(split)];
  return index < split
    ? [...inclusionPath(left, index), rootOf(right)]
    : [...inclusionPath(right, index - split), rootOf(left)];
}

/** A receipt (§07.5) for an entry under a checkpoint over the entries. */
export function makeReceipt(
  entries: readonly Bytes[],
  index: number,
  origin: string,
  signers: readonly NoteSigner[] = ALL_SIGNERS,
): string {
  const lines = [
    "c2sp.org/tlog-proof@v1",
    `extra ${toBase64(entries[index] ?? new Uint8Array(0))}`,
    `index ${index}`,
    ...inclusionPath(entries, index).map(toBase64),
  ];
  return `${lines.join("\n")}\n\n${makeCheckpoint(origin, entries.length, rootOf(entries), signers)}`;
}
