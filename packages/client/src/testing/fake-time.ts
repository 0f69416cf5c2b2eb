import type { Timing } from "../timing.ts";

/** Time that passes only while somebody sleeps. */
export function fakeTiming(start = 1_800_000_000_000): Timing & { readonly slept: number[]; at: number } {
  const timing = {
    at: start,
    slept: [] as number[],
    now: () => timing.at,
    sleep: async (ms: number) => {
      timing.slept.push(ms);
      timing.at += ms;
    },
  };
  return timing;
}
