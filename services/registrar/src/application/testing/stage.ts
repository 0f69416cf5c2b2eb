import type { TestContext } from "node:test";
import { expectOk, type RandomBytes, type Result } from "@veche/base";
import { seededRandom } from "@veche/ledger/testing";
import type { Kysely } from "kysely";
import type { Database } from "../../database/schema.ts";
import { testDatabase } from "../../database/testing.ts";
import { Applications } from "../applications.ts";
import type { CampaignPlan } from "../campaigns.ts";
import { addPeople } from "./people.ts";

const at = (time: string): number => Date.parse(`${time}+03:00`);

export const TIMES = {
  from: at("2026-10-20T00:00:00"),
  until: at("2026-12-01T00:00:00"),
  recallUntil: at("2026-12-02T00:00:00"),
  votingFrom: at("2026-12-04T08:00:00"),
  votingUntil: at("2026-12-06T20:00:00"),
  cutoff: at("2026-06-01T00:00:00"),
} as const;

/** A moment at which applications are taken. */
export const NOW = at("2026-11-10T12:00:00");

export const plan = (change: Partial<CampaignPlan> = {}): CampaignPlan => ({
  id: "duma",
  kind: "election",
  title: { en: "Town council", ru: "Городская дума" },
  applicationsFrom: TIMES.from,
  applicationsUntil: TIMES.until,
  recallUntil: TIMES.recallUntil,
  votingFrom: TIMES.votingFrom,
  votingUntil: TIMES.votingUntil,
  ageMin: 18,
  accountCutoff: TIMES.cutoff,
  assuranceMin: 2,
  telephoneAccountsMax: 2,
  districts: { "614": "style-1", "615": "style-2" },
  ...change,
});

export const telephoneOf = (person: number): string => `+7900${String(1_000_000 + person)}`;

export type Stage = {
  readonly db: Kysely<Database>;
  /** Of the database, for other processes. */
  readonly url: string;
  readonly applications: Applications;
  readonly randomBytes: RandomBytes;
  /** Applies from account `a-<person>`; what came of it in a word: a state, a refusal's or an error's code. */
  readonly apply: (
    person: number,
    change?: { readonly telephone?: string; readonly campaign?: string; readonly now?: number },
  ) => Promise<string>;
};

/** `people` persons of the register with an account each, and an open campaign `duma`. */
export async function newStage(t: TestContext, people = 3): Promise<Stage> {
  const { db, url } = await testDatabase(t);
  await addPeople(db, people);
  const randomBytes = seededRandom("applications");
  const applications = new Applications({ db, randomBytes, rollView: () => undefined });
  expectOk(await applications.createCampaign(plan()), "campaign");
  const apply: Stage["apply"] = async (person, change = {}) => {
    const made = await applications.apply({
      account: `a-${person}`,
      campaign: "duma",
      telephone: telephoneOf(person),
      email: "",
      now: NOW,
      ...change,
    });
    if (!made.ok) return made.error.code;
    const { application } = made.value;
    return application?.refusal?.code ?? application?.state ?? "none";
  };
  return { db, url, applications, randomBytes, apply };
}

export const codeOf = (result: Result<unknown, { readonly code: string }>): string =>
  result.ok ? "ok" : result.error.code;
