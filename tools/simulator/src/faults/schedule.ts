import { BugError, type RandomBytes } from "@veche/base";
import { seededRandom, uniform } from "../seeded-random.ts";
import {
  FAULT_KINDS,
  type Fault,
  type FaultDetail,
  type FaultKind,
  faultyMax,
  type Schedule,
} from "./kinds.ts";

export type ScheduleOptions = {
  readonly seed: string;
  readonly minutes: number;
  /** 4 or more: with fewer none may be faulty. */
  readonly validators: number;
  /** By default all. */
  readonly kinds?: readonly FaultKind[];
};

const SECOND = 1_000;
/** The chain makes its first blocks undisturbed. */
export const WARM_UP_MS = 10 * SECOND;
/** After the last fault; a chain that has not gone on by then is given the rest of the 30 s that the invariants promise. */
export const SETTLE_MS = 20 * SECOND;

/**
 * How long each kind lasts. A cut is short: a sender whose packets are lost waits twice as long after each try (RFC 6298 5.5), so what was cut
 * for 20 s may need 20 s more. Who was wiped counts as faulty until it has taken all blocks from the others. A twin has to be proposer once beside its original.
 */
const LASTS: Readonly<Record<FaultKind, { readonly least: number; readonly most: number }>> = {
  kill: { least: 2, most: 15 },
  pause: { least: 5, most: 20 },
  restart: { least: 2, most: 5 },
  partition: { least: 8, most: 18 },
  "partition-over": { least: 12, most: 18 },
  "one-way": { least: 8, most: 18 },
  "slow-application": { least: 15, most: 25 },
  "truncated-wal": { least: 2, most: 8 },
  wipe: { least: 25, most: 40 },
  twin: { least: 30, most: 40 },
  "invalid-proposals": { least: 15, most: 25 },
  locale: { least: 10, most: 20 },
};

const QUIET = { least: 12, most: 25 };
const DELAY_MS = { least: 300, most: 2_500 };
const WAL_BYTES = { least: 1, most: 6_000 };
/** Words sorted, numbers written and letters made small in other ways; zones beyond a day, and of three quarters of an hour. */
const LOCALES = [
  ["tr_TR.UTF-8", "Pacific/Kiritimati"],
  ["ar_EG.UTF-8", "Pacific/Chatham"],
  ["lt_LT.UTF-8", "America/St_Johns"],
  ["th_TH.UTF-8", "Asia/Kathmandu"],
] as const;

/**
 * The same faults for the same options, on every machine. All faults of one moment together meet at most f validators, but for
 * `partition-over`, which meets f + 1 and stands alone. Each kind comes once before any comes twice, where the time allows it.
 */
export function makeSchedule(options: ScheduleOptions): Schedule {
  const { seed, minutes, validators, kinds = FAULT_KINDS } = options;
  if (faultyMax(validators) < 1) throw new BugError("a schedule needs 4 validators or more");
  const draw = new Draw(seededRandom(seed, `faults\n${validators}\n${minutes}`), kinds);
  const durationMs = Math.round(minutes * 60 * SECOND);
  const faults: Fault[] = [];
  for (let from = WARM_UP_MS; ; ) {
    const window = draw.window(validators, from, durationMs - SETTLE_MS);
    if (window === undefined) break;
    faults.push(...window);
    from = Math.max(...window.map(({ until }) => until)) + draw.seconds(QUIET);
  }
  return { seed, validators, durationMs, faults };
}

class Draw {
  readonly #random: RandomBytes;
  readonly #kinds: readonly FaultKind[];
  /** Kinds that have not come yet in this round. */
  #deck: FaultKind[] = [];

  constructor(random: RandomBytes, kinds: readonly FaultKind[]) {
    this.#random = random;
    this.#kinds = kinds;
  }

  /** Faults that begin together, or nothing if none would be over by `end`. */
  window(validators: number, from: number, end: number): readonly Fault[] | undefined {
    const free = this.#shuffled(validators);
    let budget = faultyMax(validators);
    const kind = this.#deal((end - from) / SECOND);
    if (kind === undefined) return undefined;
    const faults = [this.#fault(kind, free.splice(0, targetsOf(kind, validators)), from, end)];
    budget -= targetsOf(kind, validators);
    while (budget > 0 && this.#uniform(2) === 0) {
      const beside = this.#dealSingle(validators, (end - from) / SECOND);
      if (beside === undefined) break;
      faults.push(this.#fault(beside, free.splice(0, 1), from, end));
      budget -= 1;
    }
    return faults;
  }

  seconds({ least, most }: { readonly least: number; readonly most: number }): number {
    return SECOND * least + this.#uniform(SECOND * (most - least) + 1);
  }

  #fault(kind: FaultKind, targets: readonly number[], from: number, end: number): Fault {
    const until = Math.min(end, from + this.seconds(LASTS[kind]));
    return { ...this.#detail(kind), targets: [...targets].sort((a, b) => a - b), from, until };
  }

  #detail(kind: FaultKind): FaultDetail {
    switch (kind) {
      case "one-way":
        return { kind, way: this.#uniform(2) === 0 ? "mute" : "deaf" };
      case "slow-application":
        return { kind, delayMs: this.#between(DELAY_MS) };
      case "truncated-wal":
        return { kind, bytes: this.#between(WAL_BYTES) };
      case "locale": {
        const [language, timeZone] = LOCALES[this.#uniform(LOCALES.length)] ?? LOCALES[0];
        return { kind, language, timeZone };
      }
      default:
        return { kind };
    }
  }

  /** The next kind that fits into what is left; kinds that do not fit keep their turn. */
  #deal(seconds: number, fits: (kind: FaultKind) => boolean = () => true): FaultKind | undefined {
    const isPossible = (kind: FaultKind): boolean => LASTS[kind].least <= seconds && fits(kind);
    if (!this.#deck.some(isPossible)) {
      if (!this.#kinds.some(isPossible)) return undefined;
      this.#deck = [
        ...this.#deck,
        ...this.#shuffled(this.#kinds.length).map((at) => this.#kinds[at] as FaultKind),
      ];
    }
    const [kind] = this.#deck.splice(this.#deck.findIndex(isPossible), 1);
    return kind;
  }

  /** For beside another: one that meets one validator alone. */
  #dealSingle(validators: number, seconds: number): FaultKind | undefined {
    return this.#deal(seconds, (kind) => kind !== "partition" && targetsOf(kind, validators) === 1);
  }

  #shuffled(count: number): number[] {
    const order = Array.from({ length: count }, (_, at) => at);
    for (let i = count - 1; i > 0; i--) {
      const j = this.#uniform(i + 1);
      [order[i], order[j]] = [order[j] as number, order[i] as number];
    }
    return order;
  }

  #between({ least, most }: { readonly least: number; readonly most: number }): number {
    return least + this.#uniform(most - least + 1);
  }

  #uniform(bound: number): number {
    return uniform(this.#random, bound);
  }
}

function targetsOf(kind: FaultKind, validators: number): number {
  const f = faultyMax(validators);
  if (kind === "partition-over") return f + 1;
  return kind === "partition" ? f : 1;
}
