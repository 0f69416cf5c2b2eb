import type { ChainUnderTest, Home } from "./chain-under-test.ts";
import { collect } from "./collect.ts";
import { blocksOf, heightOf } from "./comet-rpc.ts";
import {
  FORK_FOUND,
  GOES_ON_MS,
  INVARIANTS,
  noFork,
  type Observations,
  type Outage,
  receiptsKept,
  type Verdict,
} from "./invariants/index.ts";
import { NEEDS_RELAY, type Schedule } from "./kinds.ts";
import { play, twinOf } from "./play.ts";
import { sleep, until } from "./shell.ts";
import { Theatre } from "./stage.ts";
import type { Validator } from "./validator.ts";

export type Judged = Verdict & { readonly number: number; readonly says: string };

export type RunResult = {
  readonly schedule: Schedule;
  readonly verdicts: readonly Judged[];
  readonly seen: Observations;
};

export type RunOptions = {
  readonly ip: string;
  readonly chain: ChainUnderTest;
  readonly say: (line: string) => void;
  /** Leaves the folders of the validators where they are. */
  readonly keep: boolean;
};

/** Plays a schedule on a new chain, and judges what came of it. */
export async function runSchedule(options: RunOptions, schedule: Schedule): Promise<RunResult> {
  const { faults, seed, validators, durationMs } = schedule;
  const meeting = (isMeant: (kind: (typeof faults)[number]["kind"]) => boolean): ReadonlySet<number> =>
    new Set(faults.filter(({ kind }) => isMeant(kind)).flatMap(({ targets }) => targets));
  const relayed = meeting((kind) => NEEDS_RELAY.has(kind));
  const twins = meeting((kind) => kind === "twin");
  return inTheatre(options, { seed, validators, relayed, twins }, async (theatre) => {
    await theatre.load(seed);
    const startedAt = Date.now();
    const outages = await play(theatre.stage, schedule, startedAt);
    await sleep(Math.max(0, startedAt + durationMs - Date.now()));
    await goneOn(theatre, startedAt + Math.max(0, ...faults.map(({ until }) => until)), outages);
    const seen = await collect(theatre, { schedule, startedAt, outages });
    const verdicts = INVARIANTS.map(({ number, says, check }) => ({ number, says, ...check(seen) }));
    return { schedule, verdicts, seen };
  });
}

/** Waits until the chain has gone on after its last fault, or long enough to find that it has not (4). */
async function goneOn({ progress }: Theatre, healed: number, outages: readonly Outage[]): Promise<void> {
  const since = Math.max(healed, ...outages.map((outage) => outage.healed));
  const late = since + GOES_ON_MS + SECOND;
  const patience = Math.max(0, late - Date.now());
  await until(() => progress.some(({ at }) => at > since), patience);
}

const SECOND = 1_000;
const FORK_MS = 120_000;
/** So many blocks on each side are enough of a fork. */
const FORK_BLOCKS = 3;
const SHOWN = 4;
/** Of a witness (C2SP tlog-witness) that is asked to go over to another log. */
const FORK_STATUSES: readonly number[] = [409, 422];

const reached = (
  chain: ChainUnderTest,
  homes: readonly Home[],
): Promise<readonly { readonly height: number; readonly published: number }[]> =>
  Promise.all(
    homes.map(async (home) => ({
      height: await heightOf(chain.rpc(home)),
      published: await chain.publishedSize(home),
    })),
  );

/**
 * The control: two of four validators have a twin, and the network is cut so that each side has three of four votes. Both sides go on, and
 * the two honest validators must be found to have forked.
 */
export async function runControl(options: RunOptions, seed: string): Promise<RunResult> {
  const twins = new Set([0, 1]);
  return inTheatre(options, { seed, validators: 4, relayed: new Set(), twins }, async (theatre) => {
    const { chain, say } = theatre.stage;
    await theatre.load(seed);
    const startedAt = Date.now();
    const honest = await fork(theatre, twins);
    const homes = [honest[0].home, honest[1].home] as const;
    await theatre.endLoad();
    const blocks = await Promise.all(honest.map(({ home }) => blocksOf(chain.rpc(home))));
    for (const validator of honest) await validator.stop();
    const logs = await Promise.all(honest.map(({ home }) => chain.log(home)));
    const seen: Observations = {
      schedule: { seed, validators: 4, durationMs: Date.now() - startedAt, faults: [] },
      startedAt,
      endedAt: Date.now(),
      outages: [],
      validators: honest.map(({ home }, at) => ({
        name: home.name,
        ...(blocks[at] as (typeof blocks)[number]),
        log: logs[at] as (typeof logs)[number],
      })),
      journal: theatre.journal.lines(),
      progress: theatre.progress,
      replayed: undefined,
      ends: [],
    };
    for (const finding of [...noFork(seen).findings, ...receiptsKept(seen).findings].slice(0, SHOWN))
      say(finding);
    const { number, says, check } = FORK_FOUND;
    const { findings, looked } = check(seen);
    const status = await chain.witness(homes[0], homes[1]);
    if (status !== undefined) say(`a witness of one side answers ${status} to the other`);
    const isSeen = status === undefined || FORK_STATUSES.includes(status);
    const unseen = isSeen
      ? []
      : [`a witness of one side answers ${status} to the other: it has not seen the fork`];
    return {
      schedule: seen.schedule,
      verdicts: [{ number, says, looked, findings: [...findings, ...unseen] }],
      seen,
    };
  });
}

/** Cuts the network, starts the twins on the other side, and waits until both sides go on. The honest validators, one of each side. */
async function fork(
  { stage }: Theatre,
  twins: ReadonlySet<number>,
): Promise<readonly [Validator, Validator]> {
  const { chain, net, validators, twinPlaces, say } = stage;
  await sleep(5_000);
  say("v0 and v1 have twins, which with v3 are cut off from v0, v1 and v2");
  await net.cut(["t0", "t1", "v3"], ["v0", "v1", "v2"]);
  const honest = [validators[2] as Validator, validators[3] as Validator] as const;
  const homes = [honest[0].home, honest[1].home] as const;
  const before = await reached(chain, homes);
  await honest[1].stop();
  for (const at of twins) {
    const [original, place] = [validators[at], twinPlaces.get(at)];
    if (original === undefined || place === undefined) continue;
    const second = await twinOf(stage, original, place);
    await chain.mislead(homes[1], original.home, second.home);
    void original.start();
    void second.start();
  }
  await honest[1].start();
  const haveGrown = async (): Promise<boolean> => {
    const now = await reached(chain, homes);
    return now.every(
      ({ height, published }, at) =>
        height >= (before[at]?.height ?? 0) + FORK_BLOCKS &&
        (published === 0 || published > (before[at]?.published ?? 0)),
    );
  };
  if (!(await until(haveGrown, FORK_MS))) say("one side makes no blocks or no checkpoints");
  return honest;
}

async function inTheatre(
  { ip, chain, say, keep }: RunOptions,
  what: {
    readonly seed: string;
    readonly validators: number;
    readonly relayed: ReadonlySet<number>;
    readonly twins: ReadonlySet<number>;
  },
  act: (theatre: Theatre) => Promise<RunResult>,
): Promise<RunResult> {
  const theatre = await Theatre.open({ ip, chain, say, ...what });
  if (keep) say(`folders: ${theatre.folder}`);
  const leave = (): void => void theatre.close(keep).finally(() => process.exit(130));
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, leave);
  try {
    return await act(theatre);
  } finally {
    for (const name of ["SIGINT", "SIGTERM"] as const) process.off(name, leave);
    await theatre.close(keep);
  }
}
