import { homesAt } from "../../chain/layout.ts";
import { chainLines, rowJson, rowsOf } from "../../chain/table.ts";
import { command } from "../../framework/command.ts";
import { FOLDER } from "../../framework/kinds.ts";
import { unusable } from "../../framework/stop.ts";
import { chainAbouts, chainFaults, chainOptions } from "../../texts/chain.ts";

export const chainStatus = command({
  name: "status",
  about: chainAbouts.status,
  arguments: [{ placeholder: "DIR", about: chainOptions.place, isRequired: true, isMany: false }],
  options: {},
  examples: [{ line: "veche chain status chain" }, { line: "veche chain status node1 --json" }],
  run: async ({ out }, _options, [word = ""]) => {
    const place = FOLDER.read(word, "DIR");
    const rows = await rowsOf(await homesAt(place));
    if (rows.every(({ status }) => status === undefined)) throw unusable(chainFaults.nothingRuns(place));
    out.result({ validators: rows.map(rowJson) }, chainLines(out, rows));
    return 0;
  },
});
