import type { Bytes } from "@veche/base";
import type { DeviceWorld, Problem, ProblemCode, VoterView } from "./contract.ts";
import { ElectionReader, type ReadElection } from "./election-reader.ts";
import type { Begun, ElectionFacts, Engine } from "./engine.ts";
import { Hosts } from "./hosts.ts";
import { problemOf } from "./problems.ts";
import { type Kept, RecordStore } from "./record-store.ts";

/** What a step of the voter's way came to. `again`: what "try again" does. */
export type Reached = {
  readonly view: VoterView;
  /** The ballot that the view is of. */
  readonly kept?: Kept;
  readonly begun?: Begun;
  readonly filling?: Filling;
  /** §12.5.2: the sealed part of a resume code that waits for its unlocking code. */
  readonly locked?: Bytes;
  readonly again?: Step;
};
export type Step = () => Promise<Reached>;

/** What a ballot is sealed with, and the record that it goes on from. */
export type Filling = {
  readonly kept: Kept;
  readonly credential: Bytes;
  readonly seq: number;
  readonly style: number;
};

/** What all steps of one device share. */
export class Session {
  readonly world: DeviceWorld;
  readonly engine: Engine;
  readonly records: RecordStore;
  /** Shows a view while a step is going on. */
  readonly show: (view: VoterView) => void;
  facts: ElectionFacts | undefined;
  /** The style that the voter's way is about. */
  style = 0;
  /** §12.4.3: the request that the portal named and that this device does not have. */
  named: Bytes | undefined;
  /** §12.4.3: the request that this visit drew; any other one that is prepared may be somebody else's. */
  drawn: Bytes | undefined;
  #connected: { readonly hosts: Hosts; readonly reader: ElectionReader } | undefined;

  constructor(world: DeviceWorld, engine: Engine, show: (view: VoterView) => void) {
    this.world = world;
    this.engine = engine;
    this.show = show;
    this.records = new RecordStore(world.store, world.electionId);
  }

  /** Nodes and settings; `undefined` while they cannot be had. */
  async connect(): Promise<Hosts | undefined> {
    if (this.#connected === undefined) {
      const hosts = await Hosts.open(this.world);
      if (hosts === undefined) return undefined;
      this.#connected = { hosts, reader: new ElectionReader(this.world, this.engine, hosts) };
    }
    return this.#connected.hosts;
  }

  /** Reads and checks the election for a style (§12.3.1). */
  async know(style: number): Promise<ReadElection> {
    await this.connect();
    if (this.#connected === undefined) return { ok: false, problem: problemOf("NETWORK") };
    const read = await this.#connected.reader.style(style);
    if (read.ok) {
      this.facts = read.facts;
      this.style = style;
    }
    return read;
  }

  /** Reads and checks the manifest alone (§02.1.1). */
  async manifest(): Promise<ReadElection> {
    await this.connect();
    if (this.#connected === undefined) return { ok: false, problem: problemOf("NETWORK") };
    const read = await this.#connected.reader.manifest();
    if (read.ok) this.facts = read.facts;
    return read;
  }

  /** This host's own origin, as its settings say it: for links that another device opens. */
  get origin(): string {
    return this.#connected?.hosts.settings.nodes[0] ?? "";
  }
}

export const stopped = (problem: Problem, again: Step): Reached => ({
  view: { at: "problem", problem },
  again,
});

export const failed = (code: ProblemCode, again: Step, evidence?: Bytes): Reached =>
  stopped(problemOf(code, evidence), again);
