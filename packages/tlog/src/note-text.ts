import { type Bytes, fromBase64, fromUtf8, utf8 } from "@veche/base";
import { HASH_BYTES, MAX_TREE_SIZE } from "./limits.ts";

/** The lexical rules that the C2SP text formats share. */

const SPACE = 0x20;
const NEWLINE = 0x0a;

/** No ASCII control character but the newline (C2SP signed-note). */
function hasNoControls(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < SPACE && unit !== NEWLINE) return false;
  }
  return true;
}

/** Text that a note may hold: no controls, and no lone surrogate, which UTF-8 cannot express. */
const isPlainText = (text: string): boolean => hasNoControls(text) && fromUtf8(utf8(text)) === text;

/** Text of a note: plain, ending in a newline. */
export const isNoteText = (text: string): boolean => text.endsWith("\n") && isPlainText(text);

/** A line without its newline: plain and not empty. */
export const isLine = (text: string): boolean => text !== "" && !text.includes("\n") && isPlainText(text);

/** ASCII decimal without superfluous zeros, below 2^53; anything else is `undefined`. */
export function parseDecimal(text: string): number | undefined {
  if (!/^(0|[1-9][0-9]{0,15})$/.test(text)) return undefined;
  const value = Number(text);
  return value <= MAX_TREE_SIZE ? value : undefined;
}

/** Canonical base64 of exactly 32 bytes; anything else is `undefined`. */
export function parseHash(text: string): Bytes | undefined {
  if (text.length !== 4 * Math.ceil(HASH_BYTES / 3)) return undefined;
  const bytes = fromBase64(text);
  return bytes?.length === HASH_BYTES ? bytes : undefined;
}

/** The text of the bytes if they are UTF-8 without controls. */
export function plainTextOf(bytes: Bytes): string | undefined {
  const text = fromUtf8(bytes);
  return text !== undefined && hasNoControls(text) ? text : undefined;
}
