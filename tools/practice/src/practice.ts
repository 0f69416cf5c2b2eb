import { webcrypto } from "node:crypto";
import { join } from "node:path";
import type { RandomBytes } from "@veche/base";
import type { Manifest, Member } from "@veche/election";
import { type MadeElection, type Makers, type MakingStep, makeElection } from "./ceremony.ts";
import { DISTRICTS } from "./election/contests.ts";
import { type StartedNodes, startNodes, urlOf } from "./nodes.ts";
import { ON_ROLL_OF_A, PERSONS, type PracticePerson } from "./persons.ts";
import { isFree, type Ports, portsFrom, VALIDATORS } from "./ports.ts";
import { Child, type Role } from "./process/child.ts";
import type { IdentityStart, IdentityStarted } from "./process/identity-process.ts";
import type { IssuerStart, IssuerStarted } from "./process/issuer-process.ts";
import type { PartiesKeys } from "./process/parties-process.ts";
import type { Handlers } from "./process/peer.ts";
import type {
  OpenCampaign,
  PracticeSms,
  RegistrarStart,
  RollRequest,
  ServePortal,
} from "./process/registrar-process.ts";
import { type Revival, Reviver } from "./reviver.ts";
import { CAMPAIGNS } from "./texts.ts";

export type PracticeOptions = {
  /** Of everything that this start keeps. */
  readonly folder: string;
  /** Window of election A in minutes, more than 0. */
  readonly minutes: number;
  /** Portal; the ballot host, the identity provider and the house's network follow. 0: any free ports. */
  readonly port: number;
  readonly lan: boolean;
  /** Folders of built pages; without one the service answers without pages. */
  readonly pages: { readonly portal: string | undefined; readonly ballot: string | undefined };
  /** Who is in the register, and of them who has applied for A before the start; nothing: the test persons. */
  readonly people?: {
    readonly persons: readonly PracticePerson[];
    readonly accepted: readonly PracticePerson[];
  };
  readonly told: (step: PracticeStep) => void;
  /** For many voters at the same time. */
  readonly portal?: PortalOptions;
  /** Four validators with this CometBFT instead of one node. */
  readonly chain?: { readonly program: string } | undefined;
};

export type PortalOptions = {
  /** Instead of the outbox page, which shows the last messages only and forgets them with its process. */
  readonly sms?: PracticeSms;
  /** Requests a minute. */
  readonly limits?: { readonly perSession: number; readonly perAddress: number };
};

export type PracticeStep =
  | { readonly kind: "starting"; readonly isChain: boolean }
  | { readonly kind: "ready"; readonly part: Part }
  | { readonly kind: "making"; readonly campaign: string; readonly step: MakingStep }
  | { readonly kind: "opened"; readonly campaign: string }
  /** A validator, without which the others go on. */
  | Revival;

export type Part = "node" | "validators" | "issuers" | "database" | "portal";

export type Addresses = {
  readonly portal: string;
  readonly ballot: string;
  /** Of all nodes, the ballot host first. */
  readonly nodes: readonly string[];
  readonly lan: readonly string[];
  readonly fingerprint: string | undefined;
};

export type Failure = { readonly process: string; readonly how: string; readonly lastWords: string };

/** A port that was asked for is taken. */
export class PortTaken extends Error {
  readonly port: number;

  constructor(port: number) {
    super(`port ${port} is taken`);
    this.port = port;
  }
}

const OUTBOX: PracticeSms = { settings: { VECHE_SMS: "outbox" }, secrets: {} };
const ISSUERS = 3;
/**
 * The window begins to count when voting opens, which the manifest has to foresee: a slow or busy machine is known by what it took so far,
 * that is about as long as what is still to come. It may become busier on the way, and voting that ends before it has opened is none.
 */
const SET_UP_MS_MIN = 5_000;
const BUSIER = 2;
/** The ceremony's steps wait for one another's blocks, and four engines want processors, too. */
const CHAIN_SET_UP_MS_MIN = 30_000;
const MINUTE = 60_000;
const HOTLINE = "+7 800 000-00-00";
/** Requests a minute: who tries things out on their own machine loads pages faster than a voter does. */
const HURRIED = { perSession: 1_200, perAddress: 12_000 };

/** Everything of a practice start on one machine: its processes and a database, each its own trust domain. */
export class Practice {
  readonly addresses: Addresses;
  readonly a: MadeElection;
  /** Resolves with the first process that ended by itself, and that nothing goes on without. */
  readonly failed: Promise<Failure>;
  readonly #children: readonly Child[];
  readonly #stopping: { now: boolean };

  private constructor(started: Started) {
    this.addresses = started.addresses;
    this.a = started.a;
    this.failed = started.failed;
    this.#children = started.children;
    this.#stopping = started.stopping;
  }

  static async start(options: PracticeOptions): Promise<Practice> {
    return new Practice(await new Start(options).whole());
  }

  /** What runs, by name. */
  get processes(): readonly { readonly name: string; readonly pid: number }[] {
    return this.#children.map(({ name, pid }) => ({ name, pid: pid ?? 0 }));
  }

  /** Kills a process (by its name in `processes`) with no chance to end in order. Nobody hears of it as a failure. */
  async kill(name: string): Promise<void> {
    await this.#child(name).kill();
  }

  /**
   * Starts it again after `kill`, in its folder. Not the parties: commission and trustees hold their keys in memory alone, as people
   * hold theirs, and nobody waits for them while others vote.
   */
  async restart(name: string): Promise<void> {
    if (name === "parties") throw new RangeError("the parties' keys went with their process");
    await this.#child(name).restart();
  }

  #child(name: string): Child {
    const child = this.#children.find((one) => one.name === name);
    if (child === undefined) throw new RangeError(`no process ${name}`);
    return child;
  }

  /** Ends all processes in order: those who ask before those who are asked. */
  async stop(): Promise<void> {
    this.#stopping.now = true;
    await stopAll(this.#children);
  }
}

type Started = {
  readonly addresses: Addresses;
  readonly a: MadeElection;
  readonly failed: Promise<Failure>;
  readonly children: readonly Child[];
  readonly stopping: { now: boolean };
};

const randomBytes: RandomBytes = (length) => webcrypto.getRandomValues(new Uint8Array(length));

function addressesOf(ports: Ports): Pick<Addresses, "portal" | "ballot" | "nodes"> {
  const ballot = `http://ballot.localhost:${ports.ballot}`;
  const others = ports.others.map((port, at) => `http://node-${at + 2}.localhost:${port}`);
  return { portal: `http://portal.localhost:${ports.portal}`, ballot, nodes: [ballot, ...others] };
}

/** Nodes at the same time: none of a chain's validators depends on another one's end. */
async function stopAll(children: readonly Child[]): Promise<void> {
  const isNode = ({ role }: Child): boolean => role === "node";
  for (const child of children) if (!isNode(child)) await child.stop();
  await Promise.all(children.filter(isNode).map((node) => node.stop()));
}

class Start {
  readonly #options: PracticeOptions;
  readonly #children: Child[] = [];
  readonly #stopping = { now: false };
  readonly #failed: Promise<Failure>;
  #fail: (failure: Failure) => void = () => undefined;
  readonly #reviver: Reviver;
  #setUpMs = SET_UP_MS_MIN;
  #hasStarted = false;
  #making: Promise<unknown> = Promise.resolve();
  #opened: (campaign: string) => Promise<void> = async () => undefined;

  constructor(options: PracticeOptions) {
    this.#options = options;
    this.#failed = new Promise((resolve) => {
      this.#fail = resolve;
    });
    this.#reviver = new Reviver(options.told, () => this.#stopping.now);
  }

  async whole(): Promise<Started> {
    const failing = this.#failed.then(({ process, how, lastWords }) => {
      throw new Error(`${process}: ${how}\n${lastWords}`);
    });
    try {
      const started = await Promise.race([this.#start(), failing]);
      this.#hasStarted = true;
      return started;
    } catch (error) {
      this.#stopping.now = true;
      await stopAll(this.#children);
      throw error;
    }
  }

  async #start(): Promise<Started> {
    const { folder, told, chain } = this.#options;
    const began = Date.now();
    told({ kind: "starting", isChain: chain !== undefined });
    const ports = await this.#ports();
    const { registrar, identity, parties, issuers, nodes } = this.#family();
    const addresses = addressesOf(ports);
    const opening: RegistrarStart = { folder: join(folder, "registrar"), ...this.#campaigns() };
    const early: PartiesKeys = { folder, campaign: "a" };
    const [opened, started, registrarKeys] = await Promise.all([
      this.#told(
        chain === undefined ? "node" : "validators",
        this.#startNodes(nodes, parties, ports, addresses),
      ),
      this.#told(
        "issuers",
        Promise.all(issuers.map((child, at) => this.#startIssuer(child, at + 1, ports.issuers[at] ?? 0))),
      ),
      this.#told("database", registrar.begin<Manifest["registrar"]>("start", opening)),
      // Both take long and need nobody: done while PostgreSQL is made.
      parties.call("keys", early),
    ]);
    const atLeast = chain === undefined ? SET_UP_MS_MIN : CHAIN_SET_UP_MS_MIN;
    this.#setUpMs = Math.max(atLeast, BUSIER * (Date.now() - began));
    const makers: Makers = {
      folder,
      parties,
      issuers: started.map(({ member }, at) => ({ child: issuers[at] as Child, member })),
      engine: opened.engine,
      validators: opened.validators,
      registrar: registrarKeys,
      nodes: [ports.ballot, ...ports.others].map(urlOf),
      randomBytes,
    };
    this.#opened = async (campaign) => {
      await this.#make(makers, registrar, campaign);
    };
    const serving = this.#serve(registrar, identity, ports, {
      nodes: makers.nodes,
      issuers: started.map(({ url }) => url),
    });
    const [a] = await Promise.all([this.#make(makers, registrar, "a"), this.#told("portal", serving)]);
    // Whichever of the two was first: the portal issues for A from now on.
    await registrar.call("look");
    const { lan, fingerprint } = opened;
    return {
      addresses: { ...addresses, lan, fingerprint },
      a,
      failed: this.#failed,
      children: this.#children,
      stopping: this.#stopping,
    };
  }

  /** All processes of a start. */
  #family() {
    const { chain } = this.#options;
    const named = (count: number, role: "issuer" | "node"): readonly Child[] =>
      Array.from({ length: count }, (_, at) => this.#child(`${role} ${at + 1}`, role));
    return {
      registrar: this.#child("registrar", "registrar", {
        goOn: (campaign: string) => this.#opened(campaign),
      }),
      identity: this.#child("identity", "identity"),
      parties: this.#child("parties", "parties"),
      issuers: named(ISSUERS, "issuer"),
      nodes: chain === undefined ? [this.#child("node", "node")] : named(VALIDATORS, "node"),
    };
  }

  /** Opens the sign-in page, and then the account. */
  async #serve(
    registrar: Child,
    identity: Child,
    ports: Ports,
    others: Pick<ServePortal, "nodes" | "issuers">,
  ): Promise<void> {
    const { portal: origin, ballot: ballotOrigin } = addressesOf(ports);
    const provider = await identity.begin<IdentityStarted>("start", this.#identity(ports.identity, origin));
    const { pages, portal } = this.#options;
    const serving: ServePortal = {
      port: ports.portal,
      ...{ origin, ballotOrigin, hotline: HOTLINE },
      pages: pages.portal,
      identity: provider,
      ...others,
      sms: portal?.sms ?? OUTBOX,
      limits: portal?.limits ?? HURRIED,
    };
    await registrar.begin("serve", serving);
  }

  async #told<T>(part: Part, starting: Promise<T>): Promise<T> {
    const started = await starting;
    this.#options.told({ kind: "ready", part });
    return started;
  }

  #child(name: string, role: Role, handlers: Handlers = {}): Child {
    const died = (how: string): void => {
      if (this.#stopping.now) return;
      const isSpare = role === "node" && this.#options.chain !== undefined && this.#hasStarted;
      if (isSpare) void this.#reviver.revive(child, how);
      else this.#fail({ process: name, how, lastWords: child.lastWords });
    };
    const child = new Child({ name, role, handlers, died });
    this.#children.push(child);
    return child;
  }

  async #ports(): Promise<Ports> {
    const { port, lan, chain } = this.#options;
    const ports = await portsFrom(port, chain === undefined ? 0 : VALIDATORS, ISSUERS);
    if (port === 0) return ports;
    const { lan: house, issuers: _, ...rest } = ports;
    for (const one of [...Object.values(rest).flat(), ...(lan ? [house] : [])]) {
      if (!(await isFree(one))) throw new PortTaken(one);
    }
    return ports;
  }

  #campaigns(): Pick<RegistrarStart, "campaigns" | "persons" | "accepted"> {
    const windowMs = this.#options.minutes * MINUTE;
    const ids = ["a", "b"] as const;
    const campaigns = ids.map((id): OpenCampaign => ({ id, title: CAMPAIGNS[id], windowMs }));
    const { persons, accepted } = this.#people;
    return { campaigns, persons, accepted: { campaign: "a", persons: accepted.map(({ id }) => id) } };
  }

  get #people(): NonNullable<PracticeOptions["people"]> {
    return this.#options.people ?? { persons: PERSONS, accepted: ON_ROLL_OF_A };
  }

  async #startNodes(
    children: readonly Child[],
    parties: Child,
    ports: Ports,
    { portal, nodes }: Pick<Addresses, "portal" | "nodes">,
  ): Promise<StartedNodes> {
    const { folder, lan, pages, chain } = this.#options;
    const organisation = await parties.call<Member>("genesis");
    return startNodes(children, {
      ...{ folder, randomBytes },
      genesis: { organisations: [organisation], quorum: 1 },
      ports: [ports.ballot, ...ports.others],
      page: pages.ballot,
      settings: { nodes, portal, hotline: HOTLINE },
      lanPort: lan ? ports.lan : undefined,
      chain: chain && { program: chain.program, ports: ports.engines },
    });
  }

  async #startIssuer(child: Child, number: number, port: number): Promise<IssuerStarted> {
    const home = join(this.#options.folder, `issuer-${number}`);
    const start: IssuerStart = { name: `Issuer ${number}`, folder: home, port };
    const started = await child.begin<IssuerStarted>("start", start);
    await child.call("draw", DISTRICTS.length);
    return started;
  }

  #identity(port: number, portal: string): IdentityStart {
    const folder = join(this.#options.folder, "identity");
    return { folder, port, persons: this.#people.persons, redirectUri: `${portal}/auth/callback` };
  }

  /** One at a time: nobody presses "go on" twice with effect. */
  #make(makers: Makers, registrar: Child, campaign: string): Promise<MadeElection> {
    const { minutes, told } = this.#options;
    const made = this.#making.then(async () => {
      const election = await makeElection(makers, {
        campaign,
        title: CAMPAIGNS[campaign === "a" ? "a" : "b"],
        setUpMs: this.#setUpMs,
        windowMs: minutes * MINUTE,
        roll: ({ electionId, manifest, opens, castEnds }) => {
          const roll: RollRequest = { campaign, electionId, manifest, opens, castEnds };
          return registrar.call("roll", roll);
        },
        told: (step) => told({ kind: "making", campaign, step }),
      });
      await registrar.call("look");
      told({ kind: "opened", campaign });
      return election;
    });
    this.#making = made.catch(() => undefined);
    return made;
  }
}
