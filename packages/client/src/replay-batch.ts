import { type Bytes, err, ok, type RandomBytes, type Result } from "@veche/base";
import { ballotContext } from "@veche/election";
import {
  decodeEntry,
  electionKeysOf,
  electionOf,
  type LedgerState,
  type LedgerView,
  type ReplayError,
  Replayer,
  type Write,
} from "@veche/ledger";
import { type AheadChecks, type CheckLevel, checksOf } from "./check-levels.ts";
import { PendingView } from "./pending-view.ts";

export type Replayable = {
  readonly state: LedgerState;
  readonly view: LedgerView;
  readonly level: CheckLevel;
  readonly randomBytes: RandomBytes;
};

/** An entry of a type that there are few of: all but `issue`, `cast`, `roll` and `part`. `time`: of its block, ms. */
export type Landmark = {
  readonly index: number;
  readonly time: number;
  readonly type: string;
  readonly outcome: "ACCEPTED" | "BLAMED";
};

/** What entries did: to be taken over as a whole, or dropped. */
export type ReplayedBatch = {
  readonly state: LedgerState;
  readonly writes: readonly Write[];
  readonly landmarks: readonly Landmark[];
};

const FREQUENT: ReadonlySet<string> = new Set(["issue", "cast", "roll", "part"]);
/** Verified together: large enough to be worth it, small enough to be held. */
const TOGETHER = 512;

/**
 * Runs the state machine over entries on top of a view that it leaves as it is. A checkpoint stands at the end of a block, so
 * the last block of the entries is complete.
 */
export async function replayBatch(
  start: Replayable,
  entries: AsyncIterable<readonly Bytes[]>,
): Promise<Result<ReplayedBatch, ReplayError>> {
  const pending = new PendingView(start.view);
  const landmarks: Landmark[] = [];
  const { checks, ahead } = checksOf(start.level, start.randomBytes);
  const replayer = new Replayer(start.state, pending, checks, ({ index, time, transaction, outcome }) => {
    const type = typeOf(transaction);
    if (FREQUENT.has(type)) return;
    landmarks.push({ index, time, type, outcome: outcome.code === "BLAMED" ? "BLAMED" : "ACCEPTED" });
  });
  let state = start.state;
  for await (const blocks of wholeBlocks(entries)) {
    announce(state, pending, blocks, ahead);
    for (const entry of blocks) {
      const added = replayer.add(entry);
      if (!added.ok) return added;
    }
    const applied = replayer.finish();
    if (!applied.ok) return err(applied.error);
    state = applied.value.state;
  }
  return ok({ state, writes: pending.writes(), landmarks });
}

/** From the ceremony's end on: before it there is neither a ballot nor an `issue`. */
function announce(
  state: LedgerState,
  view: LedgerView,
  entries: readonly Bytes[],
  ahead: AheadChecks["ahead"],
): void {
  const election = electionOf(state);
  const keys = electionKeysOf(state, view);
  if (election === undefined || keys === undefined || state.phase !== "open") return;
  const transactions = entries
    .map((entry) => decodeEntry(entry))
    .flatMap((entry) => (entry.ok ? [entry.value.transaction] : []));
  ahead(transactions, ballotContext(election, keys.key));
}

/** The same entries cut where the time changes, so that each piece ends with a block. */
async function* wholeBlocks(entries: AsyncIterable<readonly Bytes[]>): AsyncGenerator<readonly Bytes[]> {
  let piece: Bytes[] = [];
  let time: number | undefined;
  for await (const batch of entries) {
    for (const entry of batch) {
      const read = decodeEntry(entry);
      const now = read.ok ? read.value.time : undefined;
      if (now !== time && piece.length >= TOGETHER) {
        yield piece;
        piece = [];
      }
      time = now;
      piece.push(entry);
    }
  }
  if (piece.length > 0) yield piece;
}

/** The type of a transaction that was accepted, from its first bytes: an array of three, then a text of less than 24. */
function typeOf(transaction: Bytes): string {
  const length = (transaction[1] as number) - 0x60;
  return String.fromCharCode(...transaction.subarray(2, 2 + length));
}
