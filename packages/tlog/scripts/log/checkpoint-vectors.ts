/** Checkpoints that satisfy a manifest (§07.4.1), and whether a record may hold them (§09.2). */
import { type Bytes, toHex } from "@veche/base";
import {
  checkpointText,
  cosignLine,
  fullySigned,
  keyId,
  LOG_TYPE,
  logLine,
  noteOf,
  ORIGIN,
  type Party,
  STRANGER,
  signatureLine,
  TIME,
  VALIDATORS,
  validatorLine,
  witnessLine,
} from "./parties.ts";
import { EMPTY_ROOT, rootOf } from "./tree.ts";
import { type WrongNote, wrongNotes } from "./wrong-notes.ts";

type Cosigner = { readonly index: number; readonly seconds: number };

/** Whose lines a right checkpoint has, indices from 1. */
type Signers = {
  readonly logs?: readonly number[];
  readonly validators: readonly number[];
  readonly witnesses?: readonly number[];
};

const TEXT = checkpointText(20, rootOf(20));

function linesBy(text: string, { logs = [1], validators, witnesses = [] }: Signers): readonly string[] {
  return [
    ...logs.map((index) => logLine(text, index)),
    ...validators.map((index) => validatorLine(text, index)),
    ...witnesses.map((index) => witnessLine(text, index)),
  ];
}

type RightNote = {
  readonly name: string;
  readonly manifest: string;
  readonly note: string;
  readonly size: number;
  readonly root: Bytes;
  readonly logs: readonly number[];
  readonly validators: readonly Cosigner[];
  readonly witnesses: readonly Cosigner[];
  readonly record: string;
};

const at = (index: number, seconds = TIME): Cosigner => ({ index, seconds: Number(seconds) });

function signed(
  name: string,
  manifest: string,
  signers: Signers,
  change: Partial<RightNote> = {},
): RightNote {
  return {
    name,
    manifest,
    note: noteOf(TEXT, linesBy(TEXT, signers)),
    size: 20,
    root: rootOf(20),
    logs: signers.logs ?? [1],
    validators: signers.validators.map((index) => at(index)),
    witnesses: (signers.witnesses ?? []).map((index) => at(index)),
    record: "RIGHT",
    ...change,
  };
}

function ofSize(name: string, size: number, root: Bytes, record = "RIGHT"): RightNote {
  const note = fullySigned(checkpointText(size, root));
  return signed(name, "one", { validators: [1] }, { note, size, root, record });
}

/** Lines that no key of a manifest signed: each is ignored, and none stands in a record. */
function strangers(): Readonly<Record<string, string>> {
  const first = VALIDATORS[0] as Party;
  return {
    "a cosignature by a stranger": cosignLine(TEXT, "stranger.example", STRANGER),
    "a stranger under the name of a validator": cosignLine(TEXT, "validator-1.example", STRANGER),
    "a validator under another name": cosignLine(TEXT, "alias.example", first),
    "a stranger's log signature under the origin": signatureLine(
      ORIGIN,
      keyId(ORIGIN, LOG_TYPE, STRANGER.publicKey),
      STRANGER.sign(new Uint8Array(0)),
    ),
    "a signature of one byte by an unknown key": signatureLine(
      "x",
      Uint8Array.of(1, 2, 3, 4),
      new Uint8Array(1),
    ),
    "a name beyond ASCII": cosignLine(TEXT, "\u0432\u0435\u0447\u0435.example/\u2605", STRANGER),
  };
}

function rightNotes(): readonly RightNote[] {
  const base = noteOf(TEXT, linesBy(TEXT, { validators: [1] }));
  const unknown = (name: string, line: string): RightNote =>
    signed(name, "one", { validators: [1] }, { note: base + line, record: "NOTE_KEY_UNKNOWN" });
  const hundred = noteOf(TEXT, [
    ...Array.from({ length: 98 }, (_, i) =>
      signatureLine(`unknown-${i}`, new Uint8Array(4), new Uint8Array(1)),
    ),
    ...linesBy(TEXT, { validators: [1] }),
  ]);
  const timed = (name: string, seconds: bigint): RightNote => {
    const note = noteOf(TEXT, [logLine(TEXT, 1), validatorLine(TEXT, 1, seconds)]);
    return signed(name, "one", { validators: [1] }, { note, validators: [at(1, seconds)] });
  };
  const reversed = linesBy(TEXT, { logs: [2], validators: [1, 2, 3] }).toReversed();
  return [
    signed("one validator of one", "one", { validators: [1] }),
    signed("three of three", "three", { validators: [1, 2, 3] }),
    signed("three of four, two witnesses of three", "four", {
      logs: [4],
      validators: [1, 2, 4],
      witnesses: [1, 3],
    }),
    signed("everybody", "four", { logs: [1, 2, 3, 4], validators: [1, 2, 3, 4], witnesses: [1, 2, 3] }),
    signed("five of six, one more than two thirds", "six", { logs: [6], validators: [1, 2, 3, 5, 6] }),
    signed(
      "lines in another order",
      "three",
      { logs: [2], validators: [1, 2, 3] },
      { note: noteOf(TEXT, reversed) },
    ),
    signed("the log key of a validator that does not cosign", "four", {
      logs: [4],
      validators: [1, 2, 3],
      witnesses: [1, 2],
    }),
    timed("a cosignature of the second 1", 1n),
    timed("a cosignature of the second 2^53 - 1", 2n ** 53n - 1n),
    ofSize("the empty log", 0, EMPTY_ROOT),
    ofSize("the largest size of a record", 2 ** 40 - 1, rootOf(20)),
    ofSize("a size that no record has", 2 ** 40, rootOf(20), "CHECKPOINT_FORM"),
    ...Object.entries(strangers()).map(([name, line]) => unknown(name, line)),
    signed("100 signature lines", "one", { validators: [1] }, { note: hundred, record: "NOTE_KEY_UNKNOWN" }),
    signed(
      "the same line twice",
      "three",
      { validators: [1, 2, 3] },
      {
        note: noteOf(TEXT, linesBy(TEXT, { validators: [1, 2, 3, 3] })),
        record: "NOTE_KEY_TWICE",
      },
    ),
    signed(
      "a witness twice, beside the quorum",
      "four",
      { validators: [1, 2, 3], witnesses: [1, 2] },
      {
        note: noteOf(TEXT, linesBy(TEXT, { validators: [1, 2, 3], witnesses: [1, 2, 2] })),
        record: "NOTE_KEY_TWICE",
      },
    ),
    signed(
      "the log key twice",
      "one",
      { validators: [1] },
      {
        note: noteOf(TEXT, linesBy(TEXT, { logs: [1, 1], validators: [1] })),
        record: "NOTE_KEY_TWICE",
      },
    ),
  ];
}

/** What the signers of a manifest did not sign enough. */
function unfinishedNotes(): readonly WrongNote[] {
  const short = (name: string, manifest: string, signers: Signers, expect: string, more = ""): WrongNote => ({
    name,
    manifest,
    note: noteOf(TEXT, linesBy(TEXT, signers)) + more,
    expect,
  });
  const validators = "VALIDATOR_QUORUM_MISSING";
  const witnesses = "WITNESS_QUORUM_MISSING";
  const log = "LOG_SIGNATURE_MISSING";
  const stranger = cosignLine(TEXT, "stranger.example", STRANGER);
  const alias = cosignLine(TEXT, "alias.example", VALIDATORS[2] as Party);
  const asLog = (party: Party): string =>
    signatureLine(
      ORIGIN,
      keyId(ORIGIN, LOG_TYPE, party.publicKey),
      party.sign(new TextEncoder().encode(TEXT)),
    );
  return [
    short("no validator of one", "one", { validators: [] }, validators),
    short("exactly two thirds: two of three", "three", { validators: [1, 2] }, validators),
    short("two of four", "four", { validators: [1, 2], witnesses: [1, 2] }, validators),
    short("exactly two thirds: four of six", "six", { validators: [1, 2, 3, 4] }, validators),
    short("two of three, one of them twice", "three", { validators: [1, 2, 2] }, validators),
    short("two of three, and a stranger", "three", { validators: [1, 2] }, validators, stranger),
    short(
      "two of three, and the third under another name",
      "three",
      { validators: [1, 2] },
      validators,
      alias,
    ),
    short("two of four, and all witnesses", "four", { validators: [1, 2], witnesses: [1, 2, 3] }, validators),
    short("all log keys, two of three cosign", "three", { logs: [1, 2, 3], validators: [1, 2] }, validators),
    short("a validator of another manifest", "three", { validators: [1, 2, 4] }, validators),
    short("no log signature", "three", { logs: [], validators: [1, 2, 3] }, log),
    short("a log key of another manifest", "three", { logs: [4], validators: [1, 2, 3] }, log),
    short("a stranger's log signature", "one", { logs: [], validators: [1] }, log, asLog(STRANGER)),
    short(
      "a validator signs as the log with its cosigning key",
      "one",
      { logs: [], validators: [1] },
      log,
      asLog(VALIDATORS[0] as Party),
    ),
    short("no witness", "four", { validators: [1, 2, 3, 4] }, witnesses),
    short("one witness of the two needed", "four", { validators: [1, 2, 3], witnesses: [3] }, witnesses),
    short("one witness twice", "four", { validators: [1, 2, 3], witnesses: [3, 3] }, witnesses),
    {
      name: "strangers alone",
      manifest: "one",
      note: noteOf(TEXT, [stranger]),
      expect: "NO_KNOWN_SIGNATURE",
    },
  ];
}

export function checkpointVectors() {
  return [
    ...rightNotes().map(({ root, ...rest }) => ({ ...rest, root: toHex(root), expect: "RIGHT" })),
    ...unfinishedNotes(),
    ...wrongNotes(),
  ].map(({ name, manifest, note, ...rest }) => ({
    name,
    manifest,
    ...(typeof note === "string" ? { note } : { noteHex: toHex(note) }),
    ...rest,
  }));
}
