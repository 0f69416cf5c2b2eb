import { command } from "../../framework/command.ts";
import { ADDRESS } from "../../framework/kinds.ts";
import { one } from "../../framework/options.ts";
import { abouts } from "../../texts/commands.ts";
import { optionTexts } from "../../texts/options.ts";
import { ELECTION, HOME, NODES, PASSPHRASE_FILE, WORK_FACTOR_OPTION } from "../options.ts";

export const issuerRun = command({
  name: "issuer",
  about: abouts.issuer,
  options: {
    home: HOME,
    election: ELECTION,
    node: NODES,
    listen: one(ADDRESS, optionTexts.listen),
    passphraseFile: PASSPHRASE_FILE,
    workFactor: WORK_FACTOR_OPTION,
  },
  examples: [
    {
      line: "veche issuer --home issuer1 --election $ELECTION --node http://127.0.0.1:8080 --listen 127.0.0.1:8091",
    },
  ],
  run: async (context, options) => (await import("../../service/issuer.ts")).runIssuer(context, options),
});
