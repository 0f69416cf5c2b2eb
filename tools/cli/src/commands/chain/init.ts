import { command } from "../../framework/command.ts";
import { FOLDER, uint } from "../../framework/kinds.ts";
import { one, usually } from "../../framework/options.ts";
import { chainAbouts, chainOptions } from "../../texts/chain.ts";

export const chainInit = command({
  name: "init",
  about: chainAbouts.init,
  options: {
    validators: one(uint("N", 1, 50), chainOptions.validators),
    out: one(FOLDER, chainOptions.out),
    ports: usually(uint("PORT", 1_024, 65_535), "26600", chainOptions.ports),
  },
  examples: [
    { line: "veche chain init --validators 4 --out chain" },
    { line: "veche chain init --validators 7 --ports 30000 --out chain7" },
  ],
  run: async (context, options) => (await import("../../chain/init.ts")).initChain(context, options),
});
