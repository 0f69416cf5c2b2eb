import { command } from "../../framework/command.ts";
import { FILE, FOLDER } from "../../framework/kinds.ts";
import { many, maybe, one } from "../../framework/options.ts";
import { abouts } from "../../texts/commands.ts";
import { optionTexts } from "../../texts/options.ts";
import { ELECTION, HOME, NODES, PASSPHRASE_FILE, PASSPHRASE_FILES } from "../options.ts";

export const registrarRoll = command({
  name: "roll",
  about: abouts.registrarRoll,
  options: {
    persons: one(FILE, optionTexts.persons),
    letters: one(FOLDER, optionTexts.letters),
    home: HOME,
    passphraseFile: PASSPHRASE_FILE,
    election: ELECTION,
    node: NODES,
    commission: many(FOLDER, optionTexts.commissionHomes),
    commissionPassphraseFile: PASSPHRASE_FILES,
    propose: maybe(FILE, optionTexts.propose),
  },
  examples: [
    {
      line: "veche registrar roll --persons persons.csv --letters letters --home registrar --election $ELECTION --node http://127.0.0.1:8080 --commission anna --commission boris",
    },
    {
      line: "veche registrar roll --persons persons.csv --letters letters --home registrar --election $ELECTION --node http://127.0.0.1:8080 --propose roll.json",
    },
  ],
  run: async (context, options) => (await import("../../roll/make.ts")).makeRollFor(context, options),
});
