import { type Bytes, compareBytes } from "@veche/base";
import type { Deadline } from "./ceremony-state.ts";
import type { Judge } from "./judge.ts";

/** A block as it is replayed (§06.3). */
export type Block = {
  readonly time: number;
  /** Counts the blocks of the log from 1. */
  readonly number: number;
  /** The deadline that took effect at its start, until a `deadline` has named it (§03.1.6). */
  deadline: Deadline | undefined;
  /** What the block's control transaction does at its end (§06.4.3). */
  control: (() => void) | undefined;
  /** Whether that is `open`, which has stated the length of the roll. */
  opening: boolean;
  /** Hash of its last cast. */
  lastCast: Bytes | undefined;
};

export function newBlock(time: number, number: number): Block {
  return {
    time,
    number,
    deadline: undefined,
    control: undefined,
    opening: false,
    lastCast: undefined,
  };
}

/** V07, §06.3.2: first all others, then casts, strictly ascending by hash. `cast`: the hash of a cast. */
export function checkOrder(block: Block, cast: Bytes | undefined, judge: Judge): void {
  if (cast === undefined) {
    judge.expect(block.lastCast === undefined, "V07", "CAST_BEFORE_OTHERS");
    return;
  }
  const ascends = block.lastCast === undefined || compareBytes(cast, block.lastCast) > 0;
  judge.expect(ascends, "V07", "CAST_ORDER");
  block.lastCast = cast;
}
