import { expectOk } from "@veche/base";
import type { Election } from "@veche/election";
import { parsePersonId } from "@veche/election/person";
import type { Kysely } from "kysely";
import { refuseAccepted } from "../application/appeals.ts";
import { judgeRegister } from "../application/judge.ts";
import type { ApplicationRow, CampaignRow } from "../application/parts.ts";
import { rulesOf, stylesOf } from "../application/store.ts";
import type { Database } from "../database/schema.ts";
import { plainDocument } from "../register/folding.ts";
import type { Entitled } from "./make-roll.ts";

export type EntitledApplicant = Entitled & { readonly account: string; readonly application: string };

/**
 * Who stands on the roll: the accepted applications, each held against the register once more, since it changed every day since. Who
 * has died, moved away or lost the right is refused now, and told; who moved inside the election gets the ballot of the new district.
 */
export async function confirmEntitled(
  db: Kysely<Database>,
  campaign: CampaignRow,
  { manifest }: Election,
  now: number,
): Promise<readonly EntitledApplicant[]> {
  const rules = rulesOf(campaign, await stylesOf(db, campaign.id));
  const persons = await personsOf(db, campaign.id);
  const entitled: EntitledApplicant[] = [];
  for (const application of await acceptedOf(db, campaign.id)) {
    const person = persons.get(application.person ?? "");
    if (person === undefined) continue;
    const { birth_date: birthDate, district, removed } = person;
    const facts = { kind: "matched", person: person.id, birthDate, district, removed } as const;
    const judged = judgeRegister(rules, facts);
    if (judged.kind === "refused") {
      await refuseAccepted(db, application, judged.code, now);
      continue;
    }
    if (judged.styleId !== application.style_id) await moveTo(db, application, judged.styleId);
    entitled.push({
      account: application.account,
      application: application.id,
      person: expectOk(parsePersonId(person.id), "a person of the register"),
      record: {
        family: person.family,
        given: person.given,
        patronymic: person.patronymic,
        birthDate,
        document: plainDocument(person.document),
      },
      // A style that the manifest does not have is refused by makeRoll, with the person's number.
      style: manifest.styles.findIndex(({ id }) => id === judged.styleId),
    });
  }
  return entitled;
}

const acceptedOf = (db: Kysely<Database>, campaign: string): Promise<readonly ApplicationRow[]> =>
  db
    .selectFrom("application")
    .selectAll()
    .where("campaign", "=", campaign)
    .where("state", "=", "accepted")
    .orderBy("person")
    .execute();

async function personsOf(db: Kysely<Database>, campaign: string) {
  const rows = await db
    .selectFrom("person")
    .innerJoin("application", "application.person", "person.id")
    .selectAll("person")
    .where("application.campaign", "=", campaign)
    .where("application.state", "=", "accepted")
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

async function moveTo(db: Kysely<Database>, { id }: ApplicationRow, style_id: string): Promise<void> {
  await db.updateTable("application").set({ style_id }).where("id", "=", id).execute();
}
