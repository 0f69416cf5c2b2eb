import { type Bytes, fromBase64, fromUtf8 } from "@veche/base";

/** A signed note (C2SP `signed-note`, §07.3.1). */
export type Note = {
  /** The signed text with its final line feed. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
};

export type NoteSignature = { readonly name: string; readonly keyId: Bytes; readonly signature: Bytes };

/** §07.4.2. */
const SIGNATURES_MAX = 100;
/**
 * §07.3.1, C2SP `signed-note`: names have no plus sign and no Unicode space. These are the characters of the property
 * White_Space that are no controls below 0x20, spelt out: `\s` takes U+FEFF for one, and does not know U+0085.
 */
const SIGNATURE_LINE =
  /^\u2014 ([^ +\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+) ([A-Za-z0-9+/=]+)$/;

/**
 * Reads a note. `undefined` if it is not UTF-8, has control characters other than line feeds, has no empty
 * line before its signatures, more than 100 of them (§07.4.2), or a signature line that is not canonical base64
 * of a key id and a signature.
 */
export function parseNote(bytes: Bytes): Note | undefined {
  const all = fromUtf8(bytes);
  if (all === undefined || hasControls(all) || !all.endsWith("\n")) return undefined;
  const split = all.lastIndexOf("\n\n");
  if (split < 1) return undefined;
  const text = all.slice(0, split + 1);
  const signatures: NoteSignature[] = [];
  for (const line of all.slice(split + 2, -1).split("\n")) {
    const signature = parseSignature(line);
    if (signature === undefined) return undefined;
    signatures.push(signature);
  }
  return signatures.length <= SIGNATURES_MAX ? { text, signatures } : undefined;
}

function parseSignature(line: string): NoteSignature | undefined {
  const match = SIGNATURE_LINE.exec(line);
  if (match === null) return undefined;
  const bytes = fromBase64(match[2] as string);
  if (bytes === undefined || bytes.length < 5) return undefined;
  return { name: match[1] as string, keyId: bytes.slice(0, 4), signature: bytes.slice(4) };
}

function hasControls(text: string): boolean {
  for (const character of text) {
    if (character < " " && character !== "\n") return true;
  }
  return false;
}
