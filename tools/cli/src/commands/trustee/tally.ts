import { parseCode } from "@veche/base";
import type { Action, Said } from "@veche/trustee";
import { type Context, command } from "../../framework/command.ts";
import { CODE } from "../../framework/kinds.ts";
import { maybe } from "../../framework/options.ts";
import { unusable } from "../../framework/stop.ts";
import { abouts } from "../../texts/commands.ts";
import { faults } from "../../texts/faults.ts";
import { optionTexts } from "../../texts/options.ts";
import { trusteeTexts } from "../../texts/trustee.ts";
import { withTrustee } from "../../trustee/desk.ts";
import { giveDone } from "../../trustee/result.ts";
import { work } from "../../trustee/work.ts";
import { ONCE, TRUSTEE } from "./options.ts";

export const trusteeTally = command({
  name: "tally",
  about: abouts.trusteeTally,
  options: {
    ...TRUSTEE,
    confirm: maybe(CODE, optionTexts.confirm),
    heard: maybe(CODE, optionTexts.heard),
    once: ONCE,
  },
  examples: [
    {
      line: "veche trustee tally --home vera --media /media/usb1 --media /media/usb2 --election $ELECTION --node http://127.0.0.1:8080",
    },
    {
      line: "veche trustee tally --home vera --media /media/usb1 --media /media/usb2 --election $ELECTION --node http://127.0.0.1:8080 --confirm $HEAD",
    },
  ],
  run: (context, { once, confirm, heard, ...options }) =>
    withTrustee(context, options, async (desk) => {
      const said = async (action: Action): Promise<Said> => ({
        ...(heard === undefined ? {} : { heard }),
        ...(action.kind === "tally-head"
          ? { confirmed: await confirmed(context, action.characters, confirm) }
          : {}),
      });
      const done = await work(context, desk, { isBeyond, once, said });
      return giveDone(context, desk.machine.trustee, done);
    }),
});

/** Only what belongs to the tally, and waiting for it. */
const isBeyond = ({ kind }: Action): boolean =>
  kind !== "wait" && kind !== "tally-head" && kind !== "decryption";

/** ⚔ What is confirmed comes from outside this machine: the announcement, typed in by the trustee. */
async function confirmed(
  { out, world }: Context,
  characters: string,
  given: string | undefined,
): Promise<string> {
  out.note(trusteeTexts.headShown(characters));
  if (given !== undefined) return given;
  const typed = await world.ask(out.say(trusteeTexts.askCode), false);
  if (typed === undefined) throw unusable(faults.noTerminal("--confirm"));
  const code = parseCode(typed.trim());
  if (code === undefined) throw unusable(faults.notCode("--confirm", typed.trim()));
  return code;
}
