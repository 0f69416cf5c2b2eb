import { type Figure, reading, valueAt } from "./figure.ts";
import { OPTIONS } from "./plan.ts";

/** Issuers whose signatures a token of the bench has. */
const TOKEN_SIGNATURES = 2;
const GROWTH = { from: 10_000, to: 100_000 } as const;

/** Figures that follow from measured ones. */
export function derivedFigures(figures: readonly Figure[]): readonly Figure[] {
  return OPTIONS.flatMap((options) => [
    ...growth(figures, options, "cpu", "growth"),
    ...growth(figures, options, "peak", "memory-growth"),
    ...batchRatio(figures, options),
    ...wholeRatios(figures, options),
  ]);
}

function growth(figures: readonly Figure[], options: number, of: string, id: string): readonly Figure[] {
  const from = valueAt(figures, `verify.${options}.${GROWTH.from}.${of}`);
  const to = valueAt(figures, `verify.${options}.${GROWTH.to}.${of}`);
  if (from === undefined || to === undefined) return [];
  return [reading(`verify.${options}.${id}`, "percent", 100 * (to / from - 1))];
}

/** noble one by one against the largest batch: proofs and issue signatures, nothing else on either side. */
function batchRatio(figures: readonly Figure[], options: number): readonly Figure[] {
  const single = oneByOne(figures, options);
  const sizes = figures.flatMap(({ id }) => {
    const size = new RegExp(`^ops\\.${options}\\.ballot-batch-(\\d+)$`).exec(id)?.[1];
    return size === undefined ? [] : [Number(size)];
  });
  const most = Math.max(0, ...sizes);
  const ballot = valueAt(figures, `ops.${options}.ballot-batch-${most}`);
  const issue = valueAt(figures, `ops.${options}.issue-batch-${most}`);
  if (single === undefined || ballot === undefined || issue === undefined) return [];
  return [reading(`ratio.${options}.proofs`, "times", single / (ballot + issue))];
}

/**
 * noble one by one, which does nothing but proofs and issue signatures, against all that the verifier does for a ballot: log,
 * tree, replay, tally. The cost of its tokens is subtracted as measured alone, or added to noble's side.
 */
function wholeRatios(figures: readonly Figure[], options: number): readonly Figure[] {
  const single = oneByOne(figures, options);
  const signature = valueAt(figures, "ops.token-verify");
  if (single === undefined || signature === undefined) return [];
  const tokens = TOKEN_SIGNATURES * signature;
  return figures.flatMap(({ id, value }) => {
    const size = new RegExp(`^verify\\.${options}\\.(\\d+)\\.cpu$`).exec(id)?.[1];
    if (size === undefined) return [];
    const without = value > tokens ? [["without-tokens", single / (value - tokens)] as const] : [];
    const ratios = [...without, ["with-tokens", (single + tokens) / value] as const];
    return ratios.map(([name, ratio]) => reading(`ratio.${options}.${size}.${name}`, "times", ratio));
  });
}

/** CPU time of noble for the proofs of one ballot and its issue signature, µs. */
export function oneByOne(figures: readonly Figure[], options: number): number | undefined {
  const ballot = valueAt(figures, `ops.${options}.ballot-single`);
  const issue = valueAt(figures, `ops.${options}.issue-single`);
  return ballot === undefined || issue === undefined ? undefined : ballot + issue;
}
