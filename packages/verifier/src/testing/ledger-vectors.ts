import { readFileSync } from "node:fs";
import { type Bytes, concat, encodeCbor, fromHex, sha256, u8 } from "@veche/base";

/** spec/vectors/ledger.json, read as logs with the outcome of everything that was offered. */

type RawBlock = {
  readonly time: number;
  readonly offered: readonly number[];
  readonly outcomes: readonly string[];
};
type RawBase = {
  readonly name: string;
  readonly from?: string;
  readonly election?: string;
  readonly blocks: readonly RawBlock[];
};
type RawScenario = {
  readonly name: string;
  readonly base: string;
  readonly blocks: readonly RawBlock[];
  readonly size: number;
  readonly root: string;
  readonly phase: string;
};
type Raw = {
  readonly elections: { readonly [name: string]: { readonly electionId: string } };
  readonly bases: readonly RawBase[];
  readonly scenarios: readonly RawScenario[];
  readonly transactions: readonly (string | { readonly bytes: string })[];
};

export type Offer = { readonly entry: Bytes; readonly transaction: Bytes; readonly outcome: string };

export type LedgerScenario = {
  readonly name: string;
  readonly electionId: Bytes;
  /** What the blocks of the base and of those before it offered, then the scenario's own. */
  readonly before: readonly Offer[];
  readonly own: readonly Offer[];
  readonly size: number;
  readonly root: Bytes;
  readonly phase: string;
};

const bytesOf = (hex: string): Bytes => {
  const bytes = fromHex(hex);
  if (bytes === undefined) throw new RangeError("vectors are hexadecimal");
  return bytes;
};

export function readLedgerVectors(): readonly LedgerScenario[] {
  const file = new URL("../../../../spec/vectors/ledger.json", import.meta.url);
  const raw = JSON.parse(readFileSync(file, "utf8")) as Raw;
  const offers = (blocks: readonly RawBlock[]): readonly Offer[] =>
    blocks.flatMap(({ time, offered, outcomes }) =>
      offered.map((index, i) => {
        const stored = raw.transactions[index] ?? "";
        const transaction = bytesOf(typeof stored === "string" ? stored : stored.bytes);
        return { transaction, entry: entryOf(time, transaction), outcome: outcomes[i] ?? "" };
      }),
    );
  const chain = (name: string): readonly Offer[] => {
    const base = raw.bases.find((one) => one.name === name);
    if (base === undefined) throw new RangeError(`no base ${name}`);
    return [...(base.from === undefined ? [] : chain(base.from)), ...offers(base.blocks)];
  };
  return raw.scenarios.map(({ name, base, blocks, size, root, phase }) => ({
    name,
    electionId: bytesOf(raw.elections[base.split("/")[0] ?? ""]?.electionId ?? ""),
    before: chain(base),
    own: offers(blocks),
    size,
    root: bytesOf(root),
    phase,
  }));
}

/** The entry of a transaction at a time: an array of both (§06.1.1), the transaction's bytes as they are. */
function entryOf(time: number, transaction: Bytes): Bytes {
  return concat(u8(0x82), new Uint8Array(encodeCbor(time)), transaction);
}

export const entered = ({ outcome }: Offer): boolean => outcome === "ACCEPTED" || outcome === "BLAMED";

export const nameOf = (bytes: Bytes): string => Buffer.from(sha256(bytes)).toString("hex", 0, 4);
