import { command } from "../../framework/command.ts";
import { uint } from "../../framework/kinds.ts";
import { many } from "../../framework/options.ts";
import { proposeOrPost } from "../../proposal/send.ts";
import { abouts } from "../../texts/commands.ts";
import { optionTexts } from "../../texts/options.ts";
import { SIGNING } from "../options.ts";

export const electionRestart = command({
  name: "restart",
  about: abouts.restart,
  options: { ...SIGNING, exclude: many(uint("N", 1, 99), optionTexts.excluded) },
  examples: [
    {
      line: "veche election restart --election $ELECTION --node http://127.0.0.1:8080 --exclude 4 --home anna --home boris",
    },
  ],
  run: (context, values) =>
    proposeOrPost(context, values, () => {
      const excluded = [...new Set(values.exclude)].sort((a, b) => a - b);
      return { type: "ceremony-restart", bodies: [{ excluded }] };
    }),
});
