import { COMMANDS } from "./commands/index.ts";
import { processWorld } from "./process-world.ts";
import { run } from "./run.ts";

/** The program as it is started from a shell. */
export async function main(): Promise<void> {
  const world = processWorld();
  const code = await run(COMMANDS, process.argv.slice(2), world);
  process.stdout.write("", () => process.exit(code));
}
