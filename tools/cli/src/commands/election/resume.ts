import { command } from "../../framework/command.ts";
import { proposeOrPost } from "../../proposal/send.ts";
import { abouts } from "../../texts/commands.ts";
import { REASON, SIGNING } from "../options.ts";

export const electionResume = command({
  name: "resume",
  about: abouts.resume,
  options: { ...SIGNING, ...REASON },
  examples: [
    {
      line: 'veche election resume --election $ELECTION --node http://127.0.0.1:8080 --reason-en "The connection works again" --reason-ru "Связь восстановлена" --home anna --home boris',
    },
  ],
  run: (context, values) =>
    proposeOrPost(context, values, () => ({
      type: "resume",
      bodies: [{ reason: { en: values.reasonEn, ru: values.reasonRu } }],
    })),
});
