import { type Bytes, toHex } from "@veche/base";
import { LOG_SIGNATURE, noteKeyId } from "../log/checkpoint.ts";
import { ballotLayout, longestCastEntry } from "./layout.ts";
import type { Contest, Manifest, Style } from "./manifest.ts";

/** A broken rule of §02.2, by its number. */
export type ManifestRule =
  | "02.2.1"
  | "02.2.2"
  | "02.2.3"
  | "02.2.4"
  | "02.2.5"
  | "02.2.6"
  | "02.2.7"
  | "02.2.8"
  | "02.2.9"
  | "02.2.10"
  | "02.2.11";

/** Without these rules ballots have no meaning, so that a replay cannot go on. */
const NEEDED_BY_REPLAY: readonly ManifestRule[] = ["02.2.4", "02.2.5", "02.2.7", "02.2.8"];

export function canReplay(broken: readonly ManifestRule[]): boolean {
  return !broken.some((rule) => NEEDED_BY_REPLAY.includes(rule));
}

/** All rules of §02.2.2 … §02.2.11 that the manifest breaks, ascending. */
export function brokenRules(manifest: Manifest): readonly ManifestRule[] {
  const rules: readonly [ManifestRule, (manifest: Manifest) => boolean][] = [
    ["02.2.2", keysAndNamesDistinct],
    ["02.2.3", quorumsOfPeople],
    ["02.2.4", trustees],
    ["02.2.5", issuers],
    ["02.2.6", validatorsAndWitnesses],
    ["02.2.7", contests],
    ["02.2.8", styles],
    ["02.2.9", times],
    ["02.2.10", limits],
  ];
  const broken = rules.filter(([, holds]) => !holds(manifest)).map(([rule]) => rule);
  return canReplay(broken) && !castsFit(manifest) ? [...broken, "02.2.11"] : broken;
}

const within = (value: number, min: number, max: number): boolean => value >= min && value <= max;
const distinct = (texts: readonly string[]): boolean => new Set(texts).size === texts.length;
const ascending = (values: readonly number[]): boolean =>
  values.every((value, i) => i === 0 || value > (values[i - 1] as number));

function keysAndNamesDistinct(manifest: Manifest): boolean {
  const { genesis, commission, trustees, registrar, issuers, validators, witnesses } = manifest;
  const keys: Bytes[] = [registrar.key, registrar.issueKey];
  for (const group of [genesis.organisations, commission.members, trustees.members, issuers.members]) {
    keys.push(...group.map((one) => one.key));
  }
  keys.push(
    ...validators.flatMap((one) => [one.key, one.logKey]),
    ...witnesses.members.map((one) => one.key),
  );
  const names = [...validators, ...witnesses.members].map((one) => one.name);
  return (
    distinct(keys.map(toHex)) &&
    distinct(trustees.members.map((one) => one.age)) &&
    distinct([manifest.origin, ...names]) &&
    distinct(validators.map((one) => toHex(noteKeyId(manifest.origin, LOG_SIGNATURE, one.logKey))))
  );
}

function quorumsOfPeople({ genesis, commission }: Manifest): boolean {
  const organisations = genesis.organisations.length;
  const members = commission.members.length;
  return (
    within(organisations, 1, 50) &&
    within(genesis.quorum, 1, organisations) &&
    2 * genesis.quorum > organisations &&
    within(members, 1, 99) &&
    2 * commission.quorum > members &&
    commission.quorum <= members
  );
}

function trustees({ kind, trustees }: Manifest): boolean {
  const count = trustees.members.length;
  const quorum = trustees.quorum;
  const spare = kind === "election" ? 2 : 1;
  // Of at least three trustees more than half are at least two.
  return (
    within(count, 3, 99) &&
    2 * quorum > count &&
    quorum <= count - spare &&
    within(trustees.stepSeconds, 1, 2_592_000)
  );
}

function issuers({ kind, issuers }: Manifest): boolean {
  const count = issuers.members.length;
  const { active } = issuers;
  return (
    within(count, 1, 30) &&
    active.every((index) => within(index, 1, count)) &&
    ascending(active) &&
    active.length >= (kind === "election" ? 2 : 1)
  );
}

function validatorsAndWitnesses({ kind, engine, validators, witnesses }: Manifest): boolean {
  const embedded = engine === "embedded";
  return (
    within(validators.length, 1, 50) &&
    (!embedded || validators.length === 1) &&
    within(witnesses.members.length, 0, 50) &&
    witnesses.quorum <= witnesses.members.length &&
    (kind !== "election" || !embedded || witnesses.quorum >= 1)
  );
}

function contests({ contests }: Manifest): boolean {
  return (
    within(contests.length, 1, 1000) &&
    distinct(contests.map((one) => one.id)) &&
    contests.every(contestHolds)
  );
}

function contestHolds({ min, max, options }: Contest): boolean {
  return (
    within(options.length, 1, 200) &&
    distinct(options.map((one) => one.id)) &&
    min <= max &&
    within(max, 1, options.length) &&
    (min !== max || options.length >= 2)
  );
}

function styles({ contests, styles }: Manifest): boolean {
  if (!within(styles.length, 1, 10_000) || !distinct(styles.map((one) => one.id))) return false;
  const districts = contests.map(() => new Set<string>());
  for (const style of styles) {
    if (style.contests.length === 0 || !ascending(style.contests)) return false;
    for (const contest of style.contests) {
      const seen = districts[contest];
      if (seen === undefined || seen.has(style.district)) return false;
      seen.add(style.district);
    }
  }
  return districts.every((seen) => seen.size > 0);
}

function times({ styles, tallyNotBefore }: Manifest): boolean {
  return styles.every((style) => timesOfStyle(style) && tallyNotBefore >= style.latestEnd);
}

function timesOfStyle(style: Style): boolean {
  return (
    style.opens < style.portalEnds &&
    style.portalEnds <= style.issueEnds &&
    style.issueEnds <= style.castEnds &&
    style.castEnds <= style.latestEnd &&
    within(style.tick, 0, 3600) &&
    (style.tick === 0 || style.castEnds >= style.issueEnds + 600_000)
  );
}

function limits({ revoteMax, minimumGroup }: Manifest): boolean {
  return revoteMax <= 9 && within(minimumGroup, 1, 1_000_000);
}

/** §02.2.11. */
function castsFit(manifest: Manifest): boolean {
  return manifest.styles.every(
    (style) => longestCastEntry(ballotLayout(manifest, style), manifest.issuers.active.length) <= 60_000,
  );
}
