import { wipeChain } from "@veche/node";
import { chainStop } from "../../chain/ceremony.ts";
import { command } from "../../framework/command.ts";
import { confirm } from "../../framework/confirm.ts";
import { flag } from "../../framework/options.ts";
import { unusable } from "../../framework/stop.ts";
import { chainAbouts, chainFaults, chainOptions, chainTexts } from "../../texts/chain.ts";
import { faults } from "../../texts/faults.ts";
import { HOME } from "../options.ts";

export const chainWipe = command({
  name: "wipe",
  about: chainAbouts.wipe,
  options: { home: HOME, yes: flag(chainOptions.yes) },
  examples: [{ line: "veche chain wipe --home node1" }, { line: "veche chain wipe --home node1 --yes" }],
  run: async (context, { home, yes }) => {
    const { out } = context;
    if (!yes) await confirm(context, chainTexts.askWipe(home), chainFaults.wipeNotConfirmed);
    const wiped = await wipeChain(home);
    if (!wiped.ok)
      throw wiped.error.code.startsWith("HOME_")
        ? unusable(faults.nodeHome(wiped.error.path, wiped.error.reason))
        : chainStop(wiped.error);
    out.result({ home, wiped: true }, [out.say(chainTexts.wiped(home))]);
    return 0;
  },
});
