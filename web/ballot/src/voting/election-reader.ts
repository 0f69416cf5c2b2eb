import { type Bytes, fromHex } from "@veche/base";
import type { NodeLink } from "@veche/client";
import type { DeviceWorld, Problem, ProblemCode } from "./contract.ts";
import type { ElectionFacts, Engine, VotingFault } from "./engine.ts";
import { evidenceFile } from "./evidence.ts";
import type { Asked, Hosts } from "./hosts.ts";
import { problemOf } from "./problems.ts";

export type ReadElection =
  | { readonly ok: true; readonly facts: ElectionFacts }
  | { readonly ok: false; readonly problem: Problem };

/** Reads what follows from electionId from any node that tells the truth: a lying one costs time only. */
export class ElectionReader {
  readonly #world: DeviceWorld;
  readonly #engine: Engine;
  readonly #hosts: Hosts;
  readonly #styles = new Map<number, ElectionFacts>();

  constructor(world: DeviceWorld, engine: Engine, hosts: Hosts) {
    this.#world = world;
    this.#engine = engine;
    this.#hosts = hosts;
  }

  /** §12.3.1: everything that a ballot of this style needs. */
  async style(style: number): Promise<ReadElection> {
    const known = this.#styles.get(style);
    if (known !== undefined) return { ok: true, facts: known };
    const read = await this.#fromAny(style, (id, answer) => this.#engine.read(id, style, answer));
    if (read.ok) this.#styles.set(style, read.facts);
    return read;
  }

  /** The manifest alone: for looking up. */
  manifest(): Promise<ReadElection> {
    return this.#fromAny(0, (id, answer) => this.#engine.readManifest(id, answer));
  }

  async #fromAny(
    style: number,
    read: (id: Bytes, answer: unknown) => ReturnType<Engine["read"]>,
  ): Promise<ReadElection> {
    const id = fromHex(this.#world.electionId);
    if (id === undefined || id.length !== 32) return { ok: false, problem: problemOf("ELECTION_UNKNOWN") };
    const problems: Problem[] = [];
    for (const link of this.#hosts.links) {
      const asked = await this.#hosts.voting(link, style);
      if (asked.kind === "answer") {
        const checked = await read(id, asked.value);
        if (checked.ok) return { ok: true, facts: checked.value };
        problems.push(this.#problemOf(checked.error, asked.value));
      } else problems.push(problemOf(await this.#absence(link, asked, style)));
    }
    return { ok: false, problem: worstOf(problems) };
  }

  /** Before `open` a node has nothing to tell of a style, and never of one that there is not. */
  async #absence(link: NodeLink, asked: Asked<unknown>, style: number): Promise<ProblemCode> {
    if (asked.kind !== "none") return "NETWORK";
    const status = await this.#hosts.status(link);
    if (status.kind === "answer") return style < status.value.styles.length ? "NOT_OPEN" : "HANDOVER_WRONG";
    return status.kind === "none" ? "ELECTION_UNKNOWN" : "NETWORK";
  }

  #problemOf({ code }: VotingFault, answer: unknown): Problem {
    const alarm = ALARMS[code];
    if (alarm === undefined)
      return problemOf(code === "STYLE_UNKNOWN" ? "HANDOVER_WRONG" : "ELECTION_DIFFERS");
    const file = evidenceFile(code, this.#world.electionId, { answer: JSON.stringify(answer) });
    return problemOf(alarm, file);
  }
}

const ALARMS: Partial<Record<VotingFault["code"], "ALARM_LOG" | "ALARM_ISSUER_KEY">> = {
  OPEN_RECEIPT_WRONG: "ALARM_LOG",
  ISSUER_KEY_WRONG: "ALARM_ISSUER_KEY",
};

/** What says most about the world is told: evidence before a wrong answer before none. */
const ORDER: readonly ProblemCode[] = [
  "ALARM_ISSUER_KEY",
  "ALARM_LOG",
  "ELECTION_DIFFERS",
  "HANDOVER_WRONG",
  "NOT_OPEN",
  "ELECTION_UNKNOWN",
];

function worstOf(problems: readonly Problem[]): Problem {
  for (const code of ORDER) {
    const found = problems.find((problem) => problem.code === code);
    if (found !== undefined) return found;
  }
  return problemOf("NETWORK");
}
