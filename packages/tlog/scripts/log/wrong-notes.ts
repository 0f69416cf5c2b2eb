/** Notes that are no checkpoint, or whose signatures do not hold. All are for the manifest `one`. */
import { type Bytes, concat, equalBytes, fromBase64, sha256, toBase64, u8, utf8 } from "@veche/base";
import {
  COSIGNATURE_TYPE,
  checkpointText,
  cosignatureBody,
  fullySigned,
  keyId,
  LOG_TYPE,
  LOGS,
  logLine,
  noteOf,
  ORIGIN,
  type Party,
  signatureLine,
  TIME,
  timeBytes,
  VALIDATORS,
  validatorLine,
  validatorName,
} from "./parties.ts";
import { rootOf } from "./tree.ts";

export type WrongNote = {
  readonly name: string;
  readonly manifest: string;
  readonly note: string | Bytes;
  readonly expect: string;
};

const ROOT = rootOf(20);
const ROOT64 = toBase64(ROOT);
const TEXT = checkpointText(20, ROOT);
const NOTE = fullySigned(TEXT);
const LOG_LINE = logLine(TEXT, 1);
const COSIGN_LINE = validatorLine(TEXT, 1);

/** The same bits, but one more in the last character, which no byte holds. */
export function loosened(base64: string): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const at = base64.indexOf("=") - 1;
  const next = letters[letters.indexOf(base64[at] as string) + 1] as string;
  const loose = base64.slice(0, at) + next + base64.slice(at + 1);
  const [a, b] = [
    new Uint8Array(Buffer.from(loose, "base64")),
    new Uint8Array(Buffer.from(base64, "base64")),
  ];
  if (!equalBytes(a, b) || fromBase64(loose) !== undefined) throw new Error(`${base64} was not loosened`);
  return loose;
}

type Case = readonly [name: string, expect: string, note: string | Bytes];

/** Three lines that are no checkpoint, under right signatures. */
function wrongTexts(): readonly Case[] {
  const sized = (size: string): string => fullySigned(checkpointText(size, ROOT));
  const rooted = (root: string): string => fullySigned(checkpointText(20, root));
  return [
    ["another origin", "ORIGIN_MISMATCH", fullySigned(checkpointText(20, ROOT, "veche.example/other"))],
    [
      "the origin in capitals",
      "ORIGIN_MISMATCH",
      fullySigned(checkpointText(20, ROOT, ORIGIN.toUpperCase())),
    ],
    ["a space after the origin", "ORIGIN_MISMATCH", fullySigned(checkpointText(20, ROOT, `${ORIGIN} `))],
    ["no origin", "CHECKPOINT_LAYOUT", fullySigned(checkpointText(20, ROOT, ""))],
    ["two lines", "CHECKPOINT_LAYOUT", fullySigned(`${ORIGIN}\n20\n`)],
    ["an extension line", "CHECKPOINT_EXTENSION", fullySigned(`${TEXT}extension\n`)],
    ["an empty fourth line", "CHECKPOINT_EXTENSION", fullySigned(`${TEXT}\n`)],
    ["a size with a leading zero", "CHECKPOINT_SIZE", sized("020")],
    ["the size 00", "CHECKPOINT_SIZE", sized("00")],
    ["a size with a sign", "CHECKPOINT_SIZE", sized("+20")],
    ["a negative size", "CHECKPOINT_SIZE", sized("-20")],
    ["a size of 2^53", "CHECKPOINT_SIZE", sized(String(2 ** 53))],
    ["a size of 20 digits", "CHECKPOINT_SIZE", sized("18446744073709551615")],
    ["a size in hexadecimal", "CHECKPOINT_SIZE", sized("0x14")],
    ["a size with an exponent", "CHECKPOINT_SIZE", sized("2e1")],
    ["a space before the size", "CHECKPOINT_SIZE", sized(" 20")],
    ["a space after the size", "CHECKPOINT_SIZE", sized("20 ")],
    ["no size", "CHECKPOINT_SIZE", sized("")],
    ["the size in Arabic digits", "CHECKPOINT_SIZE", sized("\u0662\u0660")],
    ["a root in loose base64: an unused bit set", "CHECKPOINT_ROOT", rooted(loosened(ROOT64))],
    ["a root without padding", "CHECKPOINT_ROOT", rooted(ROOT64.slice(0, -1))],
    [
      "a root in the alphabet for URLs",
      "CHECKPOINT_ROOT",
      rooted(toBase64(new Uint8Array(32).fill(0xff)).replaceAll("/", "_")),
    ],
    ["a root in hexadecimal", "CHECKPOINT_ROOT", rooted(Buffer.from(ROOT).toString("hex"))],
    ["a root of 31 bytes", "CHECKPOINT_ROOT", rooted(toBase64(ROOT.slice(1)))],
    ["a root of 33 bytes", "CHECKPOINT_ROOT", rooted(toBase64(concat(ROOT, u8(0))))],
    ["a space after the root", "CHECKPOINT_ROOT", rooted(`${ROOT64} `)],
    [
      "the empty log with a root of zeros",
      "CHECKPOINT_ROOT",
      fullySigned(checkpointText(0, new Uint8Array(32))),
    ],
    ["the empty log with the root of 20 entries", "CHECKPOINT_ROOT", fullySigned(checkpointText(0, ROOT))],
  ];
}

/** Notes whose lines are wrong. */
function wrongLayouts(): readonly Case[] {
  const log64 = (LOG_LINE.split(" ")[2] as string).slice(0, -1);
  const withLog = (line: string): string => noteOf(TEXT, [line, COSIGN_LINE]);
  const unknown = (rest: string): string => `${NOTE}\u2014 ${rest}\n`;
  return [
    ["no bytes", "NOTE_LAYOUT", ""],
    ["the text alone", "NOTE_LAYOUT", TEXT],
    ["no signature", "NOTE_LAYOUT", `${TEXT}\n`],
    ["no empty line", "NOTE_LAYOUT", NOTE.replace("\n\n", "\n")],
    ["no newline at the end", "NOTE_LAYOUT", NOTE.slice(0, -1)],
    ["an empty line at the end", "NOTE_LAYOUT", `${NOTE}\n`],
    ["text after the signatures", "NOTE_SIGNATURE_LINE", `${NOTE}more\n`],
    ["a hyphen for the dash", "NOTE_SIGNATURE_LINE", withLog(LOG_LINE.replace("\u2014", "-"))],
    ["two spaces", "NOTE_SIGNATURE_LINE", withLog(LOG_LINE.replace(" ", "  "))],
    ["a space at the end of a line", "NOTE_SIGNATURE_LINE", withLog(LOG_LINE.replace("\n", " \n"))],
    [
      "a signature in loose base64: an unused bit set",
      "NOTE_SIGNATURE_LINE",
      withLog(LOG_LINE.replace(log64, loosened(log64))),
    ],
    ["a signature without padding", "NOTE_SIGNATURE_LINE", withLog(LOG_LINE.replace(/=+\n/, "\n"))],
    ["an unknown key, loose base64", "NOTE_SIGNATURE_LINE", unknown("stranger.example AAAAAAF=")],
    ["an unknown key, the alphabet for URLs", "NOTE_SIGNATURE_LINE", unknown("stranger.example AAAAAA-_")],
    ["an unknown key, a key id alone", "NOTE_SIGNATURE_LINE", unknown("stranger.example AAAAAA==")],
    ["an unknown key without a name", "NOTE_SIGNATURE_LINE", unknown(" AAAAAAA=")],
    ["an unknown key, a plus in its name", "NOTE_SIGNATURE_LINE", unknown("stranger+example AAAAAAA=")],
    [
      "an unknown key, a no-break space in its name",
      "NOTE_SIGNATURE_LINE",
      unknown("stranger\u00a0example AAAAAAA="),
    ],
    ["101 signature lines", "NOTE_TOO_MANY_SIGNATURES", NOTE + "\u2014 x AAAAAAA=\n".repeat(99)],
    ["CR LF everywhere", "NOTE_ENCODING", NOTE.replaceAll("\n", "\r\n")],
    ["CR LF in the last line", "NOTE_ENCODING", `${NOTE.slice(0, -1)}\r\n`],
    ["CR LF in the signed text", "NOTE_ENCODING", fullySigned(TEXT.replaceAll("\n", "\r\n"))],
    ["a tab for the space", "NOTE_ENCODING", withLog(LOG_LINE.replace(" ", "\t"))],
    ["a zero byte", "NOTE_ENCODING", `${NOTE}\u0000`],
    ["bytes that are no UTF-8", "NOTE_ENCODING", concat(u8(0xff), utf8(NOTE))],
    [
      "a line break of two bytes in overlong UTF-8",
      "NOTE_ENCODING",
      concat(utf8(NOTE.slice(0, -1)), u8(0xc0), u8(0x8a)),
    ],
  ];
}

const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

/** The same signature with ℓ added to S (§01.5.1). */
function stretched(signature: Bytes): Bytes {
  const s = BigInt(`0x${Buffer.from(signature.slice(32).toReversed()).toString("hex")}`) + ORDER;
  return concat(
    signature.slice(0, 32),
    new Uint8Array(Buffer.from(s.toString(16).padStart(64, "0"), "hex")).toReversed(),
  );
}

/** Signatures that do not hold, most beside others that would suffice. */
function wrongSignatures(): readonly Case[] {
  const log = LOGS[0] as Party;
  const validator = VALIDATORS[0] as Party;
  const logBody = log.sign(utf8(TEXT));
  const body = cosignatureBody(TEXT, validator, TIME);
  const zeros = new Uint8Array(64);
  const asLog = (bytes: Bytes): string =>
    signatureLine(ORIGIN, keyId(ORIGIN, LOG_TYPE, log.publicKey), bytes);
  const name = validatorName(1);
  const asValidator = (bytes: Bytes): string =>
    signatureLine(name, keyId(name, COSIGNATURE_TYPE, validator.publicKey), bytes);
  const logged = (bytes: Bytes): string => noteOf(TEXT, [asLog(bytes), COSIGN_LINE]);
  const cosigned = (bytes: Bytes): string => noteOf(TEXT, [LOG_LINE, asValidator(bytes)]);
  const at = (seconds: bigint): string => cosigned(cosignatureBody(TEXT, validator, seconds));
  return [
    ["a log signature of zeros", "SIGNATURE_INVALID", logged(zeros)],
    [
      "one bit of the log signature",
      "SIGNATURE_INVALID",
      logged(logBody.map((byte, i) => (i === 40 ? byte ^ 1 : byte))),
    ],
    ["the order added to S of the log signature", "SIGNATURE_INVALID", logged(stretched(logBody))],
    ["a log signature of 63 bytes", "SIGNATURE_INVALID", logged(logBody.slice(1))],
    ["a log signature of 65 bytes", "SIGNATURE_INVALID", logged(concat(logBody, u8(0)))],
    [
      "a log signature over the text without its last newline",
      "SIGNATURE_INVALID",
      logged(log.sign(utf8(TEXT.slice(0, -1)))),
    ],
    [
      "a log signature over the SHA-256 of the text",
      "SIGNATURE_INVALID",
      logged(log.sign(sha256(utf8(TEXT)))),
    ],
    [
      "a cosignature in the place of a log signature",
      "SIGNATURE_INVALID",
      logged(cosignatureBody(TEXT, log, TIME)),
    ],
    [
      "one bit of the cosignature",
      "SIGNATURE_INVALID",
      cosigned(body.map((byte, i) => (i === 40 ? byte ^ 1 : byte))),
    ],
    [
      "the order added to S of the cosignature",
      "SIGNATURE_INVALID",
      cosigned(concat(body.slice(0, 8), stretched(body.slice(8)))),
    ],
    [
      "a cosignature with another time",
      "SIGNATURE_INVALID",
      cosigned(concat(timeBytes(TIME + 1n), body.slice(8))),
    ],
    [
      "a cosignature with its time in little-endian order",
      "COSIGNATURE_TIME",
      cosigned(concat(timeBytes(TIME).toReversed(), body.slice(8))),
    ],
    ["a cosignature without its time", "SIGNATURE_INVALID", cosigned(body.slice(8))],
    ["a cosignature of 73 bytes", "SIGNATURE_INVALID", cosigned(concat(body, u8(0)))],
    [
      "a time, and a signature over the bare text",
      "SIGNATURE_INVALID",
      cosigned(concat(timeBytes(TIME), validator.sign(utf8(TEXT)))),
    ],
    [
      "a cosignature of two lines of the text",
      "SIGNATURE_INVALID",
      cosigned(cosignatureBody(`${ORIGIN}\n20\n`, validator, TIME)),
    ],
    ["signatures over another size", "SIGNATURE_INVALID", NOTE.replace("\n20\n", "\n21\n")],
    ["signatures over another root", "SIGNATURE_INVALID", NOTE.replace(ROOT64, toBase64(rootOf(19)))],
    ["a byte order mark before it all", "SIGNATURE_INVALID", `\ufeff${NOTE}`],
    ["a right log signature, then a wrong one by the same key", "SIGNATURE_INVALID", NOTE + asLog(zeros)],
    [
      "a wrong cosignature, then a right one by the same key",
      "SIGNATURE_INVALID",
      noteOf(TEXT, [LOG_LINE, asValidator(concat(timeBytes(TIME), zeros)), COSIGN_LINE]),
    ],
    ["a cosignature of the second 0", "COSIGNATURE_TIME", at(0n)],
    ["a cosignature of the second 2^53", "COSIGNATURE_TIME", at(2n ** 53n)],
    ["a cosignature of the second 2^64 - 1", "COSIGNATURE_TIME", at(2n ** 64n - 1n)],
  ];
}

export const wrongNotes = (): readonly WrongNote[] =>
  [...wrongTexts(), ...wrongLayouts(), ...wrongSignatures()].map(([name, expect, note]) => ({
    name,
    manifest: "one",
    note,
    expect,
  }));
