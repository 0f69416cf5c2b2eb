/** Receipts (§07.5.1). */
import { type Bytes, concat, toBase64, toHex, u8, utf8 } from "@veche/base";
import {
  COSIGNATURE_TYPE,
  checkpointText,
  cosignatureBody,
  cosignLine,
  fullySigned,
  keyId,
  logLine,
  noteOf,
  type Party,
  STRANGER,
  signatureLine,
  TIME,
  timeBytes,
  VALIDATORS,
  validatorLine,
  validatorName,
  witnessLine,
} from "./parties.ts";
import { EMPTY_ROOT, entryOf, imaginedInclusion, inclusionPath, leafHash, rootOf, subtree } from "./tree.ts";
import { loosened } from "./wrong-notes.ts";

type Receipt = {
  readonly manifest: string;
  readonly entry: Bytes;
  readonly index: number | string;
  readonly size: number;
  readonly hashes: readonly Bytes[];
  readonly root: Bytes;
  readonly note: string;
};

const HEADER = "c2sp.org/tlog-proof@v1";

const textOf = ({ entry, index, hashes, note }: Receipt): string =>
  `${HEADER}\nextra ${toBase64(entry)}\nindex ${index}\n${hashes.map((hash) => `${toBase64(hash)}\n`).join("")}\n${note}`;

function receiptOf(index: number, size: number, change: Partial<Receipt> = {}): Receipt {
  const root = rootOf(size);
  return {
    manifest: "one",
    entry: entryOf(index),
    index,
    size,
    hashes: inclusionPath(index, 0, size),
    root,
    note: fullySigned(checkpointText(size, root)),
    ...change,
  };
}

function large(): Receipt {
  const [index, size] = [2 ** 32 + 5, 2 ** 40 - 1];
  const { root, proof } = imaginedInclusion(index, size, leafHash(entryOf(index)));
  const note = fullySigned(checkpointText(size, root));
  return { manifest: "one", entry: entryOf(index), index, size, hashes: proof, root, note };
}

const TEXT = checkpointText(20, rootOf(20));
const byFour = (witnesses: readonly number[]): string =>
  noteOf(TEXT, [
    logLine(TEXT, 3),
    ...[1, 2, 3].map((index) => validatorLine(TEXT, index)),
    ...witnesses.map((index) => witnessLine(TEXT, index)),
  ]);

function rightReceipts(): readonly (readonly [string, Receipt])[] {
  const stranger = cosignLine(TEXT, "stranger.example", STRANGER);
  return [
    ["of a log of one entry", receiptOf(0, 1)],
    ["of the first of two", receiptOf(0, 2)],
    ["of the last of 7", receiptOf(6, 7)],
    ["of entry 9 of 20", receiptOf(9, 20)],
    ["of the same entry in a larger log", receiptOf(9, 257)],
    ["of the entry after a full tile", receiptOf(256, 257)],
    ["of the last of 70,000", receiptOf(69_999, 70_000)],
    ["of an index above 2^32", large()],
    ["with witnesses", receiptOf(9, 20, { manifest: "four", note: byFour([1, 2]) })],
    [
      "with a stranger's cosignature, which is ignored",
      receiptOf(9, 20, { note: fullySigned(TEXT) + stranger }),
    ],
  ];
}

type Wrong = {
  readonly name: string;
  readonly manifest?: string;
  readonly text: string | Bytes;
  readonly expect: string;
};

const BASE = receiptOf(9, 20);
const RIGHT = textOf(BASE);
const ENTRY64 = toBase64(BASE.entry);
const HASH64 = toBase64(BASE.hashes[0] as Bytes);

/** One change in the form of a right receipt. */
function wrongForms(): readonly (readonly [string, string, string | Bytes])[] {
  const extra = (base64: string): string => RIGHT.replace(`extra ${ENTRY64}`, `extra ${base64}`);
  const index = (text: string): string => RIGHT.replace("index 9\n", text);
  const hash = (text: string): string => RIGHT.replace(`${HASH64}\n`, text);
  return [
    ["no bytes", "PROOF_HEADER", ""],
    ["another version", "PROOF_HEADER", RIGHT.replace("@v1", "@v2")],
    ["a space after the first line", "PROOF_HEADER", RIGHT.replace("@v1", "@v1 ")],
    ["an empty line first", "PROOF_HEADER", `\n${RIGHT}`],
    ["a byte order mark first", "PROOF_HEADER", `\ufeff${RIGHT}`],
    ["no empty line at all", "PROOF_HEADER", RIGHT.replaceAll("\n\n", "\n")],
    ["CR LF everywhere", "PROOF_ENCODING", RIGHT.replaceAll("\n", "\r\n")],
    ["a tab for a space", "PROOF_ENCODING", RIGHT.replace("index ", "index\t")],
    ["bytes that are no UTF-8", "PROOF_ENCODING", concat(utf8(RIGHT), u8(0x80))],
    ["no entry", "RECEIPT_WITHOUT_ENTRY", RIGHT.replace(`extra ${ENTRY64}\n`, "")],
    ["an empty entry", "PROOF_EXTRA", extra("")],
    ["an entry without padding", "PROOF_EXTRA", extra(ENTRY64.replace(/=+$/, ""))],
    ["an entry in loose base64: an unused bit set", "PROOF_EXTRA", extra(loosened(ENTRY64))],
    ["two spaces before the entry", "PROOF_EXTRA", extra(` ${ENTRY64}`)],
    ["the entry twice", "PROOF_INDEX", index(`extra ${ENTRY64}\nindex 9\n`)],
    ["the word extra in capitals", "PROOF_INDEX", RIGHT.replace("extra", "EXTRA")],
    ["no index", "PROOF_INDEX", index("")],
    ["an index with a leading zero", "PROOF_INDEX", index("index 09\n")],
    ["a negative index", "PROOF_INDEX", index("index -9\n")],
    ["an index of 2^53", "PROOF_INDEX", index(`index ${2 ** 53}\n`)],
    ["a space after the index", "PROOF_INDEX", index("index 9 \n")],
    ["the index after the first hash", "PROOF_INDEX", hash("").replace("index 9\n", `${HASH64}\nindex 9\n`)],
    ["a hash of 31 bytes", "PROOF_HASH", hash(`${toBase64((BASE.hashes[0] as Bytes).slice(1))}\n`)],
    ["a hash without padding", "PROOF_HASH", hash(`${HASH64.slice(0, -1)}\n`)],
    ["a hash in loose base64: an unused bit set", "PROOF_HASH", hash(`${loosened(HASH64)}\n`)],
    ["64 hashes", "PROOF_HASH", hash(`${HASH64}\n`.repeat(64 - BASE.hashes.length + 1))],
    ["a comment among the hashes", "PROOF_HASH", hash(`# a comment\n${HASH64}\n`)],
    ["no checkpoint", "NOTE_LAYOUT", RIGHT.slice(0, RIGHT.indexOf("\n\n") + 2)],
    ["no newline at the end", "NOTE_LAYOUT", RIGHT.slice(0, -1)],
    ["an empty line more before the checkpoint", "SIGNATURE_INVALID", RIGHT.replace("\n\n", "\n\n\n")],
  ];
}

/** One change in what a right receipt says. */
function wrongClaims(): readonly (readonly [string, string, Receipt])[] {
  const changed = (change: Partial<Receipt>): Receipt => ({ ...BASE, ...change });
  const { hashes } = BASE;
  const noteOfSize = (size: number): string => fullySigned(checkpointText(size, rootOf(size)));
  const first = hashes[0] as Bytes;
  const bit = concat(u8((first[0] as number) ^ 1), first.slice(1));
  return [
    ["another entry", "ROOT_MISMATCH", changed({ entry: entryOf(8) })],
    ["the entry with one byte more", "ROOT_MISMATCH", changed({ entry: concat(BASE.entry, u8(0)) })],
    ["the leaf hash for the entry", "ROOT_MISMATCH", changed({ entry: leafHash(BASE.entry) })],
    ["another index", "ROOT_MISMATCH", changed({ index: 8 })],
    ["an index equal to the size", "INDEX_OUT_OF_RANGE", changed({ index: 20 })],
    [
      "an entry of the empty log",
      "INDEX_OUT_OF_RANGE",
      changed({ index: 0, hashes: [], note: fullySigned(checkpointText(0, EMPTY_ROOT)) }),
    ],
    ["one bit of a hash", "ROOT_MISMATCH", changed({ hashes: [bit, ...hashes.slice(1)] })],
    ["the hashes in the other order", "ROOT_MISMATCH", changed({ hashes: hashes.toReversed() })],
    ["the proof of another entry", "ROOT_MISMATCH", changed({ hashes: inclusionPath(8, 0, 20) })],
    ["a hash left out", "PROOF_LENGTH", changed({ hashes: hashes.slice(1) })],
    ["no hashes", "PROOF_LENGTH", changed({ hashes: [] })],
    ["a hash more", "PROOF_LENGTH", changed({ hashes: [...hashes, first] })],
    [
      "two leaf hashes for the entry, with the proof of the node above them",
      "PROOF_LENGTH",
      changed({ entry: concat(subtree(8, 9), subtree(9, 10)), index: 4, hashes: hashes.slice(1) }),
    ],
    ["the checkpoint of the log one entry earlier", "ROOT_MISMATCH", changed({ note: noteOfSize(19) })],
    ["the checkpoint of a log of 257 entries", "PROOF_LENGTH", changed({ note: noteOfSize(257) })],
  ];
}

/** A right proof under a checkpoint that does not satisfy the manifest. */
function wrongCheckpoints(): readonly (readonly [string, string, Receipt])[] {
  const under = (note: string, manifest = "one"): Receipt => ({ ...BASE, note, manifest });
  const [log, cosignature] = [logLine(TEXT, 1), validatorLine(TEXT, 1)];
  const two = noteOf(TEXT, [log, cosignature, validatorLine(TEXT, 2)]);
  const extended = `${TEXT}extension\n`;
  const foreign = checkpointText(20, rootOf(20), "veche.example/other");
  const name = validatorName(1);
  const validator = VALIDATORS[0] as Party;
  const cosigned = (body: Bytes): string =>
    signatureLine(name, keyId(name, COSIGNATURE_TYPE, validator.publicKey), body);
  const timed = (seconds: bigint): string => cosigned(cosignatureBody(TEXT, validator, seconds));
  const bad = cosigned(concat(timeBytes(TIME), new Uint8Array(64)));
  return [
    ["no log signature", "LOG_SIGNATURE_MISSING", under(noteOf(TEXT, [cosignature]))],
    ["no cosignature", "VALIDATOR_QUORUM_MISSING", under(noteOf(TEXT, [log]))],
    ["exactly two thirds of the validators", "VALIDATOR_QUORUM_MISSING", under(two, "three")],
    ["one witness of the two needed", "WITNESS_QUORUM_MISSING", under(byFour([2]), "four")],
    ["the checkpoint of another log", "ORIGIN_MISMATCH", under(fullySigned(foreign))],
    ["a wrong cosignature beside a right one", "SIGNATURE_INVALID", under(fullySigned(TEXT) + bad)],
    [
      "a checkpoint changed after it was signed",
      "SIGNATURE_INVALID",
      under(fullySigned(TEXT).replace("\n20\n", "\n21\n")),
    ],
    ["a cosignature of the second 0", "COSIGNATURE_TIME", under(noteOf(TEXT, [log, timed(0n)]))],
    ["a cosignature of the second 2^53", "COSIGNATURE_TIME", under(noteOf(TEXT, [log, timed(2n ** 53n)]))],
    ["an extension line", "CHECKPOINT_EXTENSION", under(fullySigned(extended))],
    [
      "the size with a leading zero",
      "CHECKPOINT_SIZE",
      under(fullySigned(checkpointText("020", rootOf(20)))),
    ],
    [
      "the root in loose base64",
      "CHECKPOINT_ROOT",
      under(fullySigned(checkpointText(20, loosened(toBase64(rootOf(20)))))),
    ],
    [
      "a signature line of a stranger in loose base64",
      "NOTE_SIGNATURE_LINE",
      under(`${fullySigned(TEXT)}\u2014 stranger.example AAAAAAF=\n`),
    ],
    [
      "a stranger alone",
      "NO_KNOWN_SIGNATURE",
      under(noteOf(TEXT, [cosignLine(TEXT, "stranger.example", STRANGER, TIME)])),
    ],
  ];
}

export function receiptVectors() {
  const right = rightReceipts().map(([name, receipt]) => ({
    name,
    manifest: receipt.manifest,
    receipt: textOf(receipt),
    index: receipt.index,
    entry: toHex(receipt.entry),
    size: receipt.size,
    root: toHex(receipt.root),
    expect: "RIGHT",
  }));
  const wrong: readonly Wrong[] = [
    ...wrongForms().map(([name, expect, text]) => ({ name, expect, text })),
    ...[...wrongClaims(), ...wrongCheckpoints()].map(([name, expect, receipt]) => {
      return { name, manifest: receipt.manifest, text: textOf(receipt), expect };
    }),
  ];
  return [
    ...right,
    ...wrong.map(({ name, manifest = "one", text, expect }) => ({
      name,
      manifest,
      ...(typeof text === "string" ? { receipt: text } : { receiptHex: toHex(text) }),
      expect,
    })),
  ];
}
