import type { Needles } from "./needles.ts";
import { allowedAt, holdsOne, type Unit } from "./places.ts";
import { BALLOTS_SIDE, PERSONS_SIDE, type Value } from "./values.ts";

/**
 * What was found where it must not be. `misplaced`: a value where its kind has no business. `joined`: values of both sides in one request,
 * line or row. `other-issuer`: an issuer sees what is another's. `clock`: a time of day where none may stand. `header`: one by which a host
 * could know somebody again. `shared`: a value that both sides saw.
 */
export type Finding = {
  readonly kind: "misplaced" | "joined" | "other-issuer" | "clock" | "header" | "shared";
  readonly where: string;
  readonly what: string;
};

/** Looks into each unit for all values of all voters. */
export function searchUnits(units: Iterable<Unit>, needles: Needles): readonly Finding[] {
  const findings = new Map<string, Finding>();
  for (const unit of units) {
    const found = [...needles.in(unit.bytes)];
    for (const finding of [...misplaced(unit, found), ...joined(unit, found), ...ofOthers(unit, found)]) {
      findings.set(JSON.stringify(finding), finding);
    }
  }
  return [...findings.values()];
}

const whereOf = ({ domain, kind, name }: Unit): string => `${domain} ${kind} ${name}`;

function misplaced(unit: Unit, found: readonly Value[]): readonly Finding[] {
  const allowed = allowedAt(unit);
  return found
    .filter(({ side }) => !allowed.has(side))
    .map(({ side, name }) => ({ kind: "misplaced", where: whereOf(unit), what: `${side}: ${name}` }));
}

function joined(unit: Unit, found: readonly Value[]): readonly Finding[] {
  if (!holdsOne(unit)) return [];
  const persons = found.filter(({ side }) => PERSONS_SIDE.has(side));
  const ballots = found.filter(({ side }) => BALLOTS_SIDE.has(side));
  const [person] = persons;
  const [ballot] = ballots;
  if (person === undefined || ballot === undefined) return [];
  return [{ kind: "joined", where: whereOf(unit), what: `${person.name} and ${ballot.name}` }];
}

/** ⚔ A blinded message goes to its own issuer and to no other. */
function ofOthers(unit: Unit, found: readonly Value[]): readonly Finding[] {
  const { issuer } = unit;
  if (issuer === undefined) return [];
  return found
    .filter((value) => value.issuer !== undefined && value.issuer !== issuer)
    .map(({ name }) => ({ kind: "other-issuer", where: whereOf(unit), what: name }));
}
