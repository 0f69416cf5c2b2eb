import { command } from "../../framework/command.ts";
import { withView } from "../../live/view.ts";
import { statusJson } from "../../status/json.ts";
import { statusLines } from "../../status/lines.ts";
import { statusOf } from "../../status/status.ts";
import { abouts } from "../../texts/commands.ts";
import { ELECTION, NODES, VIEW_HOME } from "../options.ts";

export const electionStatus = command({
  name: "status",
  about: abouts.status,
  options: { election: ELECTION, node: NODES, home: VIEW_HOME },
  examples: [
    { line: "veche election status --election $ELECTION --node http://127.0.0.1:8080" },
    { line: "veche election status --election $ELECTION --node http://127.0.0.1:8080 --home anna --json" },
  ],
  run: async (context, { election, node, home }) => {
    const place = { election, nodes: node, home, level: "full" } as const;
    await withView(context, place, async ({ known }) => {
      const status = statusOf(known);
      context.out.result(statusJson(status), statusLines(context.out, status));
    });
    return 0;
  },
});
