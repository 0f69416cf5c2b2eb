import { type Bytes, encodeCbor, utf8 } from "@veche/base";
import { type Control, then } from "./control.ts";
import type { RecordMaker } from "./maker.ts";
import { ALL_SIGNERS, makeReceipt, type NoteSigner } from "./publish.ts";
import { makeRecord } from "./scenario.ts";
import { castTransaction, forgeCast, VOTES_A, voting } from "./steps-vote.ts";

const without = (party: string): readonly NoteSigner[] => ALL_SIGNERS.filter((one) => one.party !== party);

/** An honest record with a receipt that does not agree with it. */
function receiptControl(
  name: string,
  code: Control["code"],
  receipt: (maker: RecordMaker) => string,
): Control {
  const make = () => {
    const maker = makeRecord();
    return { files: maker.files(), electionId: maker.electionId, receipts: [utf8(receipt(maker))] };
  };
  return { name, check: "V26", code, also: [], make };
}

const CAST_AT = (maker: RecordMaker): number => maker.entries.length - 20;
const origin = "veche.example/test";

/** A log that goes its own way from some entry on. */
function fork(maker: RecordMaker): readonly Bytes[] {
  const entries = maker.entries.slice(0, CAST_AT(maker));
  const other = makeRecord({
    voting: then(voting, (one) => forgeCast(one, { voter: "x", style: 0, votes: VOTES_A[0] ?? [] })),
  });
  return [...entries, ...other.entries.slice(entries.length)].slice(0, entries.length + 12);
}

export const RECEIPT_CONTROLS: readonly Control[] = [
  receiptControl("a receipt of nothing", "RECEIPT_FORM", () => "c2sp.org/tlog-proof@v1\nindex 0\n\n"),
  receiptControl("a receipt without the witness", "RECEIPT_CHECKPOINT", (maker) =>
    makeReceipt(maker.entries, CAST_AT(maker), origin, without("witness")),
  ),
  receiptControl("a receipt with the proof of another entry", "RECEIPT_PROOF", (maker) =>
    makeReceipt(maker.entries, CAST_AT(maker), origin).replace(/index \d+/, "index 3"),
  ),
  receiptControl("a receipt for a ballot that was dropped", "RECEIPT_ENTRY", (maker) => {
    const ballot = makeRecord({
      voting: then(voting, (one) => forgeCast(one, { voter: "dropped", style: 0, votes: VOTES_A[0] ?? [] })),
    }).entries;
    const at = ballot.findIndex((entry, i) => Buffer.compare(entry, maker.entries[i] ?? entry) !== 0);
    return makeReceipt(ballot.slice(0, at + 1), at, origin);
  }),
  receiptControl("a receipt from a longer log", "RECEIPT_BEYOND", (maker) => {
    const more = [...maker.entries, encodeCbor([maker.time + 1, castTransaction(new Uint8Array(3))])];
    return makeReceipt(more, CAST_AT(maker), origin);
  }),
  receiptControl("a receipt from a fork of the log", "RECEIPT_FORK", (maker) =>
    makeReceipt(fork(maker), 5, origin),
  ),
  // Of several that do not agree the first is named.
  {
    ...receiptControl("two receipts, the first of nothing", "RECEIPT_FORM", () => ""),
    make: () => {
      const maker = makeRecord();
      const unseen = makeReceipt(maker.entries, CAST_AT(maker), origin, without("witness"));
      const receipts = [utf8("nothing"), utf8(unseen)];
      return { files: maker.files(), electionId: maker.electionId, receipts };
    },
  },
];
