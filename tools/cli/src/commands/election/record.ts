import { toHex } from "@veche/base";
import { refuseFilledFolder } from "../../files/write.ts";
import { command } from "../../framework/command.ts";
import { FOLDER } from "../../framework/kinds.ts";
import { one } from "../../framework/options.ts";
import { writeRecord } from "../../live/record-writer.ts";
import { withView } from "../../live/view.ts";
import { abouts } from "../../texts/commands.ts";
import { optionTexts } from "../../texts/options.ts";
import { resultTexts } from "../../texts/results.ts";
import { ELECTION, NODES, VIEW_HOME } from "../options.ts";

export const electionRecord = command({
  name: "record",
  about: abouts.record,
  options: { election: ELECTION, node: NODES, home: VIEW_HOME, out: one(FOLDER, optionTexts.recordOut) },
  examples: [
    { line: "veche election record --election $ELECTION --node http://127.0.0.1:8080 --out record" },
  ],
  run: async (context, { election, node, home, out: folder }) => {
    await refuseFilledFolder(folder);
    await withView(context, { election, nodes: node, home, level: "full" }, async ({ known, storage }) => {
      await writeRecord(folder, storage, known);
      const entries = known.checkpoint.size;
      context.out.result({ election: toHex(election), folder, entries }, [
        context.out.say(resultTexts.recordWritten(folder, entries)),
      ]);
    });
    return 0;
  },
});
