import { type Bytes, concat, fromUtf8, sha256, toBase64, u8, utf8 } from "@veche/base";
import type { Evidence } from "../control.ts";
import type { RecordMaker } from "../maker.ts";
import { publicKeyOf, signAs } from "../parties.ts";
import { ALL_SIGNERS, makeCheckpoint, makeReceipt, type NoteSigner, signatureLine } from "../publish.ts";
import type { Mutant, Refusal } from "./mutant.ts";
import { flipAt } from "./row.ts";

/** Mutants of the checkpoint: its three lines and every part of its signature lines (07.3, 09.2). */

const FILE = "checkpoint";
const refusedBy = (check: Refusal["check"], code: Refusal["code"], more: Partial<Refusal> = {}): Refusal => ({
  check,
  code,
  where: FILE,
  ...more,
});
const FORM = refusedBy("V04", "CHECKPOINT_FORM");
const UNKNOWN = refusedBy("V04", "NOTE_KEY_UNKNOWN");
const INVALID = refusedBy("V04", "NOTE_SIGNATURE_INVALID");

/** A signature line of which the parts can be chosen. */
export type LineParts = {
  readonly name?: string;
  readonly keyId?: Bytes;
  readonly seconds?: bigint | number;
};

/** The line of a party over the text, with parts changed before or after it signed. */
export function lineOf(
  signer: NoteSigner,
  text: string,
  parts: LineParts = {},
  spoil = (s: Bytes): Bytes => s,
): string {
  const name = parts.name ?? signer.name;
  const keyId =
    parts.keyId ??
    sha256(concat(utf8(name), u8(0x0a), u8(signer.type), publicKeyOf(signer.party))).slice(0, 4);
  const seconds = BigInt(parts.seconds ?? 1_700_010_000);
  const time = new Uint8Array(8);
  new DataView(time.buffer).setBigUint64(0, seconds);
  const message = utf8(`cosignature/v1\ntime ${seconds}\n${text}`);
  const body =
    signer.type === 1 ? signAs(signer.party, utf8(text)) : concat(time, signAs(signer.party, message));
  return `\u2014 ${name} ${toBase64(concat(keyId, spoil(body)))}\n`;
}

export function withCheckpoint(maker: RecordMaker, text: string): Evidence {
  const files = maker.files();
  files.set(FILE, utf8(text));
  return { files, electionId: maker.electionId };
}

export function checkpointMutants(maker: RecordMaker): readonly Mutant[] {
  const mutants: Mutant[] = [];
  const add = (field: string, name: string, refusal: Refusal, text: () => string): void => {
    mutants.push({ field: `checkpoint.${field}`, name, refusal, make: () => withCheckpoint(maker, text()) });
  };
  const honest = fromUtf8(maker.files().get(FILE) ?? new Uint8Array(0)) ?? "";
  const { origin } = maker.manifest;
  const size = maker.entries.length;
  const root = maker.root();
  heads(add, honest, (o = origin, s = size, r = root) => makeCheckpoint(o, s, r, ALL_SIGNERS));
  const text = `${origin}\n${size}\n${toBase64(root)}\n`;
  for (const [at, signer] of ALL_SIGNERS.entries()) lines(add, text, at, signer);
  return [...mutants, ...sizes(maker), ...receiptMutants(maker)];
}

type Add = (field: string, name: string, refusal: Refusal, text: () => string) => void;

function heads(
  add: Add,
  honest: string,
  signed: (origin?: string, size?: number, root?: Bytes) => string,
): void {
  const [origin = "", size = "", root = ""] = honest.split("\n");
  const rewritten = (line: string, by: string) => (): string => honest.replace(`${line}\n`, `${by}\n`);
  for (const other of ["veche.example/other", `${origin}x`, origin.toUpperCase()]) {
    add("origin", `"${other}", signed again`, refusedBy("V04", "CHECKPOINT_ORIGIN"), () => signed(other));
    add("origin", `"${other}"`, refusedBy("V04", "CHECKPOINT_ORIGIN"), rewritten(origin, other));
  }
  add("origin", "empty", FORM, rewritten(origin, ""));
  for (const other of [
    `0${size}`,
    `+${size}`,
    `${size} `,
    `${size}.0`,
    "",
    "x",
    "1099511627776",
    "9007199254740993",
  ]) {
    add("size", `"${other}"`, FORM, rewritten(`\n${size}`, `\n${other}`));
  }
  const differs = { ...refusedBy("V03", "ROOT_DIFFERS"), where: undefined };
  for (const [name, other] of [
    ["a bit changed", flipAt(sha256(new Uint8Array(0)), 0)],
    ["that of nothing", sha256(new Uint8Array(0))],
  ] as const) {
    add("root", `${name}, signed again`, differs, () => signed(undefined, undefined, other));
  }
  const unsigned = { ...INVALID, beside: ["V03"] } as const;
  add("root", "another, not signed", unsigned, rewritten(root, toBase64(new Uint8Array(32))));
  for (const other of [
    root.slice(0, -1),
    root.replace("=", ""),
    `${root}=`,
    toBase64(new Uint8Array(31)),
    "",
  ]) {
    add("root", `"${other}"`, FORM, rewritten(root, other));
  }
  for (const [name, from, to] of [
    ["an extension line", "\n\n", "\nextension\n\n"],
    ["no empty line", "\n\n", "\n"],
    ["an empty line more", "\n\n", "\n\n\n"],
  ] as const) {
    add("text", name, FORM, () => honest.replace(from, to));
  }
  add("text", "lines that end in CR LF", FORM, () => honest.replaceAll("\n", "\r\n"));
  add("text", "no line feed at the end", FORM, () => honest.slice(0, -1));
  add("text", "a byte more", FORM, () => `${honest}x`);
  add("text", "nothing", FORM, () => "");
}

/** One of the three signature lines: its name, key ID, time and signature. */
function lines(add: Add, text: string, at: number, signer: NoteSigner): void {
  const others = (line: string): string =>
    `${text}\n${ALL_SIGNERS.map((one, i) => (i === at ? line : signatureLine(one, text))).join("")}`;
  const row = (field: string, name: string, refusal: Refusal, line: () => string): void =>
    add(`lines[].${field}`, `${signer.party}: ${name}`, refusal, () => others(line()));
  row("name", "another name", UNKNOWN, () => lineOf(signer, text, { name: "other.example" }));
  const own = signatureLine(signer, text);
  row("name", "another name under the same key ID", UNKNOWN, () => own.replace(signer.name, "other.example"));
  row("name", "upper case", UNKNOWN, () => own.replace(signer.name, signer.name.toUpperCase()));
  row("name", "empty", FORM, () => own.replace(signer.name, ""));
  row("name", "with a space", FORM, () => own.replace(signer.name, `${signer.name} x`));
  row("keyId", "zero", UNKNOWN, () => lineOf(signer, text, { keyId: new Uint8Array(4) }));
  const other = ALL_SIGNERS[(at + 1) % 3] as NoteSigner;
  const foreign = sha256(concat(utf8(other.name), u8(0x0a), u8(other.type), publicKeyOf(other.party))).slice(
    0,
    4,
  );
  row("keyId", "that of another key", UNKNOWN, () => lineOf(signer, text, { keyId: foreign }));
  const flips = signer.type === 1 ? [0, 31, 32, 63] : [8, 39, 40, 71];
  for (const byte of flips) {
    row("signature", `a bit of byte ${byte}`, INVALID, () =>
      lineOf(signer, text, {}, (old) => flipAt(old, byte)),
    );
  }
  row("signature", "a byte less", INVALID, () => lineOf(signer, text, {}, (old) => old.slice(0, -1)));
  row("signature", "a byte more", INVALID, () =>
    lineOf(signer, text, {}, (old) => concat(old, new Uint8Array(1))),
  );
  row("signature", "of another size of log", INVALID, () => lineOf(signer, text.replace(/\n\d/, "\n9"), {}));
  row("signature", "not base64", FORM, () => own.replace(/.\n$/, "!\n"));
  row("signature", "missing", FORM, () => `\u2014 ${signer.name} \n`);
  const code =
    signer.type === 1
      ? "NO_LOG_SIGNATURE"
      : signer.party === "witness"
        ? "TOO_FEW_WITNESSES"
        : "TOO_FEW_VALIDATORS";
  add("lines[]", `${signer.party}: left out`, refusedBy("V04", code), () => others(""));
  add("lines[]", `${signer.party}: twice`, refusedBy("V04", "NOTE_KEY_TWICE"), () => others(own + own));
  add("lines[]", `${signer.party}: no dash`, FORM, () => others(own.replace("\u2014", "-")));
  if (signer.type === 1) return;
  row("time", "a second more, not signed", INVALID, () => lineOf(signer, text, {}, (old) => flipAt(old, 7)));
  for (const seconds of [0n, 2n ** 53n, 2n ** 64n - 1n]) {
    row("time", `${seconds}`, INVALID, () => lineOf(signer, text, { seconds }));
  }
}

/** Another size under good signatures: the files are then not those of that log (09.1). */
function sizes(maker: RecordMaker): readonly Mutant[] {
  const size = maker.entries.length;
  const sized = (name: string, other: number, refusal: Refusal): Mutant => ({
    field: "checkpoint.size",
    name,
    refusal,
    make: () =>
      withCheckpoint(maker, makeCheckpoint(maker.manifest.origin, other, maker.root(), ALL_SIGNERS)),
  });
  const missing = {
    check: "V01",
    code: "FILE_MISSING",
    where: `tile/0/000.p/${size + 1}`,
    beside: ["V02", "V03"],
  } as const;
  const beyond = (check: Refusal): Refusal => ({ ...check, beside: ["V02", "V03"] });
  return [
    sized("one more", size + 1, missing),
    sized(
      "one less",
      size - 1,
      beyond({ check: "V01", code: "FILE_UNKNOWN", where: `tile/0/000.p/${size}` }),
    ),
    sized("zero", 0, FORM),
  ];
}

/** The record cut short with everything redone is a record; only who has a receipt sees it (10, V26). */
function receiptMutants(maker: RecordMaker): readonly Mutant[] {
  const at = maker.entries.length - 2;
  const receipt = utf8(makeReceipt(maker.entries, at, maker.manifest.origin));
  const cut = (): Evidence => {
    const shorter = maker.copy();
    shorter.entries.pop();
    return { files: shorter.files(), electionId: maker.electionId, receipts: [receipt] };
  };
  const forked = (): Evidence => {
    const other = maker.copy();
    other.entries.pop();
    other.entries.push(maker.entries.at(-1) ?? new Uint8Array(0));
    const earlier = makeReceipt([...maker.entries.slice(0, 5), utf8("other")], 2, maker.manifest.origin);
    return { files: other.files(), electionId: maker.electionId, receipts: [utf8(earlier)] };
  };
  const receiptAt = 0;
  return [
    {
      field: "checkpoint.size",
      name: "one less, everything redone, against a receipt",
      refusal: { check: "V26", code: "RECEIPT_BEYOND", where: receiptAt },
      make: cut,
    },
    {
      field: "checkpoint.root",
      name: "of another log, against a receipt",
      refusal: { check: "V26", code: "RECEIPT_FORK", where: receiptAt },
      make: forked,
    },
  ];
}
