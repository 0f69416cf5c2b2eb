import { command } from "../../framework/command.ts";
import { ADDRESS, ASSIGNMENT } from "../../framework/kinds.ts";
import { one, some } from "../../framework/options.ts";
import { abouts } from "../../texts/commands.ts";
import { optionTexts } from "../../texts/options.ts";
import { ELECTION, HOME, NODES, PASSPHRASE_FILE } from "../options.ts";

export const registrarIssue = command({
  name: "issue",
  about: abouts.registrarIssue,
  options: {
    home: HOME,
    passphraseFile: PASSPHRASE_FILE,
    election: ELECTION,
    node: NODES,
    issuer: some(ASSIGNMENT, optionTexts.issuerUrls),
    listen: one(ADDRESS, optionTexts.listen),
  },
  examples: [
    {
      line: "veche registrar issue --home registrar --election $ELECTION --node http://127.0.0.1:8080 --issuer 1=http://127.0.0.1:8091 --issuer 2=http://127.0.0.1:8092 --issuer 3=http://127.0.0.1:8093 --listen 127.0.0.1:8090",
    },
  ],
  run: async (context, options) =>
    (await import("../../service/registrar.ts")).runRegistrar(context, options),
});
