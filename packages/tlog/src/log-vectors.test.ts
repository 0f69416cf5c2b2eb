import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { type Bytes, expectOk, type Result, sha256, toHex, utf8 } from "@veche/base";
import { hex, NaiveTree, signerOf, verify } from "./fixtures.test.ts";
import {
  appendLeaves,
  type CheckpointPolicy,
  COSIGNATURE,
  changedEntryBundles,
  changedHashTiles,
  cosignNote,
  decodeEntryBundle,
  EMPTY_FRONTIER,
  EMPTY_TILE_EDGE,
  encodeEntryBundle,
  formatCheckpoint,
  formatNote,
  formatSignatureLine,
  formatTlogProof,
  formatVkey,
  frontierRoot,
  growTiles,
  LOG_SIGNATURE,
  leafHash,
  nodeHash,
  parseNote,
  parseTilePath,
  parseTlogProof,
  parseVkey,
  proveConsistency,
  proveInclusion,
  type Signer,
  sameSigner,
  signNote,
  type TileRef,
  tilePath,
  type VerifiedCheckpoint,
  type VerifierKey,
  verifierKey,
  verifyCheckpoint,
  verifyConsistency,
  verifyInclusion,
  verifyReceipt,
} from "./index.ts";
import { hashesAtTileLevel } from "./tile-layout.ts";

/** The specification's vectors for chapters 07 and 09; the file says what its fields are. */
type Expected = { readonly expect: string };
type Named = Expected & { readonly name: string };
type Pieces = readonly (readonly [string, number])[];
type Cosigner = { readonly index: number; readonly seconds: number };
type NamedKey = { readonly key: string; readonly name: string };
type Manifest = {
  readonly origin: string;
  readonly validators: readonly (NamedKey & { readonly logKey: string })[];
  readonly witnesses: { readonly members: readonly NamedKey[]; readonly quorum: number };
};
type LogVectors = {
  readonly fields: Readonly<Record<string, string>>;
  readonly codes: Readonly<Record<string, string>>;
  readonly leaves: readonly { readonly name: string; readonly entry: string; readonly hash: string }[];
  readonly nodes: readonly { readonly left: string; readonly right: string; readonly hash: string }[];
  readonly roots: readonly { readonly size: number; readonly root: string }[];
  readonly tilePaths: readonly (Expected & TileRef & { readonly path: string })[];
  readonly tiles: readonly {
    readonly size: number;
    readonly path: string;
    readonly length: number;
    readonly sha256: string;
    readonly bytes?: string;
  }[];
  readonly bundles: readonly (Named & {
    readonly width: number;
    readonly bundle: Pieces;
    readonly leafHashes: readonly string[];
  })[];
  readonly recordFiles: readonly { readonly size: number; readonly needed: readonly string[] }[];
  readonly recordDigest: { readonly size: number; readonly count: number; readonly sha256: string };
  readonly recordPaths: readonly (Expected & { readonly size: number; readonly path: string })[];
  readonly inclusion: readonly (Named & {
    readonly index: number;
    readonly size: number;
    readonly leafHash: string;
    readonly root: string;
    readonly proof: readonly string[];
  })[];
  readonly consistency: readonly (Named & {
    readonly oldSize: number;
    readonly newSize: number;
    readonly oldRoot: string;
    readonly newRoot: string;
    readonly proof: readonly string[];
  })[];
  readonly parties: readonly {
    readonly party: string;
    readonly seed: string;
    readonly publicKey: string;
  }[];
  readonly keys: readonly (Named & {
    readonly type: typeof LOG_SIGNATURE | typeof COSIGNATURE;
    readonly publicKey: string;
    readonly keyId: string;
    readonly vkey: string;
  })[];
  readonly signatures: readonly {
    readonly party: string;
    readonly text: string;
    readonly seconds?: number;
    readonly message: string;
    readonly line: string;
  }[];
  readonly manifests: Readonly<Record<string, Manifest>>;
  readonly checkpoints: readonly (Named & {
    readonly manifest: string;
    readonly note?: string;
    readonly noteHex?: string;
    readonly size: number;
    readonly root: string;
    readonly logs: readonly number[];
    readonly validators: readonly Cosigner[];
    readonly witnesses: readonly Cosigner[];
    readonly record: string;
  })[];
  readonly receipts: readonly (Named & {
    readonly manifest: string;
    readonly receipt?: string;
    readonly receiptHex?: string;
    readonly index: number;
    readonly entry: string;
    readonly size: number;
    readonly root: string;
  })[];
};

const stored = readFileSync(new URL("../../../spec/vectors/log.json", import.meta.url), "utf8");
const vectors = JSON.parse(stored) as LogVectors;

const entryOf = (index: number): Bytes => utf8(`entry ${index}`);
const LEAVES = Array.from({ length: 70_000 }, (_, index) => leafHash(entryOf(index)));
const TREE = new NaiveTree(LEAVES);
const joined = (pieces: Pieces): Bytes => hex(pieces.map(([piece, times]) => piece.repeat(times)).join(""));
const outcome = (result: Result<unknown, { readonly code: string }>): string =>
  result.ok ? "RIGHT" : result.error.code;
const isRight = ({ expect }: Expected): boolean => expect === "RIGHT";

test("the stored vectors are those that the script writes", () => {
  const root = fileURLToPath(new URL("../../..", import.meta.url));
  const script = "packages/tlog/scripts/make-log-vectors.ts";
  const options = ["--conditions=source", "--import", "tsx", script, "--print"];
  const made = spawnSync(process.execPath, options, { cwd: root, encoding: "utf8", maxBuffer: 1e8 });
  assert.equal(made.stderr, "");
  assert.ok(made.stdout === stored, "run the script and look at the difference");
});

test("the file explains its fields and codes, and two fifths of what it judges is wrong", () => {
  const groups = Object.entries(vectors).filter(([name]) => !/^(description|fields|codes)$/.test(name));
  assert.deepEqual(
    groups.map(([name]) => name),
    Object.keys(vectors.fields),
  );
  const { tilePaths, bundles, recordPaths, inclusion, consistency, keys, checkpoints, receipts } = vectors;
  const judged = [tilePaths, bundles, recordPaths, inclusion, consistency, keys, checkpoints, receipts];
  for (const group of judged) {
    assert.ok(5 * group.filter((one) => !isRight(one)).length >= 2 * group.length);
    assert.ok(group.some(isRight) || group === recordPaths);
  }
  const verdicts = [...judged.flat().map(({ expect }) => expect), ...checkpoints.map(({ record }) => record)];
  const codes = new Set(verdicts.filter((code) => code !== undefined));
  for (const verdict of ["RIGHT", "NEEDED", "ALLOWED"]) assert.ok(codes.delete(verdict), verdict);
  assert.deepEqual([...codes].sort(), Object.keys(vectors.codes).sort());
});

test("§07.1.1 vectors of hashes and roots", () => {
  for (const { name, entry, hash } of vectors.leaves) assert.equal(toHex(leafHash(hex(entry))), hash, name);
  for (const { left, right, hash } of vectors.nodes)
    assert.equal(toHex(nodeHash(hex(left), hex(right))), hash);
  for (const { size, root } of vectors.roots) {
    assert.equal(toHex(frontierRoot(appendLeaves(EMPTY_FRONTIER, LEAVES.slice(0, size)))), root, `${size}`);
    assert.equal(toHex(TREE.root(0, size)), root, `${size}`);
  }
  const { nodes, leaves } = vectors;
  assert.ok(nodes.every(({ hash }) => leaves.every((leaf) => leaf.hash !== hash)));
});

test("§07.2.1 vectors of tile paths, both ways", () => {
  for (const { path, expect, ...ref } of vectors.tilePaths) {
    const parsed = parseTilePath(path);
    assert.equal(outcome(parsed), expect, path);
    if (!parsed.ok) continue;
    assert.deepEqual(parsed.value, ref);
    assert.equal(tilePath(ref), path);
  }
});

const filesOf = (size: number): readonly TileRef[] => [
  ...changedHashTiles(0, size),
  ...changedEntryBundles(0, size),
];

test("§07.2.1 vectors of the contents of tiles and bundles", () => {
  for (const size of new Set(vectors.tiles.map((tile) => tile.size))) {
    const contents = new Map<string, Bytes>();
    const grown = growTiles(EMPTY_TILE_EDGE, LEAVES.slice(0, size));
    for (const tile of grown.tiles) contents.set(tilePath(tile), tile.bytes);
    for (const bundle of changedEntryBundles(0, size)) {
      const entries = Array.from({ length: bundle.width }, (_, i) => entryOf(256 * bundle.index + i));
      contents.set(tilePath(bundle), encodeEntryBundle(entries));
    }
    for (const tile of vectors.tiles.filter((one) => one.size === size)) {
      const bytes = contents.get(tile.path);
      assert.ok(bytes !== undefined, tile.path);
      assert.deepEqual([bytes.length, toHex(sha256(bytes))], [tile.length, tile.sha256], tile.path);
      assert.equal(tile.bytes ?? toHex(bytes), toHex(bytes));
    }
  }
});

test("§07.2.1 vectors of bundles", () => {
  for (const { name, width, bundle, leafHashes, expect } of vectors.bundles) {
    const decoded = decodeEntryBundle(joined(bundle), width);
    assert.equal(outcome(decoded), expect, name);
    if (!decoded.ok) continue;
    assert.deepEqual(
      decoded.value.map((entry) => toHex(leafHash(entry))),
      leafHashes,
      name,
    );
    assert.deepEqual(encodeEntryBundle(decoded.value), joined(bundle), name);
  }
});

/** §09.1 for tiles: what a log of this size has, or had when it was smaller. */
function placeInRecord(path: string, size: number): string {
  if (path === "checkpoint") return "NEEDED";
  if (path === "hints") return "ALLOWED";
  const parsed = parseTilePath(path);
  if (!parsed.ok) return "FILE_UNKNOWN";
  if (filesOf(size).some((ref) => tilePath(ref) === path)) return "NEEDED";
  const { level, index, width } = parsed.value;
  const hashes = hashesAtTileLevel(level === "entries" ? 0 : level, size);
  return 256 * index + width <= hashes ? "ALLOWED" : "FILE_UNKNOWN";
}

test("§09.1, §09.3 vectors of the files of a record", () => {
  const needed = (size: number): readonly string[] =>
    ["checkpoint", ...filesOf(size).map((ref) => tilePath(ref))].sort();
  for (const record of vectors.recordFiles) assert.deepEqual(needed(record.size), record.needed);
  const { size, count, sha256: digest } = vectors.recordDigest;
  const lines = needed(size).map((path) => `${path}\n`);
  assert.deepEqual([lines.length, toHex(sha256(utf8(lines.join(""))))], [count, digest]);
  for (const one of vectors.recordPaths) {
    assert.equal(placeInRecord(one.path, one.size), one.expect, `${one.path} of ${one.size}`);
  }
});

test("§07.1.1 vectors of inclusion proofs; the small ones are made here again", () => {
  for (const { name, index, size, proof, expect, ...rest } of vectors.inclusion) {
    const claim = { index, size, leafHash: hex(rest.leafHash), root: hex(rest.root) };
    assert.equal(outcome(verifyInclusion(claim, proof.map(hex))), expect, name);
    if (expect !== "RIGHT" || size > LEAVES.length) continue;
    assert.deepEqual(expectOk(proveInclusion(index, size, TREE.read), name).map(toHex), proof);
    assert.deepEqual(
      [rest.leafHash, rest.root],
      [toHex(leafHash(entryOf(index))), toHex(TREE.root(0, size))],
    );
  }
});

test("§07.1.1 vectors of consistency proofs; the small ones are made here again", () => {
  for (const { name, oldSize, newSize, oldRoot, newRoot, proof, expect } of vectors.consistency) {
    const [old, next] = [
      { size: oldSize, root: hex(oldRoot) },
      { size: newSize, root: hex(newRoot) },
    ];
    assert.equal(outcome(verifyConsistency(old, next, proof.map(hex))), expect, name);
    if (expect !== "RIGHT" || newSize > LEAVES.length) continue;
    assert.deepEqual(expectOk(proveConsistency(oldSize, newSize, TREE.read), name).map(toHex), proof);
    assert.deepEqual([old.root, next.root], [TREE.root(0, oldSize), TREE.root(0, newSize)]);
  }
});

test("§07.3.1 vectors of keys and their ids, both ways", () => {
  for (const { name, type, publicKey, keyId, vkey, expect } of vectors.keys) {
    const parsed = parseVkey(vkey);
    assert.equal(outcome(parsed), expect, vkey);
    if (!parsed.ok) continue;
    assert.deepEqual(parsed.value, { name, type, publicKey: hex(publicKey), id: hex(keyId) });
    assert.deepEqual(parsed.value, expectOk(verifierKey(name, type, hex(publicKey)), name));
    assert.equal(formatVkey(parsed.value), vkey);
  }
});

const keyOf = (name: string, type: typeof LOG_SIGNATURE | typeof COSIGNATURE, key: string): VerifierKey =>
  expectOk(verifierKey(name, type, hex(key)), name);

test("§07.3.2, §07.3.3 vectors of signatures, signed again from their seeds", () => {
  for (const { seed, publicKey } of vectors.parties) {
    assert.equal(toHex(signerOf(hex(seed)).publicKey), publicKey);
  }
  for (const { party, text, seconds, message, line } of vectors.signatures) {
    const signer = vectors.parties.find((one) => one.party === party);
    assert.ok(signer !== undefined, party);
    const { seed, publicKey } = signer;
    const name = line.split(" ")[1] as string;
    const signed: string[] = [];
    const sign = (bytes: Bytes): Bytes => {
      signed.push(toHex(bytes));
      return signerOf(hex(seed)).sign(bytes);
    };
    const signature =
      seconds === undefined
        ? signNote(text, keyOf(name, LOG_SIGNATURE, publicKey), sign)
        : cosignNote(text, keyOf(name, COSIGNATURE, publicKey), seconds, sign);
    assert.equal(formatSignatureLine(signature), line, `${party} at ${seconds}`);
    assert.deepEqual(signed, [message]);
  }
});

function policyOf(name: string): CheckpointPolicy {
  const manifest = vectors.manifests[name];
  assert.ok(manifest !== undefined, name);
  const { origin, validators, witnesses } = manifest;
  return {
    origin,
    logKeys: validators.map(({ logKey }) => keyOf(origin, LOG_SIGNATURE, logKey)),
    validators: validators.map((one) => keyOf(one.name, COSIGNATURE, one.key)),
    witnesses: witnesses.members.map((one) => keyOf(one.name, COSIGNATURE, one.key)),
    witnessQuorum: witnesses.quorum,
  };
}

/** What §09.2 and §09.4 ask of a checkpoint that satisfies the manifest. */
function recordVerdict(note: Bytes, policy: CheckpointPolicy, { checkpoint }: VerifiedCheckpoint): string {
  if (checkpoint.size >= 2 ** 40) return "CHECKPOINT_FORM";
  const keys = [...policy.logKeys, ...policy.validators, ...policy.witnesses];
  const lines = expectOk(parseNote(note), "note").signatures;
  if (!lines.every((line) => keys.some((key) => sameSigner(line, key)))) return "NOTE_KEY_UNKNOWN";
  const isTwice = keys.some((key) => lines.filter((line) => sameSigner(line, key)).length > 1);
  return isTwice ? "NOTE_KEY_TWICE" : "RIGHT";
}

test("§07.4.1, §09.2 vectors of checkpoints", () => {
  for (const { name, manifest, note, noteHex, expect, ...right } of vectors.checkpoints) {
    const bytes = note === undefined ? hex(noteHex as string) : utf8(note);
    const policy = policyOf(manifest);
    const verified = verifyCheckpoint(bytes, policy, verify);
    assert.equal(outcome(verified), expect, name);
    if (!verified.ok) continue;
    const { checkpoint, logSigners, validators, witnesses } = verified.value;
    const times = (keys: readonly VerifierKey[], signers: readonly Signer[]): readonly Cosigner[] =>
      signers.map(({ key, time }) => ({ index: keys.indexOf(key) + 1, seconds: time as number }));
    assert.deepEqual(
      {
        size: checkpoint.size,
        logs: logSigners.map(({ key }) => policy.logKeys.indexOf(key) + 1),
        validators: times(policy.validators, validators),
        witnesses: times(policy.witnesses, witnesses),
        record: recordVerdict(bytes, policy, verified.value),
        root: toHex(checkpoint.root),
      },
      right,
      name,
    );
    const parsed = expectOk(parseNote(bytes), name);
    assert.deepEqual(formatNote(parsed), bytes, name);
    assert.equal(formatCheckpoint(checkpoint), parsed.text, name);
  }
});

test("§07.5.1 vectors of receipts", () => {
  for (const { name, manifest, receipt, receiptHex, expect, ...right } of vectors.receipts) {
    const bytes = receipt === undefined ? hex(receiptHex as string) : utf8(receipt);
    const proven = verifyReceipt(bytes, policyOf(manifest), verify);
    assert.equal(outcome(proven), expect, name);
    if (!proven.ok) continue;
    const { index, entry, checkpoint } = proven.value;
    assert.deepEqual(
      { index, entry: toHex(entry), size: checkpoint.size, root: toHex(checkpoint.root) },
      right,
      name,
    );
    assert.deepEqual(formatTlogProof(expectOk(parseTlogProof(bytes), name)), bytes, name);
  }
});
