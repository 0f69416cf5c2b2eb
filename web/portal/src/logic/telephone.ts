/** Spaces, brackets and every kind of hyphen that people and telephones put between digits. */
const BETWEEN = /[\s().\u00a0\u202f\u2010-\u2015-]/g;

/**
 * A number as people type it, as E.164: `8 900 000-12-34`, `+7 (900) 000 12 34` and `900 000 12 34` all become `+79000001234`;
 * a foreign number begins with `+`, `00` or `8~10`. `undefined`: no telephone number.
 */
export function normaliseTelephone(typed: string): string | undefined {
  const text = typed.replaceAll(BETWEEN, "").replaceAll("~", "");
  if (!/^\+?\d+$/.test(text)) return undefined;
  const number = international(text);
  return /^\+[1-9]\d{7,14}$/.test(number) && isRussianComplete(number) ? number : undefined;
}

function international(text: string): string {
  if (text.startsWith("+")) return text;
  if (text.startsWith("00")) return `+${text.slice(2)}`;
  if (text.startsWith("810")) return `+${text.slice(3)}`;
  if (/^[78]\d{10}$/.test(text)) return `+7${text.slice(1)}`;
  return /^9\d{9}$/.test(text) ? `+7${text}` : "";
}

/** A Russian number with a digit too few would still be a number of another length to E.164. */
const isRussianComplete = (number: string): boolean => !number.startsWith("+7") || number.length === 12;

/** `+7 900 000-12-34`, with spaces and hyphens that do not break; others as they are. */
export function showTelephone(number: string): string {
  const parts = /^\+7(\d{3})(\d{3})(\d{2})(\d{2})$/.exec(number);
  if (parts === null) return number;
  const [, area, a, b, c] = parts;
  return `+7\u00a0${area}\u00a0${a}\u2011${b}\u2011${c}`;
}

/** Last four digits with the hyphen, `12-34`, of a whole or masked number. */
export function telephoneEnd(number: string): string {
  const digits = number.replaceAll(/\D/g, "").slice(-4);
  return `${digits.slice(0, 2)}\u2011${digits.slice(2)}`;
}

/** Good enough to catch a slip of the finger; whether letters arrive only a letter can tell. */
export const isEmail = (text: string): boolean =>
  text.length <= 254 &&
  /^[^\s@<>()[\]\\,;:"]+@[A-Za-z0-9\u0080-\uffff.-]+\.[A-Za-z0-9\u0080-\uffff-]+$/.test(text);
