import type { RandomBytes } from "@veche/base";
import { dayOf } from "../moscow-day.ts";

const DIGITS = 100_000_000;
/** The largest multiple of `DIGITS` that four bytes hold: beyond it a remainder would favour small numbers. */
const FAIR = Math.floor(2 ** 32 / DIGITS) * DIGITS;

/** A number to read out on the telephone: year and eight random digits, `26-0412-7731`. It says nothing of the order of applications. */
export function applicationNumber(now: number, randomBytes: RandomBytes): string {
  const digits = String(fairNumber(randomBytes)).padStart(8, "0");
  return `${dayOf(now).slice(2, 4)}-${digits.slice(0, 4)}-${digits.slice(4)}`;
}

function fairNumber(randomBytes: RandomBytes): number {
  for (;;) {
    const drawn = new DataView(Uint8Array.from(randomBytes(4)).buffer).getUint32(0);
    if (drawn < FAIR) return drawn % DIGITS;
  }
}
