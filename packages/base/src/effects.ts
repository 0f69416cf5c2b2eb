import type { Bytes } from "./bytes.ts";

/** Randomness is an argument below layer 5 (law of imports 4): `length` fresh, uniform, secret bytes. */
export type RandomBytes = (length: number) => Bytes;

/** Wall-clock time in milliseconds since 1970, an argument below layer 5. */
export type Clock = () => number;
