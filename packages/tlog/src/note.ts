import {
  assert,
  type Bytes,
  concat,
  equalBytes,
  err,
  fromBase64,
  ok,
  type Result,
  toBase64,
  utf8,
} from "@veche/base";
import { MAX_NOTE_BYTES, MAX_NOTE_SIGNATURES } from "./limits.ts";
import { isNoteText, plainTextOf } from "./note-text.ts";
import { isKeyName } from "./verifier-key.ts";

/** One signature line. `id` is the 4-byte key id; `body` is what the signature type puts after it. */
export type NoteSignature = { readonly name: string; readonly id: Bytes; readonly body: Bytes };

/** A signed note as it is written (C2SP signed-note), its signatures not checked. `text` ends in a newline. */
export type Note = { readonly text: string; readonly signatures: readonly NoteSignature[] };

export type NoteError = {
  readonly code:
    | "NOTE_TOO_LONG"
    | "NOTE_ENCODING"
    | "NOTE_LAYOUT"
    | "NOTE_SIGNATURE_LINE"
    | "NOTE_TOO_MANY_SIGNATURES";
};

const DASH = "\u2014 ";
const ID_BYTES = 4;

/** True if both lines claim to be by the same key. */
export const sameSigner = (a: Omit<NoteSignature, "body">, b: Omit<NoteSignature, "body">): boolean =>
  a.name === b.name && equalBytes(a.id, b.id);

/** A signature line with its newline: em dash, space, name, space, base64(id ‖ body). */
export function formatSignatureLine(signature: NoteSignature): string {
  assert(isKeyName(signature.name) && signature.id.length === ID_BYTES, "a signature names its key");
  assert(signature.body.length > 0, "a signature is not empty");
  return `${DASH}${signature.name} ${toBase64(concat(signature.id, signature.body))}\n`;
}

/** The bytes of a note with 1…100 signatures. */
export function formatNote(note: Note): Bytes {
  assert(isNoteText(note.text), "the text of a note is plain and ends in a newline");
  const count = note.signatures.length;
  assert(count > 0 && count <= MAX_NOTE_SIGNATURES, "a note has 1 to 100 signatures");
  const bytes = utf8(`${note.text}\n${note.signatures.map(formatSignatureLine).join("")}`);
  assert(bytes.length <= MAX_NOTE_BYTES, "a note has at most 1,000,000 bytes");
  return bytes;
}

/** The note with more signatures at its end; of two by the same key the first stays. */
export function addSignatures(note: Note, added: readonly NoteSignature[]): Note {
  const signatures = [...note.signatures];
  for (const signature of added) {
    if (!signatures.some((present) => sameSigner(present, signature))) signatures.push(signature);
  }
  return { text: note.text, signatures };
}

/**
 * Strict reading of a note: UTF-8 without control characters, the text up to the last empty line, then 1…100
 * signature lines, each ending in a newline.
 */
export function parseNote(bytes: Bytes): Result<Note, NoteError> {
  if (bytes.length > MAX_NOTE_BYTES) return err({ code: "NOTE_TOO_LONG" });
  const note = plainTextOf(bytes);
  if (note === undefined) return err({ code: "NOTE_ENCODING" });
  const split = note.lastIndexOf("\n\n");
  if (split < 0) return err({ code: "NOTE_LAYOUT" });
  const signatures = parseLines(note.slice(split + 2));
  return signatures.ok ? ok({ text: note.slice(0, split + 1), signatures: signatures.value }) : signatures;
}

/** Signature lines without a note: what a witness answers (C2SP tlog-witness). */
export function parseSignatureLines(bytes: Bytes): Result<readonly NoteSignature[], NoteError> {
  if (bytes.length > MAX_NOTE_BYTES) return err({ code: "NOTE_TOO_LONG" });
  const lines = plainTextOf(bytes);
  return lines === undefined ? err({ code: "NOTE_ENCODING" }) : parseLines(lines);
}

function parseLines(text: string): Result<readonly NoteSignature[], NoteError> {
  if (!text.endsWith("\n")) return err({ code: "NOTE_LAYOUT" });
  const lines = text.slice(0, -1).split("\n");
  if (lines.length > MAX_NOTE_SIGNATURES) return err({ code: "NOTE_TOO_MANY_SIGNATURES" });
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const signature = parseLine(line);
    if (signature === undefined) return err({ code: "NOTE_SIGNATURE_LINE" });
    signatures.push(signature);
  }
  return ok(signatures);
}

function parseLine(line: string): NoteSignature | undefined {
  if (!line.startsWith(DASH)) return undefined;
  const [name, base64, ...rest] = line.slice(DASH.length).split(" ");
  if (name === undefined || base64 === undefined || rest.length > 0 || !isKeyName(name)) return undefined;
  const bytes = fromBase64(base64);
  if (bytes === undefined || bytes.length <= ID_BYTES) return undefined;
  return { name, id: bytes.slice(0, ID_BYTES), body: bytes.slice(ID_BYTES) };
}
