import { type RandomBytes, toHex } from "@veche/base";
import type { OpenedDatabase } from "@veche/registrar";
import { DISTRICTS } from "../election/contests.ts";
import type { PracticePerson } from "../persons.ts";
import type { Words } from "../texts.ts";

type Db = OpenedDatabase["db"];

/** Name of the practice identity provider, as accounts remember it. */
export const PROVIDER = "practice";

export type OpenCampaign = {
  readonly id: string;
  readonly title: Words;
  readonly windowMs: number;
  readonly madeAt: number;
  /** Or its roll is made at once. */
  readonly isOpenForApplications: boolean;
};

const DAY = 86_400_000;
const YEAR = 365 * DAY;

/** Whoever the register has: the test persons but one. */
export async function addPersons(db: Db, persons: readonly PracticePerson[]): Promise<void> {
  const rows = persons.flatMap(({ district, ...person }) =>
    district === undefined
      ? []
      : [
          {
            id: person.id,
            family: person.family,
            given: person.given,
            patronymic: person.patronymic,
            birth_date: person.birthDate,
            document: person.document.replaceAll(" ", ""),
            document_key: person.document.replaceAll(" ", ""),
            name_key: `${person.family}|${person.given}`.toUpperCase().replaceAll("Ё", "Е"),
            district,
            station: person.station,
            removed: null,
            changed_at: Date.now(),
          },
        ],
  );
  await db.insertInto("person").values(rows).execute();
}

export async function addCampaign(db: Db, campaign: OpenCampaign): Promise<void> {
  const { id, title, madeAt, windowMs, isOpenForApplications } = campaign;
  // Nobody knows yet when voting in B begins: when somebody goes on to it. The roll sets these times.
  const votingFrom = isOpenForApplications ? madeAt + YEAR : madeAt + 1;
  await db
    .insertInto("campaign")
    .values({
      id,
      trial_of: null,
      title_en: title.en,
      title_ru: title.ru,
      kind: "practice",
      applications_from: madeAt - DAY,
      applications_until: votingFrom,
      recall_until: votingFrom,
      voting_from: votingFrom,
      voting_until: votingFrom + windowMs,
      age_min: 18,
      account_cutoff: madeAt,
      assurance_min: 2,
      telephone_accounts_max: 2,
      election_id: null,
      roll_made: false,
    })
    .execute();
  const districts = DISTRICTS.map(({ district, style }) => ({ campaign: id, district, style_id: style }));
  await db.insertInto("campaign_district").values(districts).execute();
}

/** Applied and accepted before the start, with a telephone that is confirmed: what the portal does, without its questions. */
export async function addAccepted(
  db: Db,
  campaign: string,
  persons: readonly PracticePerson[],
  randomBytes: RandomBytes,
): Promise<void> {
  const now = Date.now();
  for (const [at, person] of persons.entries()) {
    const account = toHex(randomBytes(16));
    const application = toHex(randomBytes(16));
    await db
      .insertInto("account")
      .values({
        id: account,
        provider: PROVIDER,
        subject: person.id,
        family: person.family,
        given: person.given,
        patronymic: person.patronymic,
        birth_date: person.birthDate,
        document: person.document,
        telephone: person.telephone,
        telephone_confirmed_at: now,
        email: person.email,
        assurance: person.assurance,
        opened_at: person.openedAt,
        signed_in_at: now - (now % DAY),
      })
      .execute();
    await db
      .insertInto("application")
      .values({
        id: application,
        number: `26-0000-000${at + 1}`,
        campaign,
        account,
        person: person.id,
        style_id: DISTRICTS.find(({ district }) => district === person.district)?.style ?? null,
        telephone: person.telephone,
        state: "accepted",
        refusal: null,
        applied_at: now,
      })
      .execute();
    const event = { application, at: now, code: null };
    const kinds = ["applied", "checked", "accepted"];
    await db
      .insertInto("application_event")
      .values(kinds.map((kind) => ({ ...event, kind })))
      .execute();
  }
}
