import { sha256, utf8 } from "@veche/base";
import {
  ENGLISH_FAMILIES,
  ENGLISH_MEN,
  ENGLISH_WOMEN,
  PATRONYMIC_STEMS,
  RUSSIAN_FAMILIES,
  RUSSIAN_MEN,
  RUSSIAN_WOMEN,
} from "./test-names.ts";

/** A row of the register's CSV, of somebody who does not exist. */
export type TestPerson = {
  readonly id: string;
  readonly family: string;
  readonly given: string;
  readonly patronymic: string;
  readonly birth_date: string;
  readonly document: string;
  readonly district: string;
  readonly station: string;
};

export const TEST_DISTRICTS: readonly string[] = ["1", "2"];

const STATIONS_PER_DISTRICT = 40;
/** Every tenth has an English name and a nine-digit document. */
const ENGLISH_EVERY = 10;
const OLDEST = 1931;
const YOUNGEST = 2007;
/** The whole range of six-digit numbers once, in a scattered order: prime to 10⁶. */
const SCATTER = 611_953;
const NUMBERS = 1_000_000;

/** Number `at` of an invented register: the same for the same seed, whatever comes before or after. */
export const testPerson = (seed: string, at: number, districts = TEST_DISTRICTS): TestPerson =>
  personAt(seedOf(seed), at, districts);

/** Made while they are asked for: a million and more are never held. */
export function* testPersons(
  seed: string,
  count: number,
  districts = TEST_DISTRICTS,
): Generator<TestPerson, void> {
  const number = seedOf(seed);
  for (let at = 0; at < count; at++) yield personAt(number, at, districts);
}

function personAt(seed: number, at: number, districts: readonly string[]): TestPerson {
  const draw = drawer(seed, at);
  const isWoman = draw(2) === 1;
  const isEnglish = at % ENGLISH_EVERY === ENGLISH_EVERY - 1;
  const name = isEnglish ? englishName(draw, isWoman) : russianName(draw, isWoman);
  const birthYear = OLDEST + draw(YOUNGEST - OLDEST + 1);
  const birthDate = `${birthYear}-${digits(1 + draw(12), 2)}-${digits(1 + draw(28), 2)}`;
  const place = draw(districts.length);
  return {
    id: `r-${digits(at, 7)}`,
    ...name,
    birth_date: birthDate,
    document: isEnglish ? britishDocument(at) : russianDocument(at, draw),
    district: districts[place] ?? "",
    station: String(100 * (place + 1) + 1 + draw(STATIONS_PER_DISTRICT)),
  };
}

type Draw = (below: number) => number;
type Name = Pick<TestPerson, "family" | "given" | "patronymic">;

function russianName(draw: Draw, isWoman: boolean): Name {
  const family = familyOf(pick(draw, RUSSIAN_FAMILIES), isWoman);
  const isDouble = draw(50) === 0;
  const stem = pick(draw, PATRONYMIC_STEMS);
  const hasPatronymic = draw(60) !== 0;
  return {
    family: isDouble ? `${family}-${familyOf(pick(draw, RUSSIAN_FAMILIES), isWoman)}` : family,
    given: pick(draw, isWoman ? RUSSIAN_WOMEN : RUSSIAN_MEN),
    patronymic: hasPatronymic ? `${stem}${isWoman ? "на" : "ич"}` : "",
  };
}

function englishName(draw: Draw, isWoman: boolean): Name {
  const family = pick(draw, ENGLISH_FAMILIES);
  return { family, given: pick(draw, isWoman ? ENGLISH_WOMEN : ENGLISH_MEN), patronymic: "" };
}

/** Иванов, Иванова; Покровский, Покровская; Шевченко and Черных for both. */
export function familyOf(man: string, isWoman: boolean): string {
  if (!isWoman) return man;
  if (/[цс]кий$/u.test(man)) return man.replace(/ий$/u, "ая");
  return /(ов|ев|ёв|ин|ын)$/u.test(man) ? `${man}а` : man;
}

/** Series (region and year of printing) and number; no two of a register are equal. */
function russianDocument(at: number, draw: Draw): string {
  const region = digits(45 + Math.floor(at / NUMBERS), 2);
  return `${region}${digits(draw(26), 2)} ${digits((at * SCATTER) % NUMBERS, 6)}`;
}

const britishDocument = (at: number): string =>
  `5${digits(Math.floor(at / NUMBERS), 2)}${digits((at * SCATTER) % NUMBERS, 6)}`;

const digits = (value: number, count: number): string => String(value).padStart(count, "0");
const pick = (draw: Draw, list: readonly string[]): string => list[draw(list.length)] ?? "";

const seedOf = (seed: string): number => new DataView(sha256(utf8(seed)).buffer).getUint32(0);

/** Whole numbers below a bound, from seed and place alone (a 32-bit mixer; nothing here need be unpredictable). */
function drawer(seed: number, at: number): Draw {
  let state = (seed ^ Math.imul(at + 1, 0x9e3779b1)) >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
