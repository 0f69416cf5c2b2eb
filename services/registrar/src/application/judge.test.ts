import assert from "node:assert/strict";
import { test } from "node:test";
import { APPLICATION_REFUSALS, type ApplicationRefusalCode } from "@veche/api/portal";
import fc from "fast-check";
import { startOfDay } from "../moscow-day.ts";
import { type ApplicationFacts, type CampaignRules, judge, type RegisterFacts } from "./judge.ts";

const CUTOFF = Date.parse("2026-06-01T00:00:00+03:00");
const rules: CampaignRules = {
  votingUntil: Date.parse("2026-12-06T20:00:00+03:00"),
  ageMin: 18,
  accountCutoff: CUTOFF,
  assuranceMin: 2,
  telephoneAccountsMax: 2,
  styles: new Map([["614", "style-1"]]),
};

type Matched = Extract<RegisterFacts, { kind: "matched" }>;
const matched: Matched = {
  kind: "matched",
  person: "p-1",
  birthDate: "1980-02-29",
  district: "614",
  removed: null,
};
const good: ApplicationFacts = {
  register: matched,
  account: { openedAt: CUTOFF, assurance: 2 },
  telephone: { accounts: 2, isAtRisk: false },
  isInPollBook: false,
  isAppliedOtherwise: false,
};

type Case = {
  readonly code: ApplicationRefusalCode;
  readonly refused: Partial<ApplicationFacts>;
  /** Just on the other side of the boundary. */
  readonly accepted: Partial<ApplicationFacts>;
};
const register = (change: Partial<Matched>): Partial<ApplicationFacts> => ({
  register: { ...matched, ...change },
});

const CASES: readonly Case[] = [
  { code: "NOT_IN_REGISTER", refused: { register: { kind: "NOT_IN_REGISTER" } }, accepted: {} },
  { code: "NAME_DIFFERS", refused: { register: { kind: "NAME_DIFFERS" } }, accepted: {} },
  { code: "BIRTH_DATE_DIFFERS", refused: { register: { kind: "BIRTH_DATE_DIFFERS" } }, accepted: {} },
  {
    code: "REMOVED_FROM_REGISTER",
    refused: register({ removed: "moved" }),
    accepted: register({ removed: null }),
  },
  {
    code: "TOO_YOUNG",
    refused: register({ birthDate: "2008-12-07" }),
    accepted: register({ birthDate: "2008-12-06" }),
  },
  {
    code: "ACCOUNT_TOO_NEW",
    refused: { account: { openedAt: CUTOFF + 1, assurance: 2 } },
    accepted: { account: { openedAt: CUTOFF, assurance: 2 } },
  },
  {
    code: "ASSURANCE_TOO_LOW",
    refused: { account: { openedAt: 0, assurance: 1 } },
    accepted: { account: { openedAt: 0, assurance: 2 } },
  },
  {
    code: "TELEPHONE_SHARED",
    refused: { telephone: { accounts: 3, isAtRisk: false } },
    accepted: { telephone: { accounts: 2, isAtRisk: false } },
  },
  {
    code: "TELEPHONE_AT_RISK",
    refused: { telephone: { accounts: 1, isAtRisk: true } },
    accepted: { telephone: { accounts: 1, isAtRisk: false } },
  },
  {
    code: "OTHER_DISTRICT",
    refused: register({ district: "615" }),
    accepted: register({ district: "614" }),
  },
  { code: "OTHER_CHANNEL", refused: { isInPollBook: true }, accepted: { isInPollBook: false } },
  {
    code: "APPLIED_OTHERWISE",
    refused: { isAppliedOtherwise: true },
    accepted: { isAppliedOtherwise: false },
  },
];

for (const { code, refused, accepted } of CASES) {
  test(`L26 ${code} is refused with its code and a sentence in both languages, and just beside it accepted`, () => {
    assert.deepEqual(judge(rules, { ...good, ...refused }), { kind: "refused", code });
    assert.deepEqual(judge(rules, { ...good, ...accepted }), {
      kind: "accepted",
      person: "p-1",
      styleId: "style-1",
    });
    assert.ok(APPLICATION_REFUSALS[code].en.length > 0 && APPLICATION_REFUSALS[code].ru.length > 0);
  });
}

test("every code of a refusal has a case", () => {
  assert.deepEqual(CASES.map(({ code }) => code).toSorted(), Object.keys(APPLICATION_REFUSALS).toSorted());
});

test("the day that counts for the age is the last voting day of the law's clock", () => {
  const bornOn = (birthDate: string, votingUntil: number): string => {
    const judged = judge({ ...rules, votingUntil }, { ...good, ...register({ birthDate }) });
    return judged.kind === "refused" ? judged.code : "accepted";
  };
  // A window until midnight ends on the day before.
  assert.equal(bornOn("2008-12-06", startOfDay("2026-12-07")), "accepted");
  assert.equal(bornOn("2008-12-07", startOfDay("2026-12-07")), "TOO_YOUNG");
  assert.equal(bornOn("2008-12-07", startOfDay("2026-12-07") + 1), "accepted");
  // 22:00 UTC of the 6th is the 7th in Moscow.
  assert.equal(bornOn("2008-12-07", Date.parse("2026-12-06T22:00:00Z")), "accepted");
  // Born on 29 February: of age from 1 March in a year without that day.
  assert.equal(bornOn("2008-02-29", startOfDay("2026-03-01")), "TOO_YOUNG");
  assert.equal(bornOn("2008-02-29", startOfDay("2026-03-02")), "accepted");
});

test("of several reasons the one that the voter needs first is given", () => {
  const all: ApplicationFacts = {
    register: { ...matched, removed: "died", district: "615", birthDate: "2020-01-01" },
    account: { openedAt: CUTOFF + 1, assurance: 0 },
    telephone: { accounts: 9, isAtRisk: true },
    isInPollBook: true,
    isAppliedOtherwise: true,
  };
  assert.deepEqual(judge(rules, all), { kind: "refused", code: "REMOVED_FROM_REGISTER" });
  assert.deepEqual(judge(rules, { ...all, register: matched }), { kind: "refused", code: "ACCOUNT_TOO_NEW" });
});

test("accepted is exactly who has no reason against them", () => {
  const bad = fc.subarray(CASES.map(({ refused }) => refused));
  const sound = fc.constantFrom(...CASES.map(({ accepted }) => accepted));
  fc.assert(
    fc.property(bad, sound, (reasons, harmless) => {
      const facts = reasons.reduce<ApplicationFacts>(join, { ...good, ...harmless });
      const codes = CASES.filter(({ refused }) => reasons.includes(refused)).map(({ code }) => code);
      const judged = judge(rules, facts);
      if (codes.length === 0) assert.equal(judged.kind, "accepted");
      else assert.ok(judged.kind === "refused" && codes.includes(judged.code), JSON.stringify(judged));
    }),
  );
});

/** Several reasons at once: those of the register and of the telephone are merged, the last kind of match wins. */
function join(facts: ApplicationFacts, reason: Partial<ApplicationFacts>): ApplicationFacts {
  const isMatch = reason.register?.kind === "matched" && facts.register.kind === "matched";
  return {
    ...facts,
    ...reason,
    account: { ...facts.account, ...only(reason.account, good.account) },
    telephone: { ...facts.telephone, ...only(reason.telephone, good.telephone) },
    register: isMatch
      ? { ...facts.register, ...only(reason.register, matched) }
      : facts.register.kind === "matched"
        ? (reason.register ?? facts.register)
        : facts.register,
  } as ApplicationFacts;
}

/** What a reason changes of the sound facts. */
const only = <T extends object>(reason: T | undefined, sound: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(reason ?? {}).filter(([key, value]) => value !== sound[key as keyof T]),
  ) as Partial<T>;
