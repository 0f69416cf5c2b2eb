import { command } from "../../framework/command.ts";
import { uint } from "../../framework/kinds.ts";
import { one } from "../../framework/options.ts";
import { proposeOrPost } from "../../proposal/send.ts";
import { abouts } from "../../texts/commands.ts";
import { optionTexts } from "../../texts/options.ts";
import { SIGNING } from "../options.ts";

export const electionIssuerSet = command({
  name: "issuer-set",
  about: abouts.issuerSet,
  options: {
    ...SIGNING,
    leaves: one(uint("N", 1, 30), optionTexts.issuerOut),
    joins: one(uint("N", 1, 30), optionTexts.issuerIn),
  },
  examples: [
    {
      line: "veche election issuer-set --election $ELECTION --node http://127.0.0.1:8080 --leaves 2 --joins 3 --home anna --home boris",
    },
  ],
  run: (context, values) =>
    proposeOrPost(context, values, () => ({
      type: "issuer-set",
      bodies: [{ in: values.joins, out: values.leaves }],
    })),
});
