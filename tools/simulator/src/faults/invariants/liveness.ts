import type { Observations, Outage, Verdict } from "./observations.ts";

/** While at most f are faulty, and after a heal, the chain goes on within this. */
export const GOES_ON_MS = 30_000;

/** What was under way when the network was cut may still arrive. */
const UNDER_WAY_MS = 5_000;

/** 4: it goes on, and gives receipts, while at most f are faulty; beyond that it promises nothing, and goes on when healed. No honest validator ends by itself. */
export function goesOn(seen: Observations): Verdict {
  return {
    findings: [
      ...pauses(seen),
      ...withoutReceipts(seen),
      ...seen.outages.flatMap((outage) => promisesIn(seen, outage)),
      ...seen.ends.map(({ validator, called, code, at }) => {
        const second = Math.round((at - seen.startedAt) / 1000);
        return `the ${called} of ${validator} ended by itself at ${second} s: ${code}`;
      }),
    ],
    looked: seen.progress.length,
  };
}

/** Where nobody was promised anything, nothing was tried. */
function withoutReceipts({ journal }: Observations): readonly string[] {
  const has = (what: string): boolean => journal.some((line) => line.what === what);
  return has("request") && !has("receipt") ? ["of all requests none has a receipt"] : [];
}

type Stretch = { readonly from: number; readonly until: number };

/** Stretches without a new block; time in which none can come does not count, but afterwards the count begins anew. */
function pauses({ startedAt, endedAt, progress, outages }: Observations): readonly string[] {
  const moments = [
    startedAt,
    ...progress.map(({ at }) => at).filter((at) => at > startedAt && at < endedAt),
    endedAt,
  ];
  return moments.slice(1).flatMap((to, at) => {
    const from = moments[at] as number;
    return withoutOutages({ from, until: to }, outages)
      .filter((part) => part.until - part.from > GOES_ON_MS)
      .map((part) => `no block from ${seconds(part.from, startedAt)} to ${seconds(part.until, startedAt)}`);
  });
}

function withoutOutages(stretch: Stretch, outages: readonly Outage[]): readonly Stretch[] {
  return outages.reduce<readonly Stretch[]>(
    (parts, outage) =>
      parts.flatMap((part) =>
        outage.healed <= part.from || outage.from >= part.until
          ? [part]
          : [
              { from: part.from, until: outage.from },
              { from: outage.healed, until: part.until },
            ].filter(({ from, until }) => from < until),
      ),
    [stretch],
  );
}

function promisesIn(
  { journal, progress, startedAt }: Observations,
  { from, until }: Outage,
): readonly string[] {
  const isInside = (at: number): boolean => at > from + UNDER_WAY_MS && at < until;
  return [
    ...journal
      .filter(({ what, at }) => what === "receipt" && isInside(at))
      .map(({ id, at }) => `receipt ${id} at ${seconds(at, startedAt)}, while more than f were cut off`),
    ...progress
      .filter(({ at }) => isInside(at))
      .map(
        ({ height, at }) => `block ${height} at ${seconds(at, startedAt)}, while more than f were cut off`,
      ),
  ];
}

const seconds = (at: number, from: number): string => `${Math.round((at - from) / 1000)} s`;
