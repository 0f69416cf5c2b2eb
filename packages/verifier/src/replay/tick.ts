import type { StyleState } from "./election.ts";

/** The last five minutes of casting are free of ticks, so that nobody is left waiting (§06.5.5). */
const FREE_END = 300_000;

/**
 * §06.5.5: with a tick, casts of a style enter only in one block of each interval that ends at T − i·τ.
 * `tick` in seconds, `time` in ms.
 */
export function tickAllows(style: StyleState, tick: number, time: number): boolean {
  const end = style.window.castEnds - FREE_END;
  if (tick === 0 || time >= end) return true;
  const length = 1000 * tick;
  const interval = (at: number): number => Math.ceil((end - at) / length);
  if (end - interval(time) * length < style.window.opens) return false;
  // Intervals only count down: if an earlier cast shares this one, the last earlier cast does.
  const last = style.lastCastTime < time ? style.lastCastTime : style.castTimeBefore;
  // No cast at all is noted as −1: that is before this interval, which begins when the style opens or later.
  return interval(last) !== interval(time);
}

export function noteCast(style: StyleState, time: number): void {
  if (time === style.lastCastTime) return;
  style.castTimeBefore = style.lastCastTime;
  style.lastCastTime = time;
}
