import type { Bytes } from "@veche/base";
import { septets } from "./gsm7.ts";

/** `data_coding` of SMPP 3.4 (5.2.19): 0 the default alphabet, 8 UCS-2. */
export type Coding = 0 | 8;
/** A text as it goes over the air: one part, or several that carry a header and are joined by the telephone. */
export type Parts = { readonly coding: Coding; readonly parts: readonly Bytes[] };

/** Septets or 16-bit units of a message alone, and of each part beside the header of 6 octets (3GPP TS 23.040, 9.2.3.24.1). */
const ALONE = { 0: 160, 8: 70 } as const;
const JOINED = { 0: 153, 8: 67 } as const;

/** GSM-7 if every character is in its alphabet, else UCS-2. A character is never torn between two parts. */
export function toParts(text: string): Parts {
  const characters = [...text];
  const inGsm7 = characters.map(septets);
  if (inGsm7.every((units) => units !== undefined))
    return { coding: 0, parts: split(inGsm7, 0, bytesOfSeptets) };
  return { coding: 8, parts: split(characters.map(units), 8, bytesOfUnits) };
}

/** All in one piece, for gateways that cut it themselves. */
export function wholeText(text: string): { readonly coding: Coding; readonly bytes: Bytes } {
  const inGsm7 = [...text].map(septets);
  return inGsm7.every((one) => one !== undefined)
    ? { coding: 0, bytes: bytesOfSeptets(inGsm7.flat()) }
    : { coding: 8, bytes: bytesOfUnits(units(text)) };
}

type ToBytes = (units: readonly number[]) => Bytes;

function split(
  characters: readonly (readonly number[])[],
  coding: Coding,
  toBytes: ToBytes,
): readonly Bytes[] {
  const all = characters.flat();
  if (all.length <= ALONE[coding]) return [toBytes(all)];
  const parts: number[][] = [[]];
  for (const character of characters) {
    if ((parts.at(-1)?.length ?? 0) + character.length > JOINED[coding]) parts.push([]);
    parts.at(-1)?.push(...character);
  }
  return parts.map(toBytes);
}

const units = (text: string): readonly number[] =>
  Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
const bytesOfSeptets: ToBytes = (units) => Uint8Array.from(units);
const bytesOfUnits: ToBytes = (units) => Uint8Array.from(units.flatMap((unit) => [unit >> 8, unit & 255]));
