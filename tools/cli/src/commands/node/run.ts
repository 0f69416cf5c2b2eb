import { command } from "../../framework/command.ts";
import { ADDRESS, FILE, FOLDER, URL_OF_SERVICE } from "../../framework/kinds.ts";
import { many, maybe, one } from "../../framework/options.ts";
import { abouts } from "../../texts/commands.ts";
import { optionTexts } from "../../texts/options.ts";
import { HOME, PASSPHRASE_FILE } from "../options.ts";

export const nodeRun = command({
  name: "node",
  about: abouts.node,
  options: {
    home: HOME,
    listen: one(ADDRESS, optionTexts.listen),
    genesis: maybe(FILE, optionTexts.genesis),
    witness: many(URL_OF_SERVICE, optionTexts.feedWitness),
    page: maybe(FOLDER, optionTexts.page),
    pageSettings: maybe(FILE, optionTexts.pageSettings),
    passphraseFile: PASSPHRASE_FILE,
  },
  examples: [
    { line: "veche node --home node1 --listen 127.0.0.1:8080 --genesis genesis.json" },
    { line: "veche node --home node1 --listen 8080" },
    { line: "veche node --home node1 --listen 8080 --witness http://127.0.0.1:8090" },
    { line: "veche node --home node1 --listen 8080 --page web/ballot/dist --page-settings settings.json" },
  ],
  run: async (context, options) => (await import("../../service/node.ts")).runNode(context, options),
});
