import { assert } from "@veche/base";

/** From values to coordinates. */
export type Scale = {
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
};

export type Range = { readonly from: number; readonly to: number };

/** From `low` to `high` or a little beyond, at round steps; what differs by less than a thousandth is one place. */
export function linearScale(values: readonly number[], { from, to }: Range): Scale {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const step = roundStep((Math.max(high - low, Math.abs(high) / 1_000) || 1) / 5);
  const first = Math.floor(low / step) * step;
  const last = Math.max(Math.ceil(high / step) * step, first + step);
  const count = Math.round((last - first) / step);
  return {
    at: (value) => from + ((value - first) / (last - first)) * (to - from),
    ticks: Array.from({ length: count + 1 }, (_, at) => first + at * step),
  };
}

/** 1, 2 or 5 times a power of ten, at least `least`. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5].find((one) => one * power >= least * 0.999) ?? 10;
  return factor * power;
}

/** Of logarithms: every decade is equally wide. Where there are few, 2 and 5 get ticks too; where many, every other one. */
export function logScale(values: readonly number[], { from, to }: Range): Scale {
  assert(
    values.every((value) => value > 0),
    "logarithms of what is above zero",
  );
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const decades = Math.log10(high / low);
  const factors = decades > 2.5 ? [1] : [1, 2, 5];
  const first = lastNotAbove(low, [1, 2, 5]);
  const last = firstNotBelow(Math.max(high, low * WIDTH_MIN), [1, 2, 5]);
  const width = Math.log10(last / first);
  return {
    at: (value) => from + (Math.log10(value / first) / width) * (to - from),
    ticks: ticksBetween(first, last, factors),
  };
}

const TOLERANCE = 1.000_001;
/** Values that hardly differ get an axis all the same. */
const WIDTH_MIN = 1.01;

function candidates(value: number, factors: readonly number[]): readonly number[] {
  const power = Math.floor(Math.log10(value));
  return [power - 1, power, power + 1].flatMap((one) => factors.map((factor) => factor * 10 ** one));
}

const lastNotAbove = (value: number, factors: readonly number[]): number =>
  Math.max(...candidates(value, factors).filter((one) => one <= value * TOLERANCE));

const firstNotBelow = (value: number, factors: readonly number[]): number =>
  Math.min(...candidates(value, factors).filter((one) => one * TOLERANCE >= value));

function ticksBetween(first: number, last: number, factors: readonly number[]): readonly number[] {
  const powers = Array.from(
    { length: Math.ceil(Math.log10(last)) - Math.floor(Math.log10(first)) + 2 },
    (_, at) => Math.floor(Math.log10(first) + 1e-9) + at,
  );
  const ticks = powers
    .flatMap((power) => factors.map((factor) => factor * 10 ** power))
    .filter((tick) => tick * TOLERANCE >= first && tick <= last * TOLERANCE);
  return ticks.length <= TICKS_MAX ? ticks : ticks.filter((_, at) => at % 2 === 0);
}

/** More would run into one another. */
const TICKS_MAX = 6;
