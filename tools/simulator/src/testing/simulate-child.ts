// A simulation in a process of its own, to be killed: `simulate-child.ts <scenario> <scale> <seed> <out>`. Says on stdout where it is.
import { SCENARIOS, type Scenario, simulate } from "../index.ts";

const [id, scale, seed, out] = process.argv.slice(2) as [string, string, string, string];
const scenario = (SCENARIOS[id] as (scale: number) => Scenario)(Number(scale));
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

await simulate({
  scenario,
  scale: Number(scale),
  seed,
  out,
  onProgress: ({ stage, done, total }) => say(`${stage} ${done}/${total}`),
  onContinue: ({ round, rounds }) => say(`continuing at ${round}/${rounds}`),
});
say("finished");
