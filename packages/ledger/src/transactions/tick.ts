import type { BallotStyle } from "@veche/election";
import { type Refusal, refuse } from "../format/outcome.ts";
import type { Work } from "../work.ts";

/** §06.5.5: from here to castEnds every block takes casts. */
const LAST_MINUTES_MS = 300_000;

/**
 * §06.5.5: ⚔ in a small style the moment of casting would point to the moment of issuing, so casts enter in one block of
 * each tick only. The last accepted cast is enough to know: the number of the tick never grows with time.
 */
export function checkTick(work: Work, style: number): Refusal | undefined {
  const tick = 1_000 * (work.manifest.styles[style] as BallotStyle).tick;
  if (tick === 0) return undefined;
  const { opens, castEnds } = work.window(style);
  const free = castEnds - LAST_MINUTES_MS;
  if (work.time >= free) return undefined;
  const number = ticksLeft(free, work.time, tick);
  if (free - number * tick < opens) return refuse("TICK_WAIT", "before the first tick");
  const { lastCast } = work.style(style);
  const isUsed =
    lastCast > 0 && lastCast < work.time && lastCast < free && ticksLeft(free, lastCast, tick) === number;
  return isUsed ? refuse("TICK_WAIT", "this tick has had its block") : undefined;
}

/** i(t) of §06.5.5: ⌈(T − t)/τ⌉, for t < T, in integers. */
export function ticksLeft(free: number, time: number, tick: number): number {
  const rest = (free - time) % tick;
  const whole = (free - time - rest) / tick;
  return rest > 0 ? whole + 1 : whole;
}
