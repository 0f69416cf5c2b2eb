import { type Scenario, seededRandom, uniform } from "@veche/simulator";

/** With fewer entries of the roll casts wait for a tick (§02.2.12), and intake would measure waiting. */
const REGISTERED_MIN = 2_000;
const HOUR = 3_600_000;

/**
 * An invented election for measurements, with exactly so many ballots: one style, one contest of which one option is chosen.
 * Nobody voted so; only its size means something.
 */
export function benchScenario(ballots: number, options: number): Scenario {
  const opens = Date.UTC(2030, 0, 10, 5);
  return {
    id: `bench-${options}-options`,
    title: {
      en: `Invented election for measurements, ${options} options`,
      ru: `Вымышленные выборы для измерений, вариантов: ${options}`,
    },
    opens,
    ends: opens + 12 * HOUR,
    revoteMax: 0,
    contests: [
      {
        id: "invented",
        title: { en: "Invented question", ru: "Вымышленный вопрос" },
        min: 1,
        max: 1,
        options: Array.from({ length: options }, (_, at) => ({
          id: `option-${at + 1}`,
          title: { en: `Option ${at + 1}`, ru: `Вариант ${at + 1}` },
        })),
      },
    ],
    styles: [
      {
        id: "everybody",
        title: { en: "Everybody", ru: "Все" },
        contest: 0,
        registered: Math.max(REGISTERED_MIN, Math.ceil(1.05 * ballots)),
        issued: ballots,
        final: votes(ballots, options),
        superseded: Array.from({ length: options }, () => 0),
      },
    ],
    figures: [],
    published: [],
  };
}

/** Every ballot for some option, by chance that is the same each time. */
function votes(ballots: number, options: number): readonly number[] {
  const random = seededRandom("bench", `votes ${ballots} ${options}`);
  const counts = Array.from({ length: options }, () => 0);
  for (let ballot = 0; ballot < ballots; ballot++) {
    const option = uniform(random, options);
    counts[option] = (counts[option] as number) + 1;
  }
  return counts;
}
