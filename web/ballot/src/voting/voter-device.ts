import { type Bytes, fromHex, fromUtf8 } from "@veche/base";
import type { Choices } from "@veche/election";
import { toBase64Url } from "./base64url.ts";
import type { DeviceWorld, LockedLink, VoterDevice, VoterView } from "./contract.ts";
import type { Begun, Engine } from "./engine.ts";
import { readVotingHandover, splitFragment } from "./fragments.ts";
import { accept, ask, beginAnew, codeInText, handedOver, resumeWith, unlock } from "./issuing.ts";
import { eraseLeftovers } from "./leftovers.ts";
import { lockCode } from "./locked-code.ts";
import { Observable } from "./observable.ts";
import { afterIssue, problemOf } from "./problems.ts";
import type { Kept } from "./record-store.ts";
import type { CastRecord } from "./records.ts";
import { type Filling, failed, type Reached, Session, type Step, stopped } from "./session.ts";
import { ownStanding } from "./standing.ts";
import { deliver, fill, latest, show, welcome } from "./steps.ts";
import { castingView, electionView, pageUrl } from "./views.ts";

/** The device of one voter for one election: see `VoterDevice`. */
export function createVoterDevice(world: DeviceWorld, engine: Engine): VoterDevice {
  return new Device(world, engine);
}

const NOTHING = new Uint8Array(0);

/**
 * Every step is kept before it is made (L21): a device that is made anew from the same store goes on where the last one stopped. One step at a
 * time: a call while another is being carried out is passed over.
 */
class Device extends Observable implements VoterDevice {
  view: VoterView = { at: "loading" };
  election: VoterDevice["election"];
  readonly #session: Session;
  #kept: Kept | undefined;
  #begun: Begun | undefined;
  #filling: Filling | undefined;
  #locked: Bytes | undefined;
  #again: Step;
  #isWorking = false;

  constructor(world: DeviceWorld, engine: Engine) {
    super();
    this.#session = new Session(world, engine, (view) => this.#set(view));
    this.#again = () => welcome(this.#session);
  }

  async start(fragment: string): Promise<void> {
    await this.#work(() => this.#start(fragment));
    // Beside the steps: nothing waits for it, and what it cannot do now it does another time.
    const gone = await eraseLeftovers(this.#session).catch((): readonly string[] => []);
    if (this.#kept !== undefined && gone.includes(this.#kept.key) && this.view.at !== "problem")
      await this.#work(async () => failed("ENDED", () => welcome(this.#session)));
  }

  async #start(fragment: string): Promise<Reached> {
    const session = this.#session;
    const fault = await session.world.readiness?.();
    if (fault !== undefined) {
      const problem = problemOf(fault);
      const isUnissued = await this.#isUnissued(fragment);
      return stopped(isUnissued ? problem : afterIssue(problem), () => this.#start(fragment));
    }
    if (fragment === "") return welcome(session);
    const handed = splitFragment(fragment);
    if (handed?.letter === "s") return accept(session, handed.bytes);
    if (handed?.letter === "k") return resumeWith(session, handed.bytes, true);
    const handover = handed?.letter === "v" ? readVotingHandover(handed.bytes) : undefined;
    return handover === undefined
      ? failed("HANDOVER_WRONG", () => welcome(session))
      : handedOver(session, handover);
  }

  /** Whether it is certain that nothing was issued: the portal names no request, or nothing was begun here that it could be for. */
  async #isUnissued(fragment: string): Promise<boolean> {
    const handed = splitFragment(fragment);
    const handover = handed?.letter === "v" ? readVotingHandover(handed.bytes) : undefined;
    if (fragment !== "") return handover !== undefined && handover.request === undefined;
    const all = await this.#session.records.all().catch(() => undefined);
    return all?.every(({ record }) => record?.stage === "prepared") === true;
  }

  open(key: string): Promise<void> {
    return this.#work(async () => {
      const kept = await this.#session.records.get(key);
      return kept === undefined ? welcome(this.#session) : show(this.#session, kept);
    });
  }

  resume(code: Bytes | string): Promise<void> {
    return this.#work(() => {
      const text = typeof code === "string" ? code : (fromUtf8(code) ?? "");
      const read = codeInText(text) ?? { code: NOTHING, isLink: false };
      return resumeWith(this.#session, read.code, read.isLink);
    });
  }

  async unlock(typed: string): Promise<void> {
    const locked = this.#locked;
    if (this.view.at === "locked" && locked !== undefined)
      await this.#work(() => unlock(this.#session, locked, typed));
  }

  async lockCode(): Promise<LockedLink | undefined> {
    const { world, origin } = this.#session;
    const electionId = fromHex(world.electionId);
    const { view } = this;
    const code = view.at === "prepared" || view.at === "asked" ? this.#begun?.resumeCode : undefined;
    if (electionId === undefined || code === undefined) return undefined;
    const { bytes, unlocking } = await lockCode(electionId, code, world.randomBytes);
    return { link: `${pageUrl(origin, world.electionId, "")}#k${toBase64Url(bytes)}`, unlocking };
  }

  async ask(): Promise<void> {
    const [kept, begun, { view }] = [this.#kept, this.#begun, this];
    if ((view.at !== "prepared" && view.at !== "asked") || kept === undefined || begun === undefined) return;
    await this.#work(() => ask(this.#session, kept, begun, { view, kept, begun }));
  }

  async beginAnew(): Promise<void> {
    const [kept, { view }] = [this.#kept, this];
    if (view.at === "prepared" && view.isEarlier && kept !== undefined)
      await this.#work(() => beginAnew(this.#session, kept));
  }

  async seal(choices: Choices): Promise<void> {
    const filling = this.#filling;
    if (this.view.at !== "filling" || filling === undefined) return;
    await this.#work(async () => {
      const sealed = await this.#session.engine.seal(filling.credential, filling.seq, choices);
      if (!sealed.ok) {
        const code = sealed.error.code === "STORED_DAMAGED" ? "STORED_DAMAGED" : "BALLOT_REFUSED";
        return failed(code, () => fill(this.#session, filling));
      }
      const { tracker, trackerHash } = sealed.value;
      const link = this.#checkLink("t", trackerHash);
      return { view: { at: "sealed", tracker, link, choices }, kept: filling.kept, filling };
    });
  }

  unseal(): void {
    const filling = this.#filling;
    if (this.view.at !== "sealed" || filling === undefined) return;
    void this.#work(async () => {
      await this.#session.engine.unseal();
      return fill(this.#session, filling);
    });
  }

  async challenge(): Promise<void> {
    const [filling, { view }] = [this.#filling, this];
    if (view.at !== "sealed" || filling === undefined) return;
    await this.#work(async () => {
      const shown = await this.#session.engine.reveal();
      if (shown === undefined) return fill(this.#session, filling);
      const { tracker, choices } = view;
      const link = this.#checkLink("o", shown);
      const challenged = { at: "challenged", tracker, link, text: toBase64Url(shown), choices } as const;
      return { view: challenged, kept: filling.kept, filling };
    });
  }

  fillAgain(): void {
    const filling = this.#filling;
    if (this.view.at === "challenged" && filling !== undefined)
      void this.#work(() => fill(this.#session, filling));
  }

  async cast(): Promise<void> {
    const [filling, { view }] = [this.#filling, this];
    if (view.at === "sealed" && filling !== undefined)
      await this.#work(() => this.#cast(filling, view.tracker));
  }

  async #cast(filling: Filling, tracker: string): Promise<Reached> {
    const { engine, records, world } = this.#session;
    this.#set(castingView(tracker, { step: "send", isChecking: false, isOffline: !world.isOnline() }));
    const released = await engine.release();
    const from = filling.kept.record;
    if (released === undefined || from === undefined) return fill(this.#session, filling);
    const { style, seq, credential, kept } = filling;
    const { request } = from;
    const record: CastRecord = {
      stage: "cast",
      style,
      request,
      ...released,
      seq,
      credential,
      promise: NOTHING,
    };
    // L21: kept before it leaves. Of two tabs the first one's ballot counts, and the other shows it.
    const moved = await records.move(kept, record);
    if (moved !== undefined) return deliver(this.#session, moved, record, false);
    const standing = await latest(this.#session, kept);
    return standing.view.at === "recorded"
      ? { ...standing, view: { ...standing.view, notSent: tracker } }
      : standing;
  }

  /** Beside the steps: nothing waits for it. */
  async look(): Promise<void> {
    const [record, { view }] = [this.#kept?.record, this];
    if (view.at !== "recorded" || record?.stage !== "done") return;
    // A worker that is lost says nothing of it; what stands on the page stays.
    const standing = await ownStanding(this.#session, record).catch(() => undefined);
    if (standing !== undefined && this.view === view) this.#set({ ...view, standing });
  }

  async voteAgain(): Promise<void> {
    const kept = this.#kept;
    const record = kept?.record;
    if (kept === undefined || record?.stage !== "done" || record.credential.length === 0) return;
    const { credential, seq, style } = record;
    await this.#work(() => fill(this.#session, { kept, credential, seq: seq + 1, style }));
  }

  async retry(): Promise<void> {
    if (this.view.at === "problem" && this.view.problem.canRetry) await this.#work(this.#again);
  }

  forget(key: string): Promise<void> {
    return this.#work(async () => {
      const kept = await this.#session.records.get(key);
      if (kept !== undefined) await this.#session.records.forget(kept);
      return welcome(this.#session);
    });
  }

  async #work(step: Step): Promise<void> {
    if (this.#isWorking) return;
    this.#isWorking = true;
    try {
      this.#reach(await step());
    } catch (error) {
      this.#reach(this.#broken(error));
    } finally {
      this.#isWorking = false;
    }
  }

  /** Whatever broke, what was kept before the step still stands. */
  #broken(error: unknown): Reached {
    // A worker that could not be loaded, or lost its memory: a new page has a new one.
    if (error instanceof Error && error.name === "EngineLost") {
      const { world } = this.#session;
      return failed("NETWORK", async () => {
        world.leave(`/e/${world.electionId}/`);
        return { view: { at: "loading" } };
      });
    }
    return failed("STORED_DAMAGED", () => welcome(this.#session));
  }

  #reach({ view, kept, begun, filling, locked, again }: Reached): void {
    this.#kept = kept;
    this.#begun = begun;
    this.#filling = filling;
    this.#locked = locked;
    if (again !== undefined) this.#again = again;
    this.#set(view);
  }

  #set(view: VoterView): void {
    const { facts, style } = this.#session;
    if (facts !== undefined) this.election = electionView(facts, style);
    this.view = view;
    this.changed();
  }

  /** §12.6.1 */
  #checkLink(letter: "t" | "o", bytes: Bytes): string {
    const { origin, world } = this.#session;
    return `${pageUrl(origin, world.electionId, "check/")}#${letter}${toBase64Url(bytes)}`;
  }
}
