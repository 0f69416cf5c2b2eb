import { toHex } from "@veche/base";
import { type FsckReport, folderReader, fsckRecord, REASONS } from "@veche/verifier";
import { command } from "../framework/command.ts";
import { FOLDER } from "../framework/kinds.ts";
import type { Output } from "../framework/output.ts";
import { factLines } from "../framework/table.ts";
import { abouts } from "../texts/commands.ts";
import { optionTexts } from "../texts/options.ts";
import { resultTexts } from "../texts/results.ts";
import { requireRecord } from "./verify.ts";

export const fsck = command({
  name: "fsck",
  about: abouts.fsck,
  arguments: [{ placeholder: "RECORD", about: optionTexts.record, isRequired: true, isMany: false }],
  options: {},
  examples: [{ line: "veche fsck out/moscow/record" }],
  run: async ({ out }, _options, [word = ""]) => {
    const folder = FOLDER.read(word, "RECORD");
    await requireRecord(folder);
    const progress = out.progress(resultTexts.rebuilding);
    const report = await fsckRecord({ read: folderReader(folder), onProgress: progress.update });
    progress.end();
    const { verdict, entries, root, checks } = report;
    const json = checks.map(({ id, status, examined, failure }) => ({
      id,
      status,
      examined,
      failure:
        failure === undefined
          ? null
          : { code: failure.code, place: placeOf(failure), detail: failure.detail ?? null },
    }));
    out.result({ verdict, entries, root: toHex(root), checks: json }, linesOf(out, report));
    return verdict === "good" ? 0 : 1;
  },
});

type Failure = NonNullable<FsckReport["checks"][number]["failure"]>;

function linesOf(out: Output, { verdict, entries, root, checks }: FsckReport): readonly string[] {
  const { say, language } = out;
  const failures = checks.flatMap(({ id, failure }) =>
    failure === undefined ? [] : [`${id}  ${placeOf(failure)}: ${REASONS[failure.code][language]}`],
  );
  return [
    ...factLines([
      [say(resultTexts.entries), String(entries)],
      [say(resultTexts.root), toHex(root)],
    ]),
    ...failures,
    say(verdict === "good" ? resultTexts.rebuiltGood : resultTexts.rebuiltBad),
  ];
}

function placeOf({ place }: Failure): string {
  if (place === undefined) return "";
  if ("entry" in place) return String(place.entry);
  return "file" in place ? place.file.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, "?") : String(place.receipt);
}
