import { command } from "../framework/command.ts";
import { choice, FOLDER, SCALE, TEXT } from "../framework/kinds.ts";
import { one, usually } from "../framework/options.ts";
import { abouts } from "../texts/commands.ts";
import { optionTexts } from "../texts/options.ts";

/** The names of the simulator's scenarios, here too so that help need not load them; a test compares. */
export const SCENARIO_NAMES = ["constitution-2020", "mgd-2019", "moscow-2021"] as const;

export const simulateCommand = command({
  name: "simulate",
  about: abouts.simulate,
  options: {
    scenario: one(choice("NAME", SCENARIO_NAMES), optionTexts.scenario),
    scale: usually(SCALE, "0.001", optionTexts.scale),
    seed: usually(TEXT, "1", optionTexts.seed),
    out: one(FOLDER, optionTexts.simulationOut),
  },
  examples: [
    { line: "veche simulate --scenario constitution-2020 --scale 0.001 --seed 1 --out out/constitution" },
    { line: "veche simulate --scenario moscow-2021 --scale 0.001 --seed 1 --out out/moscow" },
    { line: "veche simulate --scenario constitution-2020 --scale 1 --seed 1 --out out/national" },
  ],
  run: async (context, options) => (await import("../simulate/simulate.ts")).runSimulation(context, options),
});
