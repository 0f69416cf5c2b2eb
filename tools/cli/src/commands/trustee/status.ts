import { command } from "../../framework/command.ts";
import { factLines } from "../../framework/table.ts";
import { abouts } from "../../texts/commands.ts";
import { trusteeTexts } from "../../texts/trustee.ts";
import { withTrustee } from "../../trustee/desk.ts";
import { actionSentence } from "../../trustee/waiting.ts";
import { TRUSTEE } from "./options.ts";

export const trusteeStatus = command({
  name: "status",
  about: abouts.trusteeStatus,
  options: TRUSTEE,
  examples: [
    {
      line: "veche trustee status --home vera --media /media/usb1 --media /media/usb2 --election $ELECTION --node http://127.0.0.1:8080",
    },
  ],
  run: (context, options) =>
    withTrustee(context, options, async ({ machine, ledger }): Promise<0> => {
      const { out } = context;
      const next = machine.next(ledger());
      out.result(
        { trustee: machine.trustee, next: next.kind, ...("until" in next ? { wait: next.until.code } : {}) },
        [
          ...factLines([
            [out.say(trusteeTexts.trustee), String(machine.trustee)],
            [out.say(trusteeTexts.next), out.say(actionSentence(next))],
          ]),
        ],
      );
      return 0;
    }),
});
