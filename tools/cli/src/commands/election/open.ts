import { openBody } from "@veche/ledger";
import { command } from "../../framework/command.ts";
import { refused } from "../../framework/stop.ts";
import { proposeOrPost } from "../../proposal/send.ts";
import { abouts } from "../../texts/commands.ts";
import { ledgerFaults } from "../../texts/ledger-faults.ts";
import { SIGNING } from "../options.ts";

export const electionOpen = command({
  name: "open",
  about: abouts.open,
  options: SIGNING,
  examples: [
    {
      line: "veche election open --election $ELECTION --node http://127.0.0.1:8080 --home anna --home boris",
    },
  ],
  run: (context, values) =>
    proposeOrPost(context, values, ({ state, view }) => {
      const body = openBody(state, view);
      if (body === undefined) throw refused(ledgerFaults.refusedByLedger("OPEN_NOT_READY"));
      return { type: "open", bodies: [body] };
    }),
});
