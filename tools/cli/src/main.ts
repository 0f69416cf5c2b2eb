import { COMMANDS } from "./commands/index.ts";
import { flushed } from "./framework/standard-output.ts";
import { processWorld } from "./process-world.ts";
import { outputLost, run } from "./run.ts";

/** The program as it is started from a shell. */
export async function main(): Promise<void> {
  const argv = process.argv.slice(2);
  const onLost = (reason: Error): void => process.exit(outputLost(argv, world, reason));
  const world = processWorld(onLost);
  const code = await run(COMMANDS, argv, world);
  await flushed(process.stdout, onLost);
  process.exit(code);
}
