import { rm } from "node:fs/promises";
import type { TransactionAnswer } from "@veche/api";
import { assert, type Bytes, type Clock, compareBytes, err, ok, type Result, toHex } from "@veche/base";
import { type Genesis, initialState, MemoryView, type OutcomeCode } from "@veche/ledger";
import { electionFolder, electionsOf } from "../home/home.ts";
import type { NodeKeys } from "../home/keys.ts";
import type { Logger } from "../log/logger.ts";
import type { Cosign } from "../publish/publisher.ts";
import { Judge } from "../verify/judge.ts";
import type { Ledger } from "../verify/ledger.ts";
import type { Verifiers } from "../verify/question.ts";
import { busy, refusal } from "./answers.ts";
import { refuseDefinition } from "./definition.ts";
import { ElectionEngine } from "./election-engine.ts";
import type { Engine } from "./engine.ts";
import { embeddedElections } from "./founding.ts";
import { Gate, type Limits } from "./gate.ts";
import { ElectionLog, type LogError } from "./log.ts";
import type { BlockOutcome, MayEnter } from "./prepared.ts";

export type EmbeddedOptions = {
  readonly home: string;
  readonly genesis: Genesis;
  readonly keys: NodeKeys;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly verifiers: Verifiers;
  readonly cosign: Cosign | undefined;
  readonly intervalMs: number;
  readonly limits: Limits;
  readonly onFatal: (error: unknown) => void;
};

/** Makes the blocks of all elections of a node by itself, each election's at its own times. */
export class EmbeddedEngine implements Engine {
  readonly #options: EmbeddedOptions;
  readonly #gate: Gate;
  readonly #mayEnter: MayEnter;
  readonly #engines = new Map<string, ElectionEngine>();
  readonly #founding = new Map<string, Promise<TransactionAnswer>>();

  private constructor(options: EmbeddedOptions) {
    this.#options = options;
    this.#gate = new Gate(options.limits);
    const { keys, cosign } = options;
    this.#mayEnter = embeddedElections({ keys, cosign, logs: () => this.logs() });
  }

  /** Opens all elections of a home, after whatever stopped it last. */
  static async open(
    options: EmbeddedOptions,
  ): Promise<Result<EmbeddedEngine, LogError & { readonly election: string }>> {
    const engine = new EmbeddedEngine(options);
    for (const electionId of await electionsOf(options.home)) {
      const opened = await engine.#openElection(electionId);
      if (opened.ok && opened.value.log.size === 0) await engine.#forget(electionId);
      if (opened.ok) continue;
      await engine.close();
      return err({ ...opened.error, election: toHex(electionId) });
    }
    return ok(engine);
  }

  async submit(electionId: Bytes, transaction: Bytes): Promise<TransactionAnswer> {
    const engine = this.#engines.get(toHex(electionId));
    if (engine?.log.ledger.state.election === undefined) {
      const refused = refuseDefinition(this.#options.genesis, electionId, transaction);
      if (refused !== undefined) return refusal(refused);
    }
    return engine === undefined ? this.#found(electionId, transaction) : engine.submit(transaction);
  }

  /** Makes one block of exactly these transactions, for simulations (`VecheNode.commitBlock`). */
  async commitBlock(
    electionId: Bytes,
    time: number,
    transactions: readonly Bytes[],
  ): Promise<readonly BlockOutcome[]> {
    const known = this.#engines.get(toHex(electionId));
    if (known !== undefined) return known.commitBlock(time, transactions);
    const opened = await this.#openElection(electionId);
    assert(opened.ok, "a new folder opens");
    const outcomes = await opened.value.commitBlock(time, transactions);
    if (opened.value.log.size === 0) await this.#forget(electionId);
    return outcomes;
  }

  log(electionId: Bytes): ElectionLog | undefined {
    return this.#engines.get(toHex(electionId))?.log;
  }

  logs(): readonly ElectionLog[] {
    const logs = [...this.#engines.values()].map((engine) => engine.log).filter((log) => log.size > 0);
    return logs.sort((a, b) => compareBytes(a.electionId, b.electionId));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#engines.values()].map((engine) => engine.close()));
  }

  /** A log begins with its first accepted `define` or part (§06.5); for anything else nothing is kept on disk. */
  async #found(electionId: Bytes, transaction: Bytes): Promise<TransactionAnswer> {
    const id = toHex(electionId);
    const before = this.#founding.get(id);
    if (before !== undefined) {
      await before;
      return this.submit(electionId, transaction);
    }
    const founding = this.#foundNow(electionId, transaction);
    this.#founding.set(id, founding);
    try {
      return await founding;
    } finally {
      this.#founding.delete(id);
    }
  }

  async #foundNow(electionId: Bytes, transaction: Bytes): Promise<TransactionAnswer> {
    const leave = this.#gate.enter(transaction.length);
    if (leave === undefined) return busy(1);
    try {
      const code = await this.#judgeFirst(electionId, transaction);
      if (code !== "ACCEPTED") return refusal(code);
    } finally {
      leave();
    }
    const opened = await this.#openElection(electionId);
    assert(opened.ok, "a new folder opens");
    const answer = await opened.value.submit(transaction);
    if (opened.value.log.size === 0) await this.#forget(electionId);
    return answer;
  }

  async #judgeFirst(electionId: Bytes, transaction: Bytes): Promise<OutcomeCode> {
    const { genesis, clock, verifiers } = this.#options;
    const ledger: Ledger = { state: initialState(electionId, genesis), view: new MemoryView() };
    const time = Math.max(1, clock());
    const { outcome } = await new Judge(verifiers).judge(
      () => ledger,
      () => time,
      transaction,
    );
    return outcome.code;
  }

  /** Removes the folder of an election without an entry: nothing was acknowledged. */
  async #forget(electionId: Bytes): Promise<void> {
    const id = toHex(electionId);
    await this.#engines.get(id)?.close();
    this.#engines.delete(id);
    await rm(electionFolder(this.#options.home, electionId), { recursive: true, force: true });
  }

  async #openElection(electionId: Bytes): Promise<Result<ElectionEngine, LogError>> {
    const { home, genesis, keys, clock, logger, verifiers, cosign } = this.#options;
    const shared = { genesis, keys, clock, logger, verifiers, cosign };
    const log = await ElectionLog.open(electionFolder(home, electionId), electionId, {
      ...shared,
      mayEnter: this.#mayEnter,
      mayFollow: false,
    });
    if (!log.ok) return log;
    const { intervalMs, limits, onFatal } = this.#options;
    const gate = this.#gate;
    const engine = new ElectionEngine(log.value, { keys, clock, logger, intervalMs, gate, limits, onFatal });
    this.#engines.set(toHex(electionId), engine);
    logger("info", "election-opened", { election: toHex(electionId), size: log.value.size });
    return ok(engine);
  }
}
