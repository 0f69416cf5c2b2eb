import { type Bytes, equalBytes, sha256 } from "@veche/base";
import type { Findings } from "../findings.ts";
import { decodeEntry, type Entry, type Transaction } from "../form/entry.ts";
import type { TreeBuilder } from "../log/merkle.ts";
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

/** Types that come in great numbers and need nothing that is still being verified. */
const LIGHT: ReadonlySet<Transaction["type"]> = new Set([
  "cast",
  "issue",
  "issuer-keys",
  "roll",
  "registration-totals",
  "part",
]);

/**
 * Replays the ledger (chapter 06), one entry after the other. Without an election (no usable manifest) only
 * what needs none is checked: form and order.
 */
export class Replay {
  readonly #findings: Findings;
  readonly #election: Election | undefined;
  readonly #definition: number;
  readonly #tree: TreeBuilder;
  readonly #parts = noParts();
  #block: Block = newBlock(-1);

  /** `definition`: the entry of the definition on which the record rests, if there is one. */
  constructor(
    findings: Findings,
    tree: TreeBuilder,
    definition: number | undefined,
    election: Election | undefined,
  ) {
    this.#findings = findings;
    this.#election = election;
    this.#definition = definition ?? Number.MAX_SAFE_INTEGER;
    this.#tree = tree;
  }

  async take(bytes: Bytes, index: number): Promise<void> {
    const judge = new Judge(this.#findings, index);
    const decoded = decodeEntry(bytes);
    judge.examined("V06");
    judge.examined("V07");
    if (decoded.time !== undefined) await this.#enterBlock(decoded.time, index);
    if ("fault" in decoded) return judge.fail("V06", decoded.fault);
    // What stands in the wrong place is judged where it stands.
    checkOrder(this.#block, decoded.value, new Judge(this.#findings, index));
    if (this.#election !== undefined) await this.#takeEntry(this.#election, decoded.value, judge);
    else this.#takeWithoutElection(decoded.value, judge);
  }

  /** What is wrong whatever the manifest says. */
  #takeWithoutElection({ transaction }: Entry, judge: Judge): void {
    if (transaction.type === "part") {
      const taken = takePart(this.#parts, transaction, judge.entry);
      judge.expect(taken !== "already", "V09", "ALREADY");
      judge.expect(taken !== "out-of-order", "V09", "PART_ORDER");
      const [signer] = transaction.signatures;
      judge.expect(judge.entry > this.#definition || signer?.role === ROLE.genesis, "V08", "SIGNERS_WRONG");
    } else if (transaction.type !== "define") {
      judge.expect(judge.entry > this.#definition, "V06", "ELECTION_UNDEFINED");
    }
  }

  async finish(): Promise<void> {
    await this.#endBlock();
    await this.#election?.queue.drain();
  }

  /** §06.3.1, §06.4: a later time ends the block and begins another; an earlier one is taken as the same. */
  async #enterBlock(time: number, index: number): Promise<void> {
    if (time < this.#block.time) this.#findings.fail("V07", "TIME_DECREASES", { entry: index });
    if (time <= this.#block.time) return;
    await this.#endBlock();
    this.#block = newBlock(time);
    const election = this.#election;
    if (election === undefined || election.phase !== "set-up") return;
    const { ceremony, deadline } = passDeadline(election.ceremony, time, election.manifest);
    election.ceremony = ceremony;
    this.#block.deadline = deadline;
  }

  /** §06.4.3: the control transaction takes effect when everything before it has. */
  async #endBlock(): Promise<void> {
    const election = this.#election;
    if (election === undefined || this.#block.control === undefined) return;
    await election.queue.drain();
    this.#block.control();
    this.#block.control = undefined;
    election.controlSeq += 1;
  }

  async #takeEntry(election: Election, { transaction }: Entry, judge: Judge): Promise<void> {
    if (!LIGHT.has(transaction.type)) await election.queue.drain();
    if (transaction.type === "part") return this.#takePart(election, transaction, judge);
    await this.#takeTransaction(election, transaction, judge);
  }

  async #takeTransaction(election: Election, tx: Transaction, judge: Judge): Promise<void> {
    if (tx.type === "define") return this.#define(election, tx, judge);
    if (!judge.expect(election.phase !== "undefined", "V06", "ELECTION_UNDEFINED")) return;
    this.#checkSigners(election, tx, judge);
    // All that follows `open` and `close` could not be checked if they had no effect (§10.2).
    if (judge.failed && tx.type !== "open" && tx.type !== "close") return;
    const taken = isControl(tx.type) && this.#block.control !== undefined;
    if (!judge.expect(!taken, "V07", "CONTROL_TAKEN")) return;
    if (!judge.expect(!wasBlamed(election, tx), "V15", "ALREADY")) return;
    const place = { time: this.#block.time, block: this.#block };
    if (tx.type === "close") return this.#close(election, judge);
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
  ): Promise<void> {
    if (!inPhase(election, ["undefined", "set-up", "closed"], judge)) return;
    this.#checkSigners(election, tx, judge);
    const origin = election.phase === "undefined" || tx.body.origin === election.manifest.origin;
    judge.expect(origin, "V09", "PART_ORIGIN");
    if (judge.failed) return;
    const taken = takePart(election.parts, tx, judge.entry);
    if (taken === "already") return judge.fail("V09", "ALREADY");
    if (taken === "out-of-order") return judge.fail("V09", "PART_ORDER");
    if (taken === "waiting") return;
    const whole = await readWhole(election.source, taken);
    if (whole === undefined) return;
    await election.queue.drain();
    const quiet = new Judge(this.#findings, judge.entry, "quiet");
    await this.#takeTransaction(election, whole, quiet);
    // A whole may be refused (§06.7.4), but then it defines nothing.
    if (judge.entry === this.#definition && quiet.failed) {
      this.#findings.fail("V02", "DEFINITION_REFUSED", undefined, `entry ${judge.entry}`);
    }
  }

  /** §06.5 `close`, V09; its effect is the end of voting (chapter 08). */
  async #close(election: Election, judge: Judge): Promise<void> {
    judge.examined("V09");
    judge.examined("V22");
    if (!judge.expect(election.phase === "open", "V09", "PHASE")) return;
    const last = Math.max(...election.styles.map((style) => style.window.castEnds));
    judge.expect(this.#block.time >= last, "V09", "CLOSE_NOT_DUE");
    election.phase = "closed";
    election.tally = fixTally(election, judge.entry + 1, this.#tree.root());
    if (election.tally.limits.length === 0) await fixResult(election, election.tally, judge.entry);
  }
}
