import type { Bytes } from "@veche/base";

/** Ways of making a block that no honest validator may agree to. */
export const LIES = ["nonsense", "twice", "again", "backwards"] as const;

export type Lie = (typeof LIES)[number];

const NONSENSE = Uint8Array.of(0xff, 0x00, 0xff);

/**
 * The proposal that a dishonest proposer makes of an honest one.
 *
 * @param earlier transactions that stand in blocks already.
 */
export function falsify(lie: Lie, honest: readonly Bytes[], earlier: readonly Bytes[]): readonly Bytes[] {
  const [first] = honest;
  switch (lie) {
    case "twice":
      return first === undefined ? [NONSENSE] : [...honest, first];
    case "again":
      return [...honest, earlier[0] ?? NONSENSE];
    case "backwards":
      return honest.length < 2 ? [...honest, NONSENSE] : [...honest].reverse();
    case "nonsense":
      return [...honest, NONSENSE];
  }
}
