import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assert } from "@veche/base";
import {
  crowdOf,
  ON_ROLL_OF_A,
  openTelephones,
  PatientVoter,
  PERSONS,
  Practice,
} from "@veche/practice/crowd";
import { type Figure, reading } from "../figure.ts";
import { cpuMicroseconds } from "../measure.ts";
import { randomBytes } from "../random.ts";
import { arrivals } from "./arrival.ts";
import { measurePages } from "./browser/measure-pages.ts";
import { MemoryWatch } from "./memory.ts";
import { Observed } from "./observed.ts";

export type VotersInput = {
  readonly voters: number;
  /** For applications, and again for voting, s: what three days are pressed into. */
  readonly seconds: number;
  /** Folders of the built pages; `undefined`: they are not measured. */
  readonly pages: { readonly portal: string; readonly ballot: string } | undefined;
};

/** All voters stand behind one address here, and nobody is to be slowed down. */
const LIMITS = { perSession: 1_000_000, perAddress: 100_000_000 };
/** So much longer than the window the election stays open, for those who wait in a full one. */
const PATIENCE = 4;
const MINUTES_MIN = 3;

/**
 * A whole practice start (registrar with PostgreSQL, issuers, node, identity provider, each a process), and this process as all voters:
 * they sign in, apply with a code by SMS, and vote with another one, over HTTP, as pages do. Services and voters share the machine.
 */
export async function measureVoters(
  input: VotersInput,
  onProgress: (done: number, total: number) => void,
): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "veche-voters-"));
  // The database's user has to pass through it.
  await chmod(folder, 0o711);
  const telephones = await openTelephones(randomBytes);
  const crowd = crowdOf(input.voters);
  const minutes = MINUTES_MIN + (2 * PATIENCE * input.seconds) / 60;
  const practice = await Practice.start({
    ...{ folder, minutes, port: 0, lan: false, told: () => undefined },
    pages: input.pages ?? { portal: undefined, ballot: undefined },
    people: { persons: [...PERSONS, ...crowd], accepted: [...ON_ROLL_OF_A, ...crowd] },
    portal: { sms: telephones.sms, limits: LIMITS },
  });
  const failed = practice.failed.then(({ process: name, how, lastWords }) => {
    throw new Error(`${name}: ${how}\n${lastWords}`);
  });
  try {
    const pages = input.pages === undefined ? [] : await measurePages(practice.addresses, practice.a.id);
    const watch = new MemoryWatch(() => practice.processes);
    const observed = new Observed();
    const world = {
      ...{ addresses: practice.addresses, telephones, told: observed.told, votings: new Map() },
      until: () => practice.a.castEnds,
    };
    const voters = crowd.map((person) => new PatientVoter(person, world));
    const [own, total] = [cpuMicroseconds(), 2 * voters.length];
    let done = 0;
    const all = (step: (voter: PatientVoter) => Promise<unknown>) =>
      inTime(voters, 1_000 * input.seconds, async (voter) => {
        await step(voter);
        onProgress(++done, total);
      });
    await Promise.race([failed, all((voter) => applyAs(voter))]);
    await Promise.race([failed, all((voter) => voter.vote("a"))]);
    const generator = (cpuMicroseconds() - own) / voters.length;
    const memory = [...watch.end()].map(([name, peak]) => reading(`voters.peak-${name}`, "MB", peak));
    return [...figuresOf(observed), reading("voters.generator", "us", generator), ...memory, ...pages];
  } finally {
    await practice.stop();
    await telephones.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function applyAs(voter: PatientVoter): Promise<void> {
  await voter.signIn();
  assert((await voter.apply("b")) === "accepted", "everybody of the crowd is entitled");
}

/** Each voter at the voter's own time, whether those before have been served or not. */
async function inTime(
  voters: readonly PatientVoter[],
  windowMs: number,
  serve: (voter: PatientVoter) => Promise<void>,
): Promise<void> {
  const times = arrivals(voters.length, windowMs);
  const began = performance.now();
  await Promise.all(
    voters.map(async (voter, at) => {
      const wait = (times[at] ?? 0) - (performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, wait));
      await serve(voter);
    }),
  );
}

function figuresOf(observed: Observed): readonly Figure[] {
  const steps = ["sign-in", "apply", "code", "issue", "cast"] as const;
  return [
    ...steps.map((step) => reading(`voters.${step}-rate-wall`, "per-s", observed.highestRate(step))),
    ...steps.flatMap((step) => [
      reading(`voters.${step}-p50-wall`, "ms", observed.percentile(step, 50)),
      reading(`voters.${step}-p99-wall`, "ms", observed.percentile(step, 99)),
    ]),
    reading("voters.busy", "count", observed.busy),
    reading("voters.unanswered", "count", observed.unanswered),
  ];
}
