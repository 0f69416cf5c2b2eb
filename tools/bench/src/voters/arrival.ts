/** Of the online vote of September 2021: three days, and half of all ballots in the first five hours. */
const HOURS = 72;
const RUSH = { hours: 5, share: 0.5 } as const;

/** When each of `count` voters comes, ms from the opening, ascending: the three days pressed into `windowMs`. */
export function arrivals(count: number, windowMs: number): readonly number[] {
  const rushMs = (RUSH.hours / HOURS) * windowMs;
  return Array.from({ length: count }, (_, at) => {
    const share = (at + 0.5) / count;
    if (share < RUSH.share) return (share / RUSH.share) * rushMs;
    return rushMs + ((share - RUSH.share) / (1 - RUSH.share)) * (windowMs - rushMs);
  });
}
