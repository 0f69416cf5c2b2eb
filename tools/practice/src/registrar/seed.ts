import { Readable } from "node:stream";
import { expectOk, type RandomBytes, toHex } from "@veche/base";
import {
  Applications,
  createCampaign,
  importRegister,
  type OpenedDatabase,
  personsCsv,
} from "@veche/registrar";
import { DISTRICTS } from "../election/contests.ts";
import type { PracticePerson } from "../persons.ts";
import type { Words } from "../texts.ts";

type Db = OpenedDatabase["db"];

/** Name of the practice identity provider, as accounts remember it. */
export const PROVIDER = "practice";

export type OpenCampaign = { readonly id: string; readonly title: Words; readonly windowMs: number };

const DAY = 86_400_000;
/** Applications that are made side by side: fewer than the database has connections. */
const AT_ONCE = 8;
/** Far enough that nobody waits for it, in the year that people read into a date without one. */
const REGISTRATION = 30 * DAY;

/** Whoever the register has: the test persons but one, by the same import as any register's file. */
export async function addPersons(db: Db, persons: readonly PracticePerson[]): Promise<void> {
  const rows = persons.flatMap(({ id, family, given, patronymic, birthDate, document, district, station }) =>
    district === undefined
      ? []
      : [{ id, family, given, patronymic, birth_date: birthDate, document, district, station }],
  );
  const now = Date.now();
  const date = new Date(now).toISOString().slice(0, 10);
  const imported = await importRegister(db, Readable.from(personsCsv(rows)), {
    kind: "full",
    date,
    now,
    absentMax: 0,
  });
  expectOk(imported, "the register of the test persons");
}

/** Nobody knows yet when voting begins: the roll sets these times, when somebody goes on to it. */
export async function addCampaign(db: Db, { id, title, windowMs }: OpenCampaign): Promise<void> {
  const now = Date.now();
  const votingFrom = now + REGISTRATION;
  const made = await createCampaign(db, {
    id,
    kind: "practice",
    title,
    applicationsFrom: now - DAY,
    applicationsUntil: votingFrom,
    recallUntil: votingFrom,
    votingFrom,
    votingUntil: votingFrom + windowMs,
    ageMin: 18,
    accountCutoff: now,
    assuranceMin: 2,
    telephoneAccountsMax: 2,
    districts: Object.fromEntries(DISTRICTS.map(({ district, style }) => [district, style])),
  });
  expectOk(made, `campaign ${id}`);
}

/** `isWaiting`: nobody has gone on to its voting yet. */
export async function campaignsOf(
  db: Db,
): Promise<readonly { readonly id: string; readonly isWaiting: boolean }[]> {
  const rows = await db.selectFrom("campaign").select(["id", "election_id"]).execute();
  return rows.map(({ id, election_id }) => ({ id, isWaiting: election_id === null }));
}

/** Accounts whose owners have applied before the start, by the same rules as any application. */
export async function addAccepted(
  db: Db,
  campaign: string,
  persons: readonly PracticePerson[],
  randomBytes: RandomBytes,
): Promise<void> {
  const applications = new Applications({ db, randomBytes, rollView: () => undefined });
  const waiting = persons.values();
  const takeAll = async (): Promise<void> => {
    for (const person of waiting) {
      const account = await addAccount(db, person, randomBytes);
      const { telephone, email } = person;
      const asked = { account, campaign, telephone, email, now: Date.now() };
      const { application } = expectOk(await applications.apply(asked), "a test person's application");
      if (application?.state !== "accepted") throw new Error(`${person.id}: ${application?.refusal?.code}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, takeAll));
}

/** As the first sign-in would make it. */
async function addAccount(db: Db, person: PracticePerson, randomBytes: RandomBytes): Promise<string> {
  const now = Date.now();
  const { family, given, patronymic, document, telephone, email, assurance } = person;
  const id = toHex(randomBytes(16));
  await db
    .insertInto("account")
    .values({
      ...{ id, provider: PROVIDER, subject: person.id },
      ...{ family, given, patronymic, document, telephone, email, assurance },
      birth_date: person.birthDate,
      telephone_confirmed_at: now,
      opened_at: person.openedAt,
      signed_in_at: now - (now % DAY),
    })
    .execute();
  return id;
}

/** Times of a campaign whose voting has been set: from now on nobody applies or recalls. */
export async function setTimes(
  db: Db,
  campaign: string,
  { opens, castEnds }: { readonly opens: number; readonly castEnds: number },
): Promise<void> {
  const now = Date.now();
  await db
    .updateTable("campaign")
    .set({
      applications_until: Math.min(now, opens),
      recall_until: Math.min(now, opens),
      voting_from: opens,
      voting_until: castEnds,
    })
    .where("id", "=", campaign)
    .execute();
}
