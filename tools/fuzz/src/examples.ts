import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { type Bytes, concat, expectOk, fromHex, utf8 } from "@veche/base";
import { decodeManifest, type Election, type Manifest } from "@veche/election";
import { decodeEntry, decodeTransaction, type Transaction } from "@veche/ledger";
import { decodeEntryBundle } from "@veche/tlog";
import { GOLDEN_FOLDER, readExpected, readReceipts } from "./golden/keep.ts";

/** A golden record, taken apart: right examples of nearly everything that the house reads. */
export type Example = {
  readonly electionId: Bytes;
  readonly files: ReadonlyMap<string, Bytes>;
  readonly entries: readonly Bytes[];
  readonly transactions: readonly Bytes[];
  readonly decoded: readonly Transaction[];
  readonly manifestBytes: Bytes;
  readonly manifest: Manifest;
  readonly election: Election;
  readonly receipts: readonly Bytes[];
};

const known = new Map<string, Example>();

export function example(name: "smallest" | "eventful" | "open"): Example {
  const made = known.get(name) ?? read(name);
  known.set(name, made);
  return made;
}

export const allExamples = (): readonly Example[] => [
  example("smallest"),
  example("open"),
  example("eventful"),
];

function read(name: string): Example {
  const root = join(GOLDEN_FOLDER, name, "record");
  const paths = readdirSync(root, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  const files = new Map(
    paths.map((one) => {
      const path = join(one.parentPath, one.name);
      return [relative(root, path), new Uint8Array(readFileSync(path))] as const;
    }),
  );
  const bundle = [...files].find(([path]) => path.startsWith("tile/entries/")) as readonly [string, Bytes];
  const entries = expectOk(decodeEntryBundle(bundle[1], Number(bundle[0].split("/").at(-1))), "bundle");
  const transactions = entries.map((entry) => expectOk(decodeEntry(entry), "entry").transaction);
  const decoded = transactions.map((bytes) => expectOk(decodeTransaction(bytes), "transaction"));
  const parts = decoded.filter(({ type }) => type === "part").map(({ body: { bytes } }) => bytes as Bytes);
  const whole = parts.length === 0 ? decoded[0] : expectOk(decodeTransaction(concat(...parts)), "definition");
  const { manifest: defined } = (whole as Transaction).body;
  const manifestBytes = defined as Bytes;
  const manifest = expectOk(decodeManifest(manifestBytes), "manifest");
  const electionId = fromHex(readExpected(name).electionId) as Bytes;
  return {
    electionId,
    files,
    entries,
    transactions,
    decoded,
    manifestBytes,
    manifest,
    election: { electionId, manifest },
    receipts: readReceipts(name),
  };
}

/** Byte strings that stand in the bodies of one type, by key. */
export function bodies(type: string, key: string): readonly Bytes[] {
  return allExamples().flatMap(({ decoded }) =>
    decoded.flatMap((one) => {
      const value = one.type === type ? one.body[key] : undefined;
      return value instanceof Uint8Array ? [value] : [];
    }),
  );
}

export const checkpoints = (): readonly Bytes[] =>
  allExamples().map(({ files }) => files.get("checkpoint") as Bytes);

export const json = (value: unknown): Bytes => utf8(JSON.stringify(value));
