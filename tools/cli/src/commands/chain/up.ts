import { command } from "../../framework/command.ts";
import { FOLDER } from "../../framework/kinds.ts";
import { chainAbouts, chainOptions } from "../../texts/chain.ts";

export const chainUp = command({
  name: "up",
  about: chainAbouts.up,
  arguments: [{ placeholder: "DIR", about: chainOptions.folder, isRequired: true, isMany: false }],
  options: {},
  examples: [{ line: "veche chain up chain" }, { line: "veche chain up chain --json" }],
  run: async (context, _options, [word = ""]) =>
    (await import("../../chain/up.ts")).upChain(context, FOLDER.read(word, "DIR")),
});
