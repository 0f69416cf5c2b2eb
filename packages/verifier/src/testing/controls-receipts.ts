import { type Bytes, concat, encodeCbor, toBase64, utf8 } from "@veche/base";
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

/** A right receipt with one thing wrong in its form. */
const malformed = (name: string, change: (receipt: string) => string | Bytes): Control => ({
  ...receiptControl(`a receipt ${name}`, "RECEIPT_FORM", () => ""),
  make: () => {
    const maker = makeRecord();
    const changed = change(makeReceipt(maker.entries, CAST_AT(maker), origin));
    const receipts = [typeof changed === "string" ? utf8(changed) : changed];
    return { files: maker.files(), electionId: maker.electionId, receipts };
  },
});
const hashes = (count: number): string => `${toBase64(new Uint8Array(32))}\n`.repeat(count);

const FORMS: readonly Control[] = [
  malformed("that is no UTF-8", (text) => concat(utf8(text), new Uint8Array([0xff]))),
  malformed("without an empty line", (text) => text.replaceAll("\n\n", "\n")),
  malformed("that begins with an empty line", (text) => `\n\n${text}`),
  malformed("of another version", (text) => text.replace("@v1", "@v2")),
  malformed("of one line", (text) => text.replace(/\nextra[\s\S]*?\n\n/, "\n\n")),
  malformed("without an index", (text) => text.replace(/\nindex[\s\S]*?\n\n/, "\n\n")),
  malformed("whose entry has another name", (text) => text.replace("\nextra ", "\nentry ")),
  malformed("whose entry is no base64", (text) => text.replace("\nextra ", "\nextra !")),
  malformed("without an entry", (text) => text.replace(/\nextra .*\n/, "\nextra \n")),
  malformed("with 65,536 bytes of entry", (text) =>
    text.replace(/\nextra .*\n/, `\nextra ${toBase64(new Uint8Array(65_536))}\n`),
  ),
  malformed("whose index begins with zero", (text) => text.replace("\nindex ", "\nindex 0")),
  malformed("with index 2^53", (text) => text.replace(/\nindex .*\n/, "\nindex 9007199254740992\n")),
  malformed("with 64 hashes", (text) => text.replace(/(\nindex .*\n)[\s\S]*?\n\n/, `$1${hashes(64)}\n`)),
  malformed("with a hash of 31 bytes", (text) =>
    text.replace(/(\nindex .*\n)/, `$1${toBase64(new Uint8Array(31))}\n`),
  ),
  malformed("whose checkpoint has no size", (text) => text.replace(/(\n\n.*\n)\d+\n/, "$1\n")),
];

export const RECEIPT_CONTROLS: readonly Control[] = [
  ...FORMS,
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
