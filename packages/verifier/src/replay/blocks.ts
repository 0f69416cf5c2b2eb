import { type Bytes, compareBytes } from "@veche/base";
import { type Entry, transactionHash } from "../form/entry.ts";
import type { Deadline } from "./ceremony-state.ts";
import type { Judge } from "./judge.ts";

/** A block as it is replayed (§06.3). */
export type Block = {
  readonly time: number;
  /** The deadline that took effect at its start, until a `deadline` has named it (§03.1.6). */
  deadline: Deadline | undefined;
  /** What the block's control transaction does at its end (§06.4.3). */
  control: (() => void) | undefined;
  /** Whether that is `open`, which has stated the length of the roll. */
  opening: boolean;
  /** Credentials whose cast was accepted in it (§06.5.4). */
  readonly credentials: Set<string>;
  lastCast: Bytes | undefined;
};

export function newBlock(time: number): Block {
  return {
    time,
    deadline: undefined,
    control: undefined,
    opening: false,
    credentials: new Set(),
    lastCast: undefined,
  };
}

/** V07, §06.3.2: first all others, then casts, strictly ascending by hash. */
export function checkOrder(block: Block, entry: Entry, judge: Judge): void {
  if (entry.transaction.type !== "cast") {
    judge.expect(block.lastCast === undefined, "V07", "CAST_BEFORE_OTHERS");
    return;
  }
  const hash = transactionHash(entry);
  const ascends = block.lastCast === undefined || compareBytes(hash, block.lastCast) > 0;
  judge.expect(ascends, "V07", "CAST_ORDER");
  block.lastCast = hash;
}
