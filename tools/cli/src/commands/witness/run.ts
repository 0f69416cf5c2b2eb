import { command } from "../../framework/command.ts";
import { ADDRESS, LOG_KEY } from "../../framework/kinds.ts";
import { one, some } from "../../framework/options.ts";
import { abouts } from "../../texts/commands.ts";
import { optionTexts } from "../../texts/options.ts";
import { HOME, PASSPHRASE_FILE } from "../options.ts";

export const witnessRun = command({
  name: "witness",
  about: abouts.witness,
  options: {
    home: HOME,
    listen: one(ADDRESS, optionTexts.listen),
    log: some(LOG_KEY, optionTexts.watchedLog),
    passphraseFile: PASSPHRASE_FILE,
  },
  examples: [
    {
      line: "veche witness --home witness1 --listen 8090 --log veche.example/council+cb8bc8c2+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c",
    },
  ],
  run: async (context, options) => (await import("../../service/witness.ts")).runWitness(context, options),
});
