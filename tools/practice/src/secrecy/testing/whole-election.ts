import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RandomBytes } from "@veche/base";
import { Practice } from "../../practice.ts";
import { PageVoter } from "./page-voter.ts";
import { inventedVoters } from "./people.ts";
import { RECORD_FOLDER } from "./recorded.ts";

export type WholeElection = {
  readonly practice: Practice;
  readonly voters: readonly PageVoter[];
  /** Of the practice start. */
  readonly folder: string;
  readonly recordings: string;
};

export type Plan = {
  readonly seed: string;
  readonly voters: number;
  readonly minutes: number;
  /** From the seed: of who comes when. */
  readonly drawn: RandomBytes;
  readonly randomBytes: RandomBytes;
};

/** At the same time, as many as a small machine carries without making anybody wait long. */
const AT_ONCE = 12;
/** Every so many-th voter's first answer is lost on the way. */
const LOST_EVERY = 10;
const SIGNED_OUT_EVERY = 3;
/** Of every Node.js process that this one starts. */
const OPTIONS = "NODE_OPTIONS";
const CAMPAIGN = "a";

/** A start whose processes record, below `folder`; voters are on the roll of election A. */
export async function startRecorded(folder: string, plan: Plan): Promise<WholeElection> {
  const [home, recordings, pages] = ["home", "recordings", "pages"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const one of [home, recordings, pages]) mkdirSync(one, { mode: 0o711 });
  writeFileSync(join(pages, "index.html"), "<!doctype html><title>page</title>");
  const persons = inventedVoters(plan.seed, plan.voters, plan.drawn);
  const practice = await recording(recordings, () =>
    Practice.start({
      ...{ folder: home, minutes: plan.minutes, port: 0, lan: false, told: () => undefined },
      pages: { portal: pages, ballot: pages },
      people: { persons, accepted: persons },
    }),
  );
  const voters = persons.map(
    (person, at) => new PageVoter(person, practice.addresses, addressOf(at), plan.randomBytes),
  );
  return { practice, voters, folder: home, recordings };
}

/** Children inherit what makes them record. */
async function recording<T>(folder: string, start: () => Promise<T>): Promise<T> {
  const before = process.env[OPTIONS];
  const hook = new URL("./record-process.ts", import.meta.url).href;
  // Threads of a process have no servers, and cannot load what is not JavaScript.
  const script = `import{isMainThread}from"node:worker_threads";if(isMainThread)await import("${hook}")`;
  const modules = [import.meta.resolve("tsx"), `data:text/javascript,${encodeURIComponent(script)}`];
  process.env[RECORD_FOLDER] = folder;
  process.env[OPTIONS] = modules.map((module) => `--import=${module}`).join(" ");
  try {
    return await start();
  } finally {
    delete process.env[RECORD_FOLDER];
    if (before === undefined) delete process.env[OPTIONS];
    else process.env[OPTIONS] = before;
  }
}

/** Linux lets anybody connect from all of 127.0.0.0/8: there each voter has an address of their own. */
const addressOf = (at: number): string | undefined =>
  process.platform === "linux"
    ? `127.${50 + (at % 100)}.${1 + Math.floor(at / 100)}.${10 + (at % 200)}`
    : undefined;

/** All of them, in this order, a few at a time. */
export async function inOrder<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const waiting = all.values();
  const worker = async (): Promise<void> => {
    for (const one of waiting) await work(one);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** `between`: called when half of them have theirs. */
export async function getBallots(
  { voters }: WholeElection,
  drawn: RandomBytes,
  between: () => Promise<void>,
): Promise<void> {
  const places = new Map(voters.map((voter, at) => [voter, at]));
  let given = 0;
  await inOrder(shuffled(voters, drawn), async (voter) => {
    await voter.signIn();
    const at = places.get(voter) ?? 0;
    await voter.getBallot(CAMPAIGN, at % LOST_EVERY === 0);
    if (at % SIGNED_OUT_EVERY === 0) await voter.signOut();
    if (++given === Math.floor(voters.length / 2)) await between();
  });
}

/** In an order of its own: what follows this order, and not that of issuing, would join a person to a ballot. */
export const castBallots = ({ voters }: WholeElection, drawn: RandomBytes): Promise<void> =>
  inOrder(shuffled(voters, drawn), (voter) => voter.castBallot());

export function shuffled<T>(all: readonly T[], drawn: RandomBytes): readonly T[] {
  const keys = new Map(all.map((one) => [one, Buffer.from(drawn(6)).readUIntBE(0, 6)]));
  return all.toSorted((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0));
}
