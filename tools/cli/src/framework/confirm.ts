import { faults } from "../texts/faults.ts";
import type { Context } from "./command.ts";
import { type Fault, unusable } from "./stop.ts";

/** Stops unless the person at the terminal says yes, in either language. */
export async function confirm(
  { out, world }: Context,
  question: Parameters<Context["out"]["say"]>[0],
  notConfirmed: () => Fault,
): Promise<void> {
  const answer = await world.ask(out.say(question), false);
  if (answer === undefined) throw unusable(faults.noTerminal("--yes"));
  if (!["yes", "да"].includes(answer.trim().toLowerCase())) throw unusable(notConfirmed());
}
