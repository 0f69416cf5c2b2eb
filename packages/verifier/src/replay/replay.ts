import { type Bytes, equalBytes, sha256 } from "@veche/base";
import { COUNTABLE, type EntryColumns } from "../bulk/batch.ts";
import type { ElectionContext } from "../bulk/election-context.ts";
import { KIND } from "../bulk/plain-entry.ts";
import type { Findings } from "../findings.ts";
import { decodeEntry, type Transaction, transactionHash } from "../form/entry.ts";
import { entryAt, type TakenBatch } from "../log/bundle-feed.ts";
import type { Visit } from "../log/walk.ts";
import { checkSignatures, isControl, ROLE } from "./authority.ts";
import { type Block, checkOrder, newBlock } from "./blocks.ts";
import { newAttempt, passDeadline } from "./ceremony-state.ts";
import { dispatch } from "./dispatch.ts";
import { type Election, wasBlamed } from "./election.ts";
import { Judge } from "./judge.ts";
import { noParts, readWhole, takePart } from "./parts.ts";
import { inPhase } from "./set-up.ts";
import { fixTally } from "./tally.ts";
import { fixResult } from "./tallying.ts";
import { takeCast, takeIssue } from "./voters.ts";

/** What a replay needs beside the log. */
export type ReplaySetup = {
  readonly findings: Findings;
  /** The entry of the definition on which the record rests, if there is one. */
  readonly definition: number | undefined;
  readonly election: Election | undefined;
  /** Judges a batch once more, because ballots are judged by something else now. */
  readonly judgeAgain: (taken: TakenBatch, context: ElectionContext) => Promise<void>;
};

/**
 * Replays the ledger (chapter 06), one entry after the other. Without an election (no usable manifest) only
 * what needs none is checked: form and order.
 */
export class Replay {
  readonly #findings: Findings;
  readonly #election: Election | undefined;
  readonly #definition: number;
  readonly #judgeAgain: ReplaySetup["judgeAgain"];
  readonly #parts = noParts();
  #block: Block = newBlock(-1, 0);
  /** Ballots of the present batch that count, by row. */
  #counted = new Uint8Array(0);
  /** Whether the sums of the present batch have been added. */
  #isBatchAdded = false;
  #rootAfter: Visit["rootAfter"] | undefined;
  #row = 0;

  constructor({ findings, definition, election, judgeAgain }: ReplaySetup) {
    this.#findings = findings;
    this.#election = election;
    this.#definition = definition ?? Number.MAX_SAFE_INTEGER;
    this.#judgeAgain = judgeAgain;
  }

  /** Replays the entries of a bundle. */
  async take(visit: Visit): Promise<void> {
    const { taken, from, to, firstEntry } = visit;
    if (from === 0) {
      this.#counted = new Uint8Array(taken.judged.columns.kinds.length);
      this.#isBatchAdded = false;
    }
    this.#rootAfter = visit.rootAfter;
    this.#findings.examined("V06", to - from);
    this.#findings.examined("V07", to - from);
    for (let row = from; row < to; row++) {
      this.#row = row;
      const judge = new Judge(this.#findings, firstEntry + row - from);
      const { columns } = taken.judged;
      if (columns.kinds[row] === KIND.other) {
        await this.#takeOther(entryAt(taken, row), judge, taken);
        continue;
      }
      // First the block: the one before may end with the change for which a ballot is judged again.
      this.#enterBlock(columns.times[row] as number, judge.entry);
      const context = this.#changedContext(taken, row);
      if (context !== undefined) await this.#judgeAgain(taken, context);
      this.#takePlain(taken.judged.columns, row, judge);
    }
    if (visit.isLastOfBatch) await this.#addBatch(taken, firstEntry - from);
  }

  /** §06.3.1: the end of the log ends its last block. */
  finish(): void {
    this.#endBlock();
  }

  async #takeOther(bytes: Bytes, judge: Judge, taken: TakenBatch): Promise<void> {
    const decoded = decodeEntry(bytes);
    if (decoded.time !== undefined) this.#enterBlock(decoded.time, judge.entry);
    if ("fault" in decoded) return judge.fail("V06", decoded.fault);
    const { transaction } = decoded.value;
    // What stands in the wrong place is judged where it stands.
    const cast = transaction.type === "cast" ? transactionHash(decoded.value) : undefined;
    checkOrder(this.#block, cast, new Judge(this.#findings, judge.entry));
    const election = this.#election;
    if (election === undefined) return this.#takeWithoutElection(transaction, judge);
    if (transaction.type === "part") return this.#takePart(election, transaction, judge, taken);
    await this.#takeTransaction(election, transaction, judge, taken);
  }

  /** An `issue` with its one signature, or a `cast` without any. */
  #takePlain(columns: EntryColumns, row: number, judge: Judge): void {
    const isCast = columns.kinds[row] === KIND.cast;
    const hash = isCast ? columns.transactionHashes.subarray(32 * row, 32 * row + 32) : undefined;
    checkOrder(this.#block, hash, new Judge(this.#findings, judge.entry));
    const election = this.#election;
    const isDefined =
      election === undefined ? this.#isDefinedBefore(judge.entry) : election.phase !== "undefined";
    if (!judge.expect(isDefined, "V06", "ELECTION_UNDEFINED") || election === undefined) return;
    const place = { time: this.#block.time, block: this.#block };
    if (isCast) {
      for (const check of CAST_CHECKS) judge.examined(check);
      if (takeCast(election, { columns, row }, place, judge)) this.#counted[row] = 1;
    } else {
      for (const check of ISSUE_CHECKS) judge.examined(check);
      takeIssue(election, { columns, row }, place, judge);
    }
  }

  /** What a ballot has to be judged by in its place in the log, if that is another key, or other issuers. */
  #changedContext(taken: TakenBatch, row: number): ElectionContext | undefined {
    const election = this.#election;
    if (election === undefined || taken.judged.columns.kinds[row] !== KIND.cast) return undefined;
    const context = election.contextNow();
    return context === taken.context ? undefined : context;
  }

  /**
   * The worker has added up all ballots that are right. Those that do not count all the same are taken out
   * again; at the latest when the sums are used.
   */
  async #addBatch(taken: TakenBatch, firstEntry: number): Promise<void> {
    const election = this.#election;
    if (election === undefined || this.#isBatchAdded) return;
    this.#isBatchAdded = true;
    const { columns, sums } = taken.judged;
    columns.verdicts.forEach((verdict, row) => {
      if (verdict === COUNTABLE && this.#counted[row] !== 1) election.aggregates.takeOut(firstEntry + row);
    });
    await election.aggregates.add(sums, election.pool);
  }

  /** What is wrong whatever the manifest says. */
  #takeWithoutElection(transaction: Transaction, judge: Judge): void {
    if (transaction.type === "part") {
      const taken = takePart(this.#parts, transaction, judge.entry);
      judge.expect(taken !== "already", "V09", "ALREADY");
      judge.expect(taken !== "out-of-order", "V09", "PART_ORDER");
      const [signer] = transaction.signatures;
      const isDefined = this.#isDefinedBefore(judge.entry);
      judge.expect(isDefined || signer?.role === ROLE.genesis, "V08", "SIGNERS_WRONG");
    } else if (transaction.type !== "define") {
      judge.expect(this.#isDefinedBefore(judge.entry), "V06", "ELECTION_UNDEFINED");
    }
  }

  /** Without an election: whether the definition, such as it is, stands before an entry. */
  #isDefinedBefore(entry: number): boolean {
    return entry > this.#definition;
  }

  /** §06.3.1, §06.4: a later time ends the block and begins another; an earlier one is taken as the same. */
  #enterBlock(time: number, index: number): void {
    if (time < this.#block.time) this.#findings.fail("V07", "TIME_DECREASES", { entry: index });
    if (time <= this.#block.time) return;
    this.#endBlock();
    this.#block = newBlock(time, this.#block.number + 1);
    const election = this.#election;
    if (election === undefined || election.phase !== "set-up") return;
    const { ceremony, deadline } = passDeadline(election.ceremony, time, election.manifest);
    election.ceremony = ceremony;
    this.#block.deadline = deadline;
  }

  /** §06.4.3: the control transaction takes effect when everything before it has. */
  #endBlock(): void {
    const election = this.#election;
    if (election === undefined || this.#block.control === undefined) return;
    this.#block.control();
    this.#block.control = undefined;
    election.controlSeq += 1;
  }

  async #takeTransaction(
    election: Election,
    tx: Transaction,
    judge: Judge,
    taken: TakenBatch,
  ): Promise<void> {
    if (tx.type === "define") return this.#define(election, tx, judge);
    if (!judge.expect(election.phase !== "undefined", "V06", "ELECTION_UNDEFINED")) return;
    this.#checkSigners(election, tx, judge);
    // All that follows `open` and `close` could not be checked if they had no effect (§10.2).
    if (judge.failed && tx.type !== "open" && tx.type !== "close") return;
    const isTaken = isControl(tx.type) && this.#block.control !== undefined;
    if (!judge.expect(!isTaken, "V07", "CONTROL_TAKEN")) return;
    if (!judge.expect(!wasBlamed(election, tx), "V15", "ALREADY")) return;
    const place = { time: this.#block.time, block: this.#block };
    if (tx.type === "close") return this.#close(election, judge, taken);
    await dispatch(election, tx, place, judge);
  }

  #checkSigners(election: Election, tx: Transaction, judge: Judge): void {
    const { manifest, electionId, controlSeq, phase } = election;
    checkSignatures({ manifest, electionId, controlSeq, defined: phase !== "undefined" }, tx, judge);
  }

  /**
   * §06.5 `define`: without it there is no election, so that the one on which the record rests has its effect
   * even if it is wrong. No other has any.
   */
  #define(election: Election, tx: Transaction & { readonly type: "define" }, judge: Judge): void {
    judge.examined("V09");
    if (!judge.expect(election.phase === "undefined", "V06", "DEFINED_ALREADY")) return;
    const own = equalBytes(sha256(tx.body.manifest), election.electionId);
    if (!judge.expect(own, "V02", "ELECTION_ID_DIFFERS")) return;
    this.#checkSigners(election, tx, judge);
    if (judge.entry !== this.#definition) return;
    election.phase = "set-up";
    election.ceremony = newAttempt(0, election.ceremony.alive, this.#block.time);
  }

  /** V09, §06.7. */
  async #takePart(
    election: Election,
    tx: Transaction & { readonly type: "part" },
    judge: Judge,
    taken: TakenBatch,
  ): Promise<void> {
    if (!inPhase(election, ["undefined", "set-up", "closed"], judge)) return;
    this.#checkSigners(election, tx, judge);
    const origin = election.phase === "undefined" || tx.body.origin === election.manifest.origin;
    judge.expect(origin, "V09", "PART_ORIGIN");
    if (judge.failed) return;
    const part = takePart(election.parts, tx, judge.entry);
    if (part === "already") return judge.fail("V09", "ALREADY");
    if (part === "out-of-order") return judge.fail("V09", "PART_ORDER");
    if (part === "waiting") return;
    const whole = await readWhole(election.source, part);
    if (whole === undefined) return;
    const quiet = new Judge(this.#findings, judge.entry, "quiet");
    await this.#takeTransaction(election, whole, quiet, taken);
    // A whole may be refused (§06.7.4), but then it defines nothing.
    if (judge.entry === this.#definition && quiet.failed) {
      this.#findings.fail("V02", "DEFINITION_REFUSED", undefined, `entry ${judge.entry}`);
    }
  }

  /** §06.5 `close`, V09; its effect is the end of voting (chapter 08). */
  async #close(election: Election, judge: Judge, taken: TakenBatch): Promise<void> {
    judge.examined("V09");
    judge.examined("V22");
    if (!judge.expect(election.phase === "open", "V09", "PHASE")) return;
    const last = Math.max(...election.styles.map((style) => style.window.castEnds));
    judge.expect(this.#block.time >= last, "V09", "CLOSE_NOT_DUE");
    election.phase = "closed";
    await this.#addBatch(taken, judge.entry - this.#row);
    const { aggregates, pool, source } = election;
    const changed = await aggregates.settle(pool, source, election.contextNow());
    if (changed !== undefined)
      this.#findings.fail("V03", "FILE_CHANGED", { file: source.bundlePath(changed) });
    const root = this.#rootAfter?.(this.#row) ?? new Uint8Array(0);
    election.tally = fixTally(election, judge.entry + 1, root);
    if (election.tally.limits.length === 0) await fixResult(election, election.tally, judge.entry);
  }
}

const CAST_CHECKS = ["V17", "V18", "V19", "V20", "V21"] as const;
const ISSUE_CHECKS = ["V16", "V17"] as const;
