import type { Group } from "../../framework/command.ts";
import { abouts } from "../../texts/commands.ts";
import { registrarIssue } from "./issue.ts";
import { registrarRoll } from "./roll.ts";
import { registrarTotals } from "./totals.ts";

export const REGISTRAR_COMMANDS: Group = {
  name: "registrar",
  about: abouts.registrar,
  commands: [registrarRoll, registrarTotals, registrarIssue],
};
