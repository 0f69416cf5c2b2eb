import { codeOf, parseCode } from "@veche/base";
import { BallotLookup } from "./ballot-lookup.ts";
import type { DeviceWorld, FindDevice, FindView, VoterDevice } from "./contract.ts";
import type { Engine } from "./engine.ts";
import { readTrackerHash, splitFragment } from "./fragments.ts";
import { Observable } from "./observable.ts";
import { problemOf } from "./problems.ts";
import { Session } from "./session.ts";
import { standingOf } from "./standing.ts";
import { electionView } from "./views.ts";

/** The look-up of a ballot code by anybody (§12.7.2): see `FindDevice`. */
export function createFindDevice(world: DeviceWorld, engine: Engine): FindDevice {
  return new Finder(world, engine);
}

class Finder extends Observable implements FindDevice {
  view: FindView = { at: "waiting" };
  election: VoterDevice["election"];
  readonly #session: Session;
  #asked = 0;

  constructor(world: DeviceWorld, engine: Engine) {
    super();
    this.#session = new Session(world, engine, () => undefined);
  }

  async start(fragment: string): Promise<void> {
    const handed = splitFragment(fragment);
    const hash = handed?.letter === "t" ? readTrackerHash(handed.bytes) : undefined;
    if (hash !== undefined) return this.#find(codeOf(hash));
    const read = await this.#session.manifest();
    if (read.ok) this.#show();
    this.#set(fragment === "" ? { at: "waiting" } : { at: "problem", problem: problemOf("HANDOVER_WRONG") });
  }

  async find(text: string): Promise<void> {
    const tracker = parseCode(text.replace(/\s+/g, ""));
    if (tracker !== undefined) await this.#find(tracker);
    else this.#set({ at: "absent", tracker: text });
  }

  async #find(tracker: string): Promise<void> {
    const asked = ++this.#asked;
    this.#set({ at: "looking", tracker });
    const view = await this.#look(tracker);
    // A later question is the one that counts.
    if (asked === this.#asked) this.#set(view);
  }

  async #look(tracker: string): Promise<FindView> {
    const read = await this.#session.manifest();
    if (!read.ok) return { at: "problem", problem: read.problem };
    this.#show();
    const hosts = await this.#session.connect();
    if (hosts === undefined) return { at: "problem", problem: problemOf("NETWORK") };
    const lookup = new BallotLookup(hosts, this.#session.engine);
    const { found, isComplete } = await lookup.byTracker(tracker);
    const [placed] = found;
    if (placed === undefined)
      return isComplete ? { at: "absent", tracker } : { at: "problem", problem: problemOf("NODE_SILENT") };
    const { ballot, receipt } = placed;
    const standing = await standingOf(hosts, this.#session.engine, ballot);
    const { index, time } = ballot;
    return { at: "recorded", tracker, index, time, standing, receipt };
  }

  #show(): void {
    const { facts } = this.#session;
    if (facts !== undefined) this.election = electionView(facts, 0);
  }

  #set(view: FindView): void {
    this.view = view;
    this.changed();
  }
}
