import { randomUUID } from "node:crypto";
import { access, constants, open, readdir, realpath, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { syncFolder } from "@veche/client/folder";
import {
  folderReader,
  HINTS_FILE,
  type HintsMade,
  makeHintsFile,
  type ProofPool,
  threadPool,
} from "@veche/verifier";
import { kindOf } from "../files/read.ts";
import { command } from "../framework/command.ts";
import { FOLDER } from "../framework/kinds.ts";
import { type OnProgress, withSteadyProgress } from "../framework/steady-progress.ts";
import { unusable } from "../framework/stop.ts";
import { abouts } from "../texts/commands.ts";
import { faults } from "../texts/faults.ts";
import { optionTexts } from "../texts/options.ts";
import { resultTexts } from "../texts/results.ts";
import { requireRecord } from "./verify.ts";

const THREADS = 2;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const hints = command({
  name: "hints",
  about: abouts.hints,
  arguments: [{ placeholder: "RECORD", about: optionTexts.record, isRequired: true, isMany: false }],
  options: {},
  examples: [{ line: "veche hints out/moscow/record" }],
  run: async ({ out }, _options, [word = ""]) => {
    const folder = FOLDER.read(word, "RECORD");
    await requireRecord(folder);
    // What would be refused at the end is refused before the long work.
    await access(folder, constants.W_OK);
    const place = join(folder, HINTS_FILE);
    if (((await kindOf(place)) ?? "file") !== "file") throw unusable(faults.notAFile(place));
    const progress = out.progress(resultTexts.hinting);
    const made = await withSteadyProgress(progress.update, (onProgress) => writeHints(folder, onProgress));
    progress.end();
    if ("fault" in made) throw unusable(faults.noHints(folder, made.fault));
    out.result(made, [out.say(resultTexts.hintsMade(place, made.points, made.bytes))]);
    return 0;
  },
});

/** The file is whole before it is in the record: beside the record it makes no record bad if it is left over. */
async function writeHints(folder: string, onProgress: OnProgress): Promise<HintsMade> {
  // Of a link the place that it leads to: a file is not moved from one disk to another.
  const record = await realpath(folder);
  await removeLeftovers(record);
  const temporary = `${temporaryPrefix(record)}${randomUUID()}`;
  const pool = threadPool(THREADS);
  try {
    const made = await fill(temporary, record, pool, onProgress);
    if (!("fault" in made)) {
      await rename(temporary, join(record, HINTS_FILE));
      await syncFolder(record);
    }
    return made;
  } finally {
    await pool.close();
    await rm(temporary, { force: true });
  }
}

async function fill(
  temporary: string,
  record: string,
  pool: ProofPool,
  onProgress: OnProgress,
): Promise<HintsMade> {
  const file = await open(temporary, "wx", 0o644);
  try {
    const made = await makeHintsFile({
      read: folderReader(record),
      pool,
      write: async (bytes, at) => {
        for (let done = 0; done < bytes.length; ) {
          done += (await file.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
        }
      },
      onProgress,
    });
    await file.sync();
    return made;
  } finally {
    await file.close();
  }
}

const temporaryPrefix = (record: string): string =>
  join(dirname(record), `.${basename(record)}.${HINTS_FILE}.`);

/** What a run that was killed left beside the record: of a large one as large as its hints. */
async function removeLeftovers(record: string): Promise<void> {
  const prefix = basename(temporaryPrefix(record));
  for (const name of await readdir(dirname(record))) {
    if (name.startsWith(prefix) && UUID.test(name.slice(prefix.length))) {
      await rm(join(dirname(record), name), { force: true });
    }
  }
}
