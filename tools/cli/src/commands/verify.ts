import { access, constants } from "node:fs/promises";
import { join } from "node:path";
import { folderReader, formatReport, type Report, reportToJson, verifyRecord } from "@veche/verifier";
import { readBytes, requireFolder } from "../files/read.ts";
import { command } from "../framework/command.ts";
import { ELECTION_ID, FILE, FOLDER } from "../framework/kinds.ts";
import { many, maybe } from "../framework/options.ts";
import { withSteadyProgress } from "../framework/steady-progress.ts";
import { unusable } from "../framework/stop.ts";
import { abouts } from "../texts/commands.ts";
import { faults } from "../texts/faults.ts";
import { optionTexts } from "../texts/options.ts";
import { resultTexts } from "../texts/results.ts";

/** A `tlog-proof` is a page of text, with an entry of at most 60,000 bytes in it. */
const RECEIPT_BYTES_MAX = 2_000_000;

export const verify = command({
  name: "verify",
  about: abouts.verify,
  arguments: [{ placeholder: "RECORD", about: optionTexts.record, isRequired: true, isMany: false }],
  options: {
    election: maybe(ELECTION_ID, optionTexts.election),
    receipt: many(FILE, optionTexts.receipts),
  },
  examples: [
    { line: "veche verify out/moscow/record" },
    { line: "veche verify record --election $ELECTION --receipt receipt.txt" },
  ],
  run: async (context, { election, receipt }, [word = ""]) => {
    const { out, world } = context;
    const folder = FOLDER.read(word, "RECORD");
    await requireRecord(folder);
    const receipts: Uint8Array[] = [];
    for (const file of receipt) receipts.push(await readBytes(file, RECEIPT_BYTES_MAX));
    const progress = out.progress(resultTexts.verifying);
    const report: Report = await withSteadyProgress(progress.update, (onProgress) =>
      verifyRecord({
        read: folderReader(folder),
        ...(election === undefined ? {} : { electionId: election }),
        receipts,
        randomBytes: world.randomBytes,
        onProgress,
      }),
    );
    progress.end();
    out.result(reportToJson(report), formatReport(report, out.language).trimEnd().split("\n"));
    if (election === undefined) out.note(resultTexts.idFromRecord);
    return report.verdict === "good" ? 0 : 1;
  },
});

/** A folder without any file of a record is not a bad record but the wrong folder. */
export async function requireRecord(folder: string): Promise<void> {
  await requireFolder(folder);
  const files = await folderReader(folder).list();
  if (!files.some(({ path }) => path === "checkpoint" || path.startsWith("tile/"))) {
    throw unusable(faults.notARecord(folder));
  }
  // §10.4: a checkpoint that cannot be read says nothing about the record.
  const hasCheckpoint = files.some(({ path, size }) => path === "checkpoint" && size >= 0);
  if (hasCheckpoint) await access(join(folder, "checkpoint"), constants.R_OK);
}
