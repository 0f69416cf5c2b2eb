import type { Bytes, CborMap } from "@veche/base";
import { ageOf, issueKey, partyName, publicKeyOf } from "./parties.ts";

/** Time of `define` in all test elections, and an hour, in ms. */
export const START = 1_700_000_000_000;
export const HOUR = 3_600_000;

const text = (en: string): CborMap => ({ en, ru: `${en} по-русски` });
type Party = { readonly key: Bytes; readonly name: string };
const party = (role: number, index: number): Party => ({
  key: publicKeyOf(partyName([role, index])),
  name: partyName([role, index]),
});
const parties = (role: number, count: number): readonly Party[] =>
  Array.from({ length: count }, (_, i) => party(role, i + 1));

function contest(id: string, options: number, min: number, max: number) {
  return {
    id,
    max,
    min,
    options: Array.from({ length: options }, (_, i) => ({ id: `o${i}`, title: text(`Option ${i}`) })),
    proof: "disjunctive",
    title: text(`Contest ${id}`),
  };
}

function style(id: string, district: string, contests: readonly number[]) {
  const opens = START + HOUR;
  return {
    castEnds: opens + 3 * HOUR,
    contests,
    district,
    id,
    issueEnds: opens + 2 * HOUR,
    latestEnd: opens + 5 * HOUR,
    opens,
    portalEnds: opens + 2 * HOUR,
    tick: 0,
    title: text(`Style ${id}`),
  };
}

/**
 * A small election: five trustees of whom three decrypt, three issuers of whom two are active, one validator,
 * one witness; style `a` votes in contests 0 (yes or no), 1 (one of four) and 2 (up to two of four), style
 * `b` in contests 0 and 3 (any of three).
 */
export function testManifest() {
  return {
    veche: 1,
    kind: "test",
    engine: "embedded",
    nonce: new Uint8Array(32).fill(7),
    origin: "veche.example/test",
    title: text("Test election"),
    genesis: { organisations: parties(1, 2), quorum: 2 },
    commission: { members: parties(2, 3), quorum: 2 },
    trustees: {
      members: Array.from({ length: 5 }, (_, i) => ({ age: ageOf(i + 1), ...party(3, i + 1) })),
      quorum: 3,
      stepSeconds: 600,
    },
    registrar: { issueKey, ...party(4, 1) },
    issuers: { active: [1, 2], members: parties(5, 3) },
    validators: [{ key: publicKeyOf("validator"), logKey: publicKeyOf("log"), name: "validator.example" }],
    witnesses: { members: [{ key: publicKeyOf("witness"), name: "witness.example" }], quorum: 1 },
    contests: [
      contest("yes-no", 2, 1, 1),
      contest("one-of-four", 4, 1, 1),
      contest("two-of-four", 4, 0, 2),
      contest("approval", 3, 0, 3),
    ],
    styles: [style("a", "north", [0, 1, 2]), style("b", "south", [0, 3])],
    tallyNotBefore: START + 6 * HOUR,
    revoteMax: 2,
    minimumGroup: 2,
    tiny: "withhold",
  };
}

export type TestManifest = ReturnType<typeof testManifest>;
