/**
 * The default alphabet of GSM (3GPP TS 23.038, 6.2.1) and its extension table: one octet a character as SMSCs take it with
 * data_coding 0, two for the extended ones.
 */
const BASIC =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
const EXTENDED: Readonly<Record<string, number>> = {
  "\f": 0x0a,
  "^": 0x14,
  "{": 0x28,
  "}": 0x29,
  "\\": 0x2f,
  "[": 0x3c,
  "~": 0x3d,
  "]": 0x3e,
  "|": 0x40,
  "€": 0x65,
};
const ESCAPE = 0x1b;

/** Septets of one character, one or two; `undefined` if the alphabet lacks it. */
export function septets(character: string): readonly number[] | undefined {
  const extended = EXTENDED[character];
  if (extended !== undefined) return [ESCAPE, extended];
  const basic = BASIC.indexOf(character);
  return basic < 0 || basic === ESCAPE ? undefined : [basic];
}
