import { command } from "../../framework/command.ts";
import { proposeOrPost } from "../../proposal/send.ts";
import { abouts } from "../../texts/commands.ts";
import { REASON, SIGNING } from "../options.ts";

export const electionSuspend = command({
  name: "suspend",
  about: abouts.suspend,
  options: { ...SIGNING, ...REASON },
  examples: [
    {
      line: 'veche election suspend --election $ELECTION --node http://127.0.0.1:8080 --reason-en "A connection failed" --reason-ru "Сбой связи" --home anna --home boris',
    },
  ],
  run: (context, values) =>
    proposeOrPost(context, values, () => ({
      type: "suspend",
      bodies: [{ reason: { en: values.reasonEn, ru: values.reasonRu } }],
    })),
});
