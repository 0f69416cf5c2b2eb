import { type ReadAnswer, readTransactionAnswer } from "@veche/api";
import { type Bytes, fromBase64 } from "@veche/base";
import type { NodeLink } from "@veche/client";
import type { DeviceWorld, Problem } from "./contract.ts";
import type { Engine, Place } from "./engine.ts";
import { evidenceFile } from "./evidence.ts";
import type { Hosts } from "./hosts.ts";
import { notRecorded, problemOf, refusedProblem } from "./problems.ts";
import type { CastRecord } from "./records.ts";

/** What the page shows while a ballot is on its way. */
export type Progress = {
  readonly step: "send" | "record";
  readonly isChecking: boolean;
  readonly isOffline: boolean;
  readonly heldUntil?: number;
  /** When casting ends, by this device's clock. */
  readonly endsAt?: number;
  readonly retryAt?: number;
  /** Host names of nodes that are silent, where the others take the ballot no more and do not have it. */
  readonly silent?: readonly string[];
};

export type Delivered =
  | { readonly kind: "recorded"; readonly place: Place; readonly receipt: Bytes }
  | { readonly kind: "problem"; readonly problem: Problem };

export type DeliveryMeans = {
  readonly world: DeviceWorld;
  readonly engine: Engine;
  readonly hosts: Hosts;
  /** Longest that an honest node holds a ballot of this style, ms. */
  readonly tickMs: number;
  readonly show: (progress: Progress) => void;
  /** Keeps a promise with the ballot; `false`: another tab has gone on with it. */
  readonly keepPromise: (promise: Bytes) => Promise<boolean>;
};

/** §12.7.1: a promise that came to nothing for so long sends the ballot to another node. */
const PROMISE_PATIENCE_MS = 60_000;
/** §12.7.1: after the end of casting a silent node is waited for so long before it is told that it is silent. */
const SILENCE_PATIENCE_MS = 600_000;
const OFFLINE_PAUSE_MS = 2_000;
const PAUSES_MS = [1_000, 2_000, 4_000, 8_000, 15_000];
/** Longest sleep at once: a device that slept through the time goes on by its clock. */
const NAP_MS = 15_000;
/** A node that says it is busy for longer is not believed. */
const BUSY_MS_MAX = 60_000;

/** The window is over; or all of the voting, since nothing is sealed before `open`. */
const isOver = ({ outcome }: Refusal): boolean => outcome === "WINDOW_ENDED" || outcome === "PHASE";

type Refusal = Extract<ReadAnswer, { readonly kind: "REFUSED" }>;

/** `dueAt`: when the ballot should have entered, by this device's clock. */
type Promised = { readonly time: number; readonly dueAt: number; readonly isClockRight: boolean };

/**
 * Brings one ballot into the log: the very bytes, again and again, until a receipt shows them (§12.7.1, L22). After a lost answer it first
 * looks whether they arrived. It ends with a checked receipt or with a problem; the stored ballot stays as it is.
 */
export class Delivery {
  readonly #means: DeliveryMeans;
  readonly #ballot: CastRecord;
  #turn = 0;
  #round = 0;
  /** By node since the last other answer: all have refused it when each has one. */
  readonly #refusals = new Map<number, Refusal>();
  /** Nodes that gave no answer when asked last. */
  readonly #silent = new Set<number>();
  /** What is said of them, once it is said. */
  #unheard: readonly string[] | undefined;
  #wrongReceipt: { readonly receipt: Bytes; readonly times: number } | undefined;
  #promise: Promised | undefined;
  #endsAt: number | undefined;

  constructor(means: DeliveryMeans, ballot: CastRecord) {
    this.#means = means;
    this.#ballot = ballot;
  }

  /** @param mayHaveBeenSent the ballot comes from the store: nobody knows whether it left this device. */
  async run(mayHaveBeenSent: boolean): Promise<Delivered> {
    await this.#takePromise(this.#ballot.promise, false);
    let isUnknown = mayHaveBeenSent;
    for (;;) {
      const { world } = this.#means;
      if (!world.isOnline()) {
        this.#show({ step: "send", isChecking: isUnknown, isOffline: true });
        await world.sleep(OFFLINE_PAUSE_MS);
        isUnknown = true;
        continue;
      }
      if (isUnknown || this.#promise !== undefined) {
        const found = await this.#awaitEntry(isUnknown);
        if (found !== undefined) return found;
      }
      const sent = await this.#send();
      if (sent.kind !== "again") return sent;
      isUnknown = sent.isUnknown;
    }
  }

  #show(progress: Progress): void {
    const silent = this.#unheard;
    const { show } = this.#means;
    // Nothing of the moment is news then but that the connection is away.
    show(silent === undefined ? progress : { ...progress, step: "send", isChecking: true, silent });
  }

  get #link(): NodeLink {
    const { links } = this.#means.hosts;
    return links[this.#turn % links.length] as NodeLink;
  }

  /** Looks for the ballot in the log; while a promise holds, until 60 s after its time. */
  async #awaitEntry(isUnknown: boolean): Promise<Delivered | undefined> {
    const { world } = this.#means;
    for (;;) {
      const promise = this.#expected();
      if (promise !== undefined) this.#endsAt ??= await this.#askEnd();
      this.#show({
        step: promise === undefined && !isUnknown ? "send" : "record",
        isChecking: isUnknown,
        isOffline: !world.isOnline(),
        ...(promise === undefined ? {} : { heldUntil: promise.time }),
        ...(this.#endsAt === undefined ? {} : { endsAt: this.#endsAt }),
      });
      const now = world.now();
      if (promise === undefined || now >= promise.dueAt || isUnknown || !promise.isClockRight) {
        const found = await this.#lookEverywhere();
        if (found !== undefined) return found;
      }
      if (promise === undefined) return undefined;
      if (now >= promise.dueAt + PROMISE_PATIENCE_MS) break;
      const due = now < promise.dueAt ? promise.dueAt - now : OFFLINE_PAUSE_MS;
      await world.sleep(Math.min(due, NAP_MS));
    }
    this.#promise = undefined;
    this.#turn++;
    return undefined;
  }

  /** ⚔ The end by the clock of a node, not by this device's: shown, and relied on by nothing. `undefined`: no node says it. */
  async #askEnd(): Promise<number | undefined> {
    const { hosts, world } = this.#means;
    for (const link of hosts.links) {
      const asked = await hosts.status(link);
      const ends = asked.kind === "answer" ? asked.value.styles[this.#ballot.style]?.castEnds : undefined;
      if (asked.kind === "answer" && ends !== undefined) return ends - asked.value.now + world.now();
    }
    return undefined;
  }

  async #lookEverywhere(): Promise<Delivered | undefined> {
    for (const link of this.#means.hosts.links) {
      const index = await link.indexOf(this.#ballot.hash);
      const found = index.ok ? await this.#receiptAt(index.value) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** L22: only a right receipt of these very bytes, whoever gives it, is success. */
  async #receiptAt(index: number): Promise<Delivered | undefined> {
    const { engine, hosts } = this.#means;
    for (const link of hosts.links) {
      const proof = await link.proof(index);
      if (!proof.ok) continue;
      const checked = await engine.checkReceipt(proof.value, this.#ballot.transaction);
      if (checked.ok && checked.value.index === index)
        return { kind: "recorded", place: checked.value, receipt: proof.value };
      this.#wrongReceipt = { receipt: proof.value, times: (this.#wrongReceipt?.times ?? 0) + 1 };
    }
    return undefined;
  }

  async #send(): Promise<Delivered | { readonly kind: "again"; readonly isUnknown: boolean }> {
    this.#show({ step: "send", isChecking: false, isOffline: false });
    const node = this.#turn % this.#means.hosts.links.length;
    const posted = await this.#link.post(this.#ballot.transaction);
    const answer = posted.ok ? readTransactionAnswer(posted.value.json) : undefined;
    if (answer === undefined) {
      this.#silent.add(node);
      this.#turn++;
      const ended = await this.#endedUnheard();
      if (ended !== undefined) return ended;
      await this.#pause();
      return { kind: "again", isUnknown: true };
    }
    this.#silent.delete(node);
    if (answer.kind === "REFUSED") return this.#refused(node, answer);
    this.#refusals.clear();
    this.#unheard = undefined;
    return this.#taken(answer);
  }

  async #taken(
    answer: Exclude<ReadAnswer, { readonly kind: "REFUSED" }>,
  ): Promise<Delivered | { readonly kind: "again"; readonly isUnknown: boolean }> {
    const { world } = this.#means;
    switch (answer.kind) {
      case "BUSY": {
        const wait = Math.min(answer.retryAfterMs, BUSY_MS_MAX);
        this.#show({ step: "send", isChecking: false, isOffline: false, retryAt: world.now() + wait });
        await world.sleep(wait);
        this.#turn++;
        return { kind: "again", isUnknown: false };
      }
      case "PROMISED": {
        const bytes = fromBase64(answer.promise);
        const isRight = bytes !== undefined && (await this.#takePromise(bytes, true));
        if (isRight && bytes !== undefined) await this.#means.keepPromise(bytes);
        else {
          // Not signed by anybody: it shows nothing, and this node is not asked first again.
          this.#turn++;
          await this.#pause();
        }
        return { kind: "again", isUnknown: false };
      }
      default: {
        this.#show({ step: "record", isChecking: false, isOffline: false });
        const found =
          answer.index === undefined ? await this.#lookEverywhere() : await this.#receiptAt(answer.index);
        if (found !== undefined) return found;
        const alarm = this.#alarmOfReceipt();
        if (alarm !== undefined) return alarm;
        this.#turn++;
        await this.#pause();
        return { kind: "again", isUnknown: true };
      }
    }
  }

  /** §06.6.3: a refusal speaks of one node; the ballot is refused when every node says so, and it stands nowhere. */
  async #refused(
    node: number,
    refusal: Refusal,
  ): Promise<Delivered | { readonly kind: "again"; readonly isUnknown: boolean }> {
    this.#refusals.set(node, refusal);
    this.#turn++;
    if (this.#refusals.size < this.#means.hosts.links.length) return { kind: "again", isUnknown: false };
    const all = [...this.#refusals.values()];
    const isSaid = (code: string): boolean => all.some(({ outcome }) => outcome === code);
    if (isSaid("SUSPENDED")) return { kind: "problem", problem: problemOf("SUSPENDED") };
    if (isSaid("WINDOW_NOT_OPEN")) return { kind: "problem", problem: problemOf("NOT_OPEN") };
    // ⚔ One that would take it later is enough: what the others say may come of being a block behind.
    if (all.some(({ transient }) => transient)) {
      this.#refusals.clear();
      await this.#pause();
      return { kind: "again", isUnknown: false };
    }
    const found = await this.#lookEverywhere();
    if (found !== undefined) return found;
    const other = all.find((one) => !isOver(one));
    const isEnd = other === undefined || (this.#promiseGiven !== undefined && all.some(isOver));
    return { kind: "problem", problem: isEnd ? this.#ended() : refusedProblem(other.outcome) };
  }

  /**
   * §12.7.1: every node that answers takes the ballot no more, long after the end, and the others are silent: that is told, while it is sent on,
   * since a silent node may have it. ⚔ A promise is evidence then: who gave it shall not keep it from the voter by silence.
   */
  async #endedUnheard(): Promise<Delivered | undefined> {
    const { links } = this.#means.hosts;
    this.#unheard = undefined;
    const answering = [...links.keys()].filter((node) => !this.#silent.has(node));
    const refusals = answering.flatMap((node) => this.#refusals.get(node) ?? []);
    const isRefused = refusals.length === answering.length && refusals.some(isOver);
    if (!isRefused || refusals.some(({ transient }) => transient)) return undefined;
    if (!(await this.#isLongOver(answering))) return undefined;
    const found = await this.#lookEverywhere();
    if (found !== undefined) return found;
    if (this.#promiseGiven !== undefined) return { kind: "problem", problem: this.#ended() };
    this.#unheard = links.flatMap(({ base }, node) => (this.#silent.has(node) ? [new URL(base).host] : []));
    return undefined;
  }

  /** By the clocks of these nodes and the end that they name; this device's own clock may be wrong. */
  async #isLongOver(nodes: readonly number[]): Promise<boolean> {
    const { hosts } = this.#means;
    for (const node of nodes) {
      const asked = await hosts.status(hosts.links[node] as NodeLink);
      const ends = asked.kind === "answer" ? asked.value.styles[this.#ballot.style]?.castEnds : undefined;
      if (asked.kind !== "answer" || ends === undefined) return false;
      if (asked.value.now < ends + SILENCE_PATIENCE_MS) return false;
    }
    return true;
  }

  /** The window is over: a promise that was given then is a broken one, and shows it. */
  #ended(): Problem {
    const { transaction } = this.#ballot;
    const given = this.#promiseGiven;
    if (given === undefined) return notRecorded();
    const file = evidenceFile("PROMISE", this.#means.world.electionId, { promise: given, transaction });
    return problemOf("ALARM_PROMISE", file);
  }

  #given: Bytes | undefined;

  get #promiseGiven(): Bytes | undefined {
    const { promise } = this.#ballot;
    return this.#given ?? (promise.length > 0 ? promise : undefined);
  }

  /** @param isNew given this moment: its time lies ahead, by no more than a tick, if this device's clock is right. */
  async #takePromise(bytes: Bytes, isNew: boolean): Promise<boolean> {
    if (bytes.length === 0) return false;
    const checked = await this.#means.engine.checkPromise(this.#ballot.transaction, bytes);
    if (!checked.ok) return false;
    this.#given = bytes;
    const { time } = checked.value;
    const left = time - this.#means.world.now();
    const isClockRight = left <= this.#means.tickMs && (left > 0 || !isNew);
    this.#promise = this.#promiseFor(time, isClockRight);
    return true;
  }

  /** ⚔ A clock that is wrong, by hours or by years, neither hides the entry nor makes this device send without a pause. */
  #promiseFor(time: number, isClockRight: boolean): Promised {
    return { time, dueAt: isClockRight ? time : this.#means.world.now() + this.#means.tickMs, isClockRight };
  }

  /** The promise that is waited for; a clock that was set back meanwhile was not right. */
  #expected(): Promised | undefined {
    const { world, tickMs } = this.#means;
    if (this.#promise !== undefined && this.#promise.dueAt - world.now() > tickMs)
      this.#promise = this.#promiseFor(this.#promise.time, false);
    return this.#promise;
  }

  #alarmOfReceipt(): Delivered | undefined {
    const wrong = this.#wrongReceipt;
    if (wrong === undefined || wrong.times < PAUSES_MS.length) return undefined;
    const { transaction } = this.#ballot;
    const file = evidenceFile("RECEIPT", this.#means.world.electionId, {
      receipt: wrong.receipt,
      transaction,
    });
    return { kind: "problem", problem: problemOf("ALARM_RECEIPT", file) };
  }

  async #pause(): Promise<void> {
    const pause = PAUSES_MS[Math.min(this.#round++, PAUSES_MS.length - 1)] as number;
    await this.#means.world.sleep(pause);
  }
}
