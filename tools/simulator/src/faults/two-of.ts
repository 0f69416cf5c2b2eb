import { assert, type RandomBytes } from "@veche/base";
import { uniform } from "../seeded-random.ts";

/** Two different ones of at least two. */
export function twoOf<T>(all: readonly T[], random: RandomBytes): readonly [T, T] {
  assert(all.length >= 2, "two different ones");
  const at = uniform(random, all.length);
  const other = (at + 1 + uniform(random, all.length - 1)) % all.length;
  return [all[at] as T, all[other] as T];
}
