import { command } from "../../framework/command.ts";
import { refused } from "../../framework/stop.ts";
import { proposeOrPost } from "../../proposal/send.ts";
import { abouts } from "../../texts/commands.ts";
import { ledgerFaults } from "../../texts/ledger-faults.ts";
import { SIGNING } from "../options.ts";

export const electionCertify = command({
  name: "certify",
  about: abouts.certify,
  options: SIGNING,
  examples: [
    {
      line: "veche election certify --election $ELECTION --node http://127.0.0.1:8080 --home anna --home boris",
    },
  ],
  run: (context, values) =>
    proposeOrPost(
      context,
      values,
      ({ state }) => {
        const { resultHash } = state;
        if (resultHash === undefined) throw refused(ledgerFaults.refusedByLedger("RESULT_DIFFERS"));
        return { type: "certify", bodies: [{ result: resultHash }] };
      },
      // Who certifies has verified every ballot.
      { level: "full" },
    ),
});
