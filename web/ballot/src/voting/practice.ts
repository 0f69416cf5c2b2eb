import type { Sentence } from "@veche/api";
import { expectOk } from "@veche/base";
import type { ContestView, PracticeBallot } from "./contract.ts";
import type { Engine } from "./engine.ts";

const say = (en: string, ru: string): Sentence => ({ en, ru });

const contest = (
  id: string,
  title: Sentence,
  bounds: { readonly min: number; readonly max: number },
  options: readonly Sentence[],
): ContestView => ({
  id,
  ...bounds,
  options: options.map((option, at) => ({ id: `option-${at + 1}`, title: option })),
  proof: "disjunctive",
  title,
});

/** Questions that nobody quarrels about: one answer, several answers, yes or no. */
const CONTESTS: readonly ContestView[] = [
  contest(
    "tree",
    say("Which tree is planted in the yard?", "Какое дерево посадить во дворе?"),
    { min: 1, max: 1 },
    [say("Lime", "Липу"), say("Maple", "Клён"), say("Rowan", "Рябину")],
  ),
  contest(
    "bench",
    say("What does the park need? Up to two answers", "Чего не хватает парку? До двух ответов"),
    { min: 0, max: 2 },
    [
      say("Benches", "Скамеек"),
      say("Lamps", "Фонарей"),
      say("A playground", "Детской площадки"),
      say("Bicycle stands", "Велопарковки"),
    ],
  ),
  contest(
    "fair",
    say("Shall there be a fair in spring?", "Проводить ли весной ярмарку?"),
    { min: 1, max: 1 },
    [say("Yes", "Да"), say("No", "Нет")],
  ),
];

/** The practice ballot: encrypted as a real one, under a key that nobody keeps, and sent to nobody. */
export function practiceBallot(engine: Engine): PracticeBallot {
  return {
    contests: CONTESTS,
    async seal(choices) {
      return expectOk(await engine.practise(CONTESTS, choices), "choices within their bounds");
    },
  };
}
