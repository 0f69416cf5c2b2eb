import type { LetterAnswer } from "@veche/api/portal";
import { utf8 } from "@veche/base";

/** §04.1.3: the letter as a file that programs read and people can look into: one JSON object, a line for each part. */
export function letterFile(letter: LetterAnswer): {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
} {
  const { election, style, record, salt, entry, signature } = letter;
  const text = `${JSON.stringify({ election, style, record, salt, entry, signature }, null, 2)}\n`;
  return { name: `veche-letter-${election.slice(0, 8)}.json`, bytes: Uint8Array.from(utf8(text)) };
}
