import { assert, type Bytes, toHex } from "@veche/base";
import { decodeResult, encodeResult } from "@veche/election";
import { decodeEntry, decodeTransaction, encodeEntry, encodeTransaction } from "@veche/ledger";
import type { TestLedger } from "@veche/ledger/testing";
import { eventfulElection, openPrefix, smallestElection } from "./elections.ts";
import { type Files, filesOf, receiptOf, recordOf } from "./record.ts";

/** A record with what belongs to it; `receipts` by file name. */
export type Golden = {
  readonly name: string;
  readonly about: string;
  readonly electionId: string;
  readonly files: Files;
  readonly receipts: ReadonlyMap<string, Bytes>;
};

/** All golden records, good and bad, made anew. The bytes differ from those kept as soon as any maker's code changes. */
export function makeGoldenRecords(): readonly Golden[] {
  const smallest = smallestElection();
  const open = openPrefix();
  const eventful = eventfulElection();
  return [
    golden("smallest", "One question, one style, one issuer, two voters; certified.", smallest, [0, -1]),
    golden(
      "eventful",
      "A definition in parts, blamed entries, a complaint, a restart, an issuer set, a re-vote, an extension, merged groups.",
      eventful,
      [-1, eventful.entries.length - 12],
    ),
    golden(
      "open",
      "The log of an election while the vote goes on: a prefix, good as far as it goes.",
      open,
      [-2],
    ),
    bad("bad-tile", "V03: one byte of a hash tile is another.", smallest, changeTile),
    bad("bad-checkpoint", "V04: the witness's line is missing.", open, dropWitness),
    bad(
      "bad-repeated-ballot",
      "V19: a cast stands in the log twice; tree and signatures redone by insiders.",
      open,
      repeatCast,
    ),
    bad(
      "bad-proof",
      "V21: one response of a ballot's proof is another; tree and signatures redone.",
      open,
      spoilProof,
    ),
    bad("bad-result", "V24: the result says one vote more.", smallest, addVote),
  ];
}

function golden(name: string, about: string, ledger: TestLedger, indices: readonly number[]): Golden {
  const files = recordOf(ledger);
  const receipts = indices.map((at) => {
    const index = at < 0 ? ledger.entries.length + at : at;
    return [`entry-${index}.tlog-proof`, receiptOf(files, ledger.entries, index)] as const;
  });
  return { name, about, electionId: toHex(ledger.test.electionId), files, receipts: new Map(receipts) };
}

type Spoil = (files: Map<string, Bytes>, ledger: TestLedger) => Map<string, Bytes>;

function bad(name: string, about: string, ledger: TestLedger, spoil: Spoil): Golden {
  const files = spoil(new Map(recordOf(ledger)), ledger);
  return { name, about, electionId: toHex(ledger.test.electionId), files, receipts: new Map() };
}

function flipped(bytes: Bytes, at: number): Bytes {
  const out = bytes.slice();
  out[at] = (out[at] as number) ^ 1;
  return out;
}

const changeTile: Spoil = (files) => {
  const path = [...files.keys()].find((one) => one.startsWith("tile/0/"));
  const tile = path && files.get(path);
  assert(path !== undefined && tile instanceof Uint8Array, "the record has a hash tile");
  return files.set(path, flipped(tile, 40));
};

const dropWitness: Spoil = (files) => {
  const text = new TextDecoder().decode(files.get("checkpoint"));
  const lines = text.split("\n").filter((line) => !line.startsWith("\u2014 witness"));
  return files.set("checkpoint", new TextEncoder().encode(lines.join("\n")));
};

const lastCast = ({ entries }: TestLedger): number =>
  entries.findLastIndex((entry) => opened(entry).transaction.type === "cast");

function opened(entry: Bytes) {
  const read = decodeEntry(entry);
  const transaction = read.ok ? decodeTransaction(read.value.transaction) : read;
  assert(read.ok && transaction.ok, "an entry of our own");
  return { time: read.value.time, transaction: transaction.value };
}

const repeatCast: Spoil = (_, ledger) => {
  const cast = ledger.entries[lastCast(ledger)] as Bytes;
  const { transaction } = opened(cast);
  const again = encodeEntry({ time: ledger.time, transaction: encodeTransaction(transaction) });
  return filesOf(ledger.test, [...ledger.entries, again]);
};

const spoilProof: Spoil = (_, ledger) => {
  const at = lastCast(ledger);
  const { time, transaction } = opened(ledger.entries[at] as Bytes);
  const { ballot } = transaction.body;
  assert(ballot instanceof Uint8Array, "a cast holds a ballot");
  // The lowest byte of the last response: still a canonical scalar.
  const body = { ballot: flipped(ballot, ballot.length - 32) };
  const entry = encodeEntry({ time, transaction: encodeTransaction({ ...transaction, body }) });
  return filesOf(ledger.test, ledger.entries.toSpliced(at, 1, entry));
};

const addVote: Spoil = (files) => {
  const result = decodeResult(files.get("result.cbor") as Bytes);
  assert(result.ok, "the record has a result");
  const { contests, election } = result.value;
  const more = contests.map((contest) => ({
    ...contest,
    groups: contest.groups.map((group) => ({ ...group, counts: group.counts.map((count) => count + 1) })),
  }));
  return files.set("result.cbor", encodeResult({ contests: more, election }));
};
