import type { Action } from "@veche/trustee";
import { command } from "../../framework/command.ts";
import { abouts } from "../../texts/commands.ts";
import { withTrustee } from "../../trustee/desk.ts";
import { giveDone } from "../../trustee/result.ts";
import { work } from "../../trustee/work.ts";
import { ONCE, TRUSTEE } from "./options.ts";

export const trusteeCanary = command({
  name: "canary",
  about: abouts.trusteeCanary,
  options: { ...TRUSTEE, once: ONCE },
  examples: [
    {
      line: "veche trustee canary --home vera --media /media/usb1 --media /media/usb2 --election $ELECTION --node http://127.0.0.1:8080",
    },
  ],
  run: (context, { once, ...options }) =>
    withTrustee(context, options, async (desk) => {
      const done = await work(context, desk, { isBeyond, once, said: async () => ({}) });
      return giveDone(context, desk.machine.trustee, done);
    }),
});

/** Waits only for the issuers' keys, which stand between the ceremony and opening. */
const isBeyond = (action: Action): boolean =>
  action.kind === "wait" ? action.until.code !== "ISSUER_KEYS" : action.kind !== "canary";
