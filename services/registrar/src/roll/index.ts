export { countDay, dailyTotals, type TotalsError, type TotalsParts } from "./daily-totals.ts";
export { type LetterRefusal, letterOf, type RollView } from "./letter-of.ts";
export { type MadeRoll, type MakeRollError, makeRollFor, type RollRequest } from "./make-roll-for.ts";
