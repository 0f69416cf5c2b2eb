import { command } from "../framework/command.ts";
import { FOLDER, SCALE, TEXT } from "../framework/kinds.ts";
import { maybe, usually } from "../framework/options.ts";
import { abouts } from "../texts/commands.ts";
import { optionTexts } from "../texts/options.ts";

export const demo = command({
  name: "demo",
  about: abouts.demo,
  options: {
    scale: usually(SCALE, "0.001", optionTexts.scale),
    seed: usually(TEXT, "1", optionTexts.seed),
    out: maybe(FOLDER, optionTexts.demoOut),
  },
  examples: [{ line: "veche demo" }, { line: "veche demo --scale 0.0002 --seed 7 --out out/small" }],
  run: async (context, options) => (await import("../simulate/demo.ts")).runDemo(context, options),
});
