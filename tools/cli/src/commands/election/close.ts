import { toHex } from "@veche/base";
import { encodeTransaction, tallyStatus } from "@veche/ledger";
import { command } from "../../framework/command.ts";
import { postEntry } from "../../live/post.ts";
import { withView } from "../../live/view.ts";
import { abouts } from "../../texts/commands.ts";
import { resultTexts } from "../../texts/results.ts";
import { ELECTION, NODES, VIEW_HOME } from "../options.ts";

export const electionClose = command({
  name: "close",
  about: abouts.close,
  options: { election: ELECTION, node: NODES, home: VIEW_HOME },
  examples: [{ line: "veche election close --election $ELECTION --node http://127.0.0.1:8080" }],
  run: async (context, { election, node, home }) => {
    const { out } = context;
    // Full: the characters of the head are about to be read aloud.
    await withView(context, { election, nodes: node, home, level: "full" }, async (view) => {
      const { index } = await postEntry(view, encodeTransaction({ type: "close", body: {}, signatures: [] }));
      const code = tallyStatus(view.known.state)?.code ?? "";
      out.result({ election: toHex(election), type: "close", outcome: "ACCEPTED", indices: [index], code }, [
        out.say(resultTexts.closed(index)),
        out.say(resultTexts.headCode(code)),
      ]);
    });
    return 0;
  },
});
