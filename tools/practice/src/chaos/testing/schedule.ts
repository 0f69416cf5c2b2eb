/** What is killed, in an order that the seed gives. PostgreSQL comes back by itself; of the others whoever watches over services starts them. */
export const VICTIMS = ["registrar", "postgres", "node", "issuer 1", "issuer 2", "identity"] as const;
export type Victim = (typeof VICTIMS)[number];

/** `afterMs`: pause before it, `downMs`: until it is started again. */
export type Blow = { readonly victim: Victim; readonly afterMs: number; readonly downMs: number };

/** Every victim once in each round, in an order of the round's own. */
export function scheduleOf(seed: number, rounds: number): readonly Blow[] {
  const draw = numbers(seed);
  return Array.from({ length: rounds }, () => shuffled(VICTIMS, draw)).flatMap((round) =>
    round.map((victim) => ({ victim, afterMs: 200 + draw(1_800), downMs: draw(700) })),
  );
}

function shuffled<T>(values: readonly T[], draw: (below: number) => number): readonly T[] {
  const rest = [...values];
  return values.flatMap(() => rest.splice(draw(rest.length), 1));
}

/** Whole numbers below a bound, the same for the same seed: Numerical Recipes' linear congruence, its upper bits. */
export function numbers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 0x1_0000_0000) * below);
  };
}
