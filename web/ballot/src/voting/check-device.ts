import { type Bytes, codeOf, equalBytes, parseCode } from "@veche/base";
import { BallotLookup } from "./ballot-lookup.ts";
import type { CheckDevice, CheckView, DeviceWorld, ProblemCode, VoterDevice } from "./contract.ts";
import type { ElectionFacts, Engine, Recomputed } from "./engine.ts";
import { readShown, readTrackerHash, splitFragment } from "./fragments.ts";
import { KeptTrackers, type TakenTracker } from "./kept-trackers.ts";
import { Observable } from "./observable.ts";
import { problemOf } from "./problems.ts";
import { Session } from "./session.ts";
import { electionView } from "./views.ts";

/** The second device of a challenge (§12.6): see `CheckDevice`. */
export function createCheckDevice(world: DeviceWorld, engine: Engine): CheckDevice {
  return new Checker(world, engine);
}

/** Beyond a tick, until a ballot that entered with it can be asked for. */
const AFTER_TICK_MS = 60_000;

type FailCode = Extract<CheckView, { readonly at: "fails" }>["code"];

class Checker extends Observable implements CheckDevice {
  view: CheckView = { at: "loading" };
  election: VoterDevice["election"];
  readonly #session: Session;
  readonly #kept: KeptTrackers;
  #isWorking = false;

  constructor(world: DeviceWorld, engine: Engine) {
    super();
    this.#session = new Session(world, engine, () => undefined);
    this.#kept = new KeptTrackers(world.store, world.electionId);
  }

  start(fragment: string): Promise<void> {
    return this.#work(async () => {
      if (fragment !== "") return this.#read(fragment);
      await this.#lookAgain();
    });
  }

  take(text: string): Promise<void> {
    return this.#work(async () => {
      const compact = text.replace(/\s+/g, "");
      const typed = parseCode(compact);
      if (typed !== undefined) return this.#take(typed, undefined);
      const at = compact.indexOf("#");
      // The text of a challenge may be pasted without its link.
      await this.#read(at < 0 ? `o${compact}` : compact.slice(at + 1));
    });
  }

  lookAgain(): Promise<void> {
    return this.#work(() => this.#lookAgain());
  }

  async #read(fragment: string): Promise<void> {
    const handed = splitFragment(fragment);
    const hash = handed?.letter === "t" ? readTrackerHash(handed.bytes) : undefined;
    if (hash !== undefined) return this.#take(codeOf(hash), hash);
    if (handed?.letter === "o") return this.#compare(handed.bytes);
    await this.#fail("MALFORMED");
  }

  async #take(tracker: string, hash: Bytes | undefined): Promise<void> {
    const before = await this.#kept.last();
    await this.#kept.take(tracker, hash);
    // ⚔ A lying page could answer the wish to check with another first code: its ballot would be one made for the check.
    const isAnother = before !== undefined && before.tracker !== tracker && !before.challenged;
    this.#set({ at: "taken", tracker, isAnother });
    const read = await this.#session.know(0);
    if (read.ok) this.#show(read.facts, 0);
  }

  /** §12.6.2 */
  async #compare(bytes: Bytes): Promise<void> {
    const shown = readShown(bytes);
    if (shown === undefined) return this.#fail("MALFORMED");
    const taken = await this.#kept.last();
    // ⚔ Taken first, or it shows nothing: the first device could have made up the ballot to fit.
    if (taken === undefined) return this.#fail("NOT_TAKEN_FIRST");
    const read = await this.#session.know(shown.style);
    if (!read.ok) return this.#set({ at: "problem", problem: read.problem });
    this.#show(read.facts, shown.style);
    const recomputed = await this.#session.engine.recompute(bytes);
    if (!recomputed.ok) return this.#fail("MALFORMED");
    if (!isTaken(taken, recomputed.value)) return this.#fail("DIFFERS", taken);
    const clash = await this.#clash(recomputed.value);
    if (clash === "UNKNOWN") return this.#problem("NODE_SILENT");
    if (clash === "CLASH") return this.#fail("CLASH", taken);
    const challenged: TakenTracker = { ...taken, challenged: true };
    await this.#kept.change(challenged);
    const { choices, tracker } = recomputed.value;
    const contests = read.facts.styles[shown.style]?.contests ?? [];
    this.#set({ at: "matches", tracker, contests, choices });
    await this.#watch(read.facts, shown.style);
  }

  /** §12.6.2: ⚔ a code shown to two voters stands in the log already, or its credential does. */
  async #clash({ tracker, credential, seq }: Recomputed): Promise<"NONE" | "CLASH" | "UNKNOWN"> {
    const hosts = await this.#session.connect();
    if (hosts === undefined) return "UNKNOWN";
    const lookup = new BallotLookup(hosts, this.#session.engine);
    const same = await lookup.byTracker(tracker);
    const ofX = await lookup.byCredential(credential);
    if (same.found.length > 0) return "CLASH";
    const last = ofX.found[ofX.found.length - 1];
    if (seq === 0 && last !== undefined) return "CLASH";
    if (!same.isComplete || !ofX.isComplete) return "UNKNOWN";
    return seq > 0 && last?.ballot.seq !== seq - 1 ? "CLASH" : "NONE";
  }

  /** §12.6.3: looks again once the ballot would have entered with the next tick; the page stays as it is meanwhile. */
  async #watch(facts: ElectionFacts, style: number): Promise<void> {
    const { world } = this.#session;
    const tick = 1_000 * (facts.styles[style]?.tickSeconds ?? 0);
    this.#isWorking = false;
    await world.sleep(tick + AFTER_TICK_MS);
    await this.#alarms();
  }

  async #lookAgain(): Promise<void> {
    const read = await this.#session.know(0);
    if (!read.ok) return this.#set({ at: "problem", problem: read.problem });
    this.#show(read.facts, 0);
    if (await this.#alarms()) return;
    this.#set({ at: "waiting", kept: await this.#kept.all() });
  }

  /** Whether a challenged ballot stands in the log: shown as a clash, and kept. */
  async #alarms(): Promise<boolean> {
    const hosts = await this.#session.connect();
    if (hosts === undefined) return false;
    const lookup = new BallotLookup(hosts, this.#session.engine);
    let first: TakenTracker | undefined;
    for (const kept of await this.#kept.all()) {
      if (!kept.challenged || kept.alarm) continue;
      const { found } = await lookup.byTracker(kept.tracker);
      if (found.length === 0) continue;
      await this.#kept.change({ ...kept, alarm: true });
      first ??= kept;
    }
    if (first !== undefined) await this.#fail("CLASH", first);
    return first !== undefined;
  }

  async #fail(code: FailCode, taken?: TakenTracker): Promise<void> {
    const named = taken ?? (await this.#kept.last());
    this.#set({ at: "fails", code, caseNumber: caseNumberOf(named?.tracker) });
  }

  async #work(step: () => Promise<void>): Promise<void> {
    if (this.#isWorking) return;
    this.#isWorking = true;
    try {
      await step();
    } catch {
      this.#problem("STORED_DAMAGED");
    } finally {
      this.#isWorking = false;
    }
  }

  #problem(code: ProblemCode): void {
    this.#set({ at: "problem", problem: problemOf(code) });
  }

  #show(facts: ElectionFacts, style: number): void {
    this.election = electionView(facts, style);
    this.changed();
  }

  #set(view: CheckView): void {
    this.view = view;
    this.changed();
  }
}

/** A typed tracker is compared by its 100 bits, a scanned one by the whole hash. */
function isTaken(taken: TakenTracker, { tracker, trackerHash }: Recomputed): boolean {
  return taken.hash === undefined ? taken.tracker === tracker : equalBytes(taken.hash, trackerHash);
}

const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Eight digits that a hotline can ask for, the same for the same tracker: `0412-7731`. */
function caseNumberOf(tracker = ""): string {
  let number = 0;
  for (const letter of tracker.replaceAll("-", ""))
    number = (number * 32 + LETTERS.indexOf(letter)) % 100_000_000;
  const digits = String(number).padStart(8, "0");
  return `${digits.slice(0, 4)}-${digits.slice(4)}`;
}
