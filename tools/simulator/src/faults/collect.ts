import { blocksOf, heightOf } from "./comet-rpc.ts";
import type { Observations, SeenValidator } from "./invariants/index.ts";
import { until } from "./shell.ts";
import type { Theatre } from "./stage.ts";
import type { Validator } from "./validator.ts";

/** After the last fault every validator catches up with the others within this. */
const LEVEL_MS = 120_000;
const REPLAY_MS = 120_000;

/** All that the invariants ask for. Ends the load and the validators; the first validator replays all blocks on the way. */
export async function collect(
  theatre: Theatre,
  played: Pick<Observations, "schedule" | "startedAt" | "outages">,
): Promise<Observations> {
  const { chain, validators, say } = theatre.stage;
  const endedAt = Date.now();
  await theatre.endLoad();
  const goal = Math.max(...(await theatre.heights()));
  const isLevel = await until(
    async () =>
      (await theatre.heights()).every((height) => height >= goal) && (await haveAllPublished(theatre)),
    LEVEL_MS,
  );
  if (!isLevel)
    say(`not all validators have block ${goal} and its checkpoint: ${(await theatre.heights()).join(", ")}`);
  const seen = await Promise.all(validators.map((validator) => blocks(theatre, validator)));

  const [first, ...others] = validators as readonly [Validator, ...Validator[]];
  await first.stop();
  const before = await chain.log(first.home);
  await chain.forget(first.home);
  say(`${first.home.name} plays all blocks again`);
  await first.start();
  await until(async () => (await heightOf(chain.rpc(first.home))) >= goal, REPLAY_MS);
  await until(() => haveAllPublished(theatre), LEVEL_MS);
  const again = await blocks(theatre, first);
  for (const validator of validators) await validator.stop();
  const logs = await Promise.all(others.map(({ home }) => chain.log(home)));
  return {
    ...played,
    endedAt,
    validators: seen.map((one, at) => ({ ...one, log: at === 0 ? before : (logs[at - 1] ?? before) })),
    journal: theatre.journal.lines(),
    progress: theatre.progress,
    replayed: { ...again, log: await chain.log(first.home) },
    ends: validators.flatMap(({ ends }) => ends),
  };
}

async function haveAllPublished({ stage }: Theatre): Promise<boolean> {
  const sizes = await Promise.all(stage.validators.map(({ home }) => stage.chain.publishedSize(home)));
  return new Set(sizes).size === 1;
}

async function blocks({ stage }: Theatre, { home }: Validator): Promise<Omit<SeenValidator, "log">> {
  const socket = stage.chain.rpc(home);
  try {
    return { name: home.name, ...(await blocksOf(socket)) };
  } catch {
    // One that does not answer has no blocks to compare; that it does not is found by its log and by `goesOn`.
    return { name: home.name, blocks: [], evidence: [] };
  }
}
