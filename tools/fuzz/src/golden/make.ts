import { goldenNames, keep } from "./keep.ts";
import { makeGoldenRecords } from "./records.ts";

/** `npm run golden`: makes the golden records that are not there yet. Those that are stay as they are. */
const there = new Set(goldenNames());
for (const golden of makeGoldenRecords()) {
  if (there.has(golden.name)) {
    process.stdout.write(`${golden.name} stands\n`);
    continue;
  }
  await keep(golden);
  const bytes = [...golden.files.values()].reduce((sum, file) => sum + file.length, 0);
  process.stdout.write(`${golden.name} made, ${bytes} bytes\n`);
}
