import type { Action } from "@veche/trustee";
import { command } from "../../framework/command.ts";
import { abouts } from "../../texts/commands.ts";
import { withTrustee } from "../../trustee/desk.ts";
import { giveDone } from "../../trustee/result.ts";
import { work } from "../../trustee/work.ts";
import { ONCE, TRUSTEE } from "./options.ts";

export const trusteeCeremony = command({
  name: "ceremony",
  about: abouts.trusteeCeremony,
  options: { ...TRUSTEE, once: ONCE },
  examples: [
    {
      line: "veche trustee ceremony --home vera --media /media/usb1 --media /media/usb2 --election $ELECTION --node http://127.0.0.1:8080",
    },
  ],
  run: (context, { once, ...options }) =>
    withTrustee(context, options, async (desk) => {
      const done = await work(context, desk, { isBeyond, once, said: async () => ({}) });
      return giveDone(context, desk.machine.trustee, done);
    }),
});

/** The ceremony ends with its canary; the next one is given shortly before opening, by a command of its own. */
function isBeyond(action: Action): boolean {
  switch (action.kind) {
    case "canary":
      return action.stage !== "ceremony";
    case "wait":
      return action.until.code !== "DEFINITION" && action.until.code !== "TRUSTEES";
    default:
      return action.kind === "tally-head" || action.kind === "decryption";
  }
}
