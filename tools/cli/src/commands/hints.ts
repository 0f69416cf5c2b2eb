import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { folderReader, HINTS_FILE, type HintsMade, makeHintsFile, threadPool } from "@veche/verifier";
import { command } from "../framework/command.ts";
import { FOLDER } from "../framework/kinds.ts";
import type { Progress } from "../framework/progress.ts";
import { unusable } from "../framework/stop.ts";
import { abouts } from "../texts/commands.ts";
import { faults } from "../texts/faults.ts";
import { optionTexts } from "../texts/options.ts";
import { resultTexts } from "../texts/results.ts";
import { requireRecord } from "./verify.ts";

const THREADS = 2;

export const hints = command({
  name: "hints",
  about: abouts.hints,
  arguments: [{ placeholder: "RECORD", about: optionTexts.record, isRequired: true, isMany: false }],
  options: {},
  examples: [{ line: "veche hints out/moscow/record" }],
  run: async ({ out }, _options, [word = ""]) => {
    const folder = FOLDER.read(word, "RECORD");
    await requireRecord(folder);
    const progress = out.progress(resultTexts.hinting);
    const made = await writeHints(folder, progress);
    progress.end();
    if ("fault" in made) throw unusable(faults.noHints(folder, made.fault));
    out.result(made, [out.say(resultTexts.hintsMade(join(folder, HINTS_FILE), made.points, made.bytes))]);
    return 0;
  },
});

/** The file is whole before it is in the record: beside the record it makes no record bad if it is left over. */
async function writeHints(folder: string, progress: Progress): Promise<HintsMade> {
  const temporary = join(dirname(folder), `.${basename(folder)}.${HINTS_FILE}.${randomUUID()}`);
  const pool = threadPool(THREADS);
  try {
    const file = await open(temporary, "wx", 0o644);
    let made: HintsMade;
    try {
      made = await makeHintsFile({
        read: folderReader(folder),
        pool,
        write: async (bytes, at) => {
          for (let done = 0; done < bytes.length; ) {
            done += (await file.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
          }
        },
        onProgress: progress.update,
      });
      await file.sync();
    } finally {
      await file.close();
    }
    if (!("fault" in made)) await rename(temporary, join(folder, HINTS_FILE));
    return made;
  } finally {
    await pool.close();
    await rm(temporary, { force: true });
  }
}
