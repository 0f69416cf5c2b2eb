import { type Bytes, expectOk, type RandomBytes } from "@veche/base";
import type { Proposal } from "@veche/client";
import type { Election } from "@veche/election";
import { parsePersonId } from "@veche/election/person";
import { signEd25519 } from "@veche/group";
import { type Entitled, makeRoll, type OpenedDatabase, rollProposals } from "@veche/registrar";

type Db = OpenedDatabase["db"];

/** The roll of a campaign from its accepted applications: kept for the voters, signed for the commission. Nobody applies after it. */
export async function rollOf(
  db: Db,
  campaign: string,
  election: Election,
  window: { readonly opens: number; readonly castEnds: number },
  secret: Bytes,
  randomBytes: RandomBytes,
): Promise<readonly Proposal[]> {
  const sign = (message: Bytes): Bytes => signEd25519(secret, message);
  return db.transaction().execute(async (tx) => {
    await tx
      .updateTable("campaign")
      .set({
        election_id: election.electionId,
        roll_made: true,
        applications_until: Math.min(window.opens, Date.now()),
        recall_until: Math.min(window.opens, Date.now()),
        voting_from: window.opens,
        voting_until: window.castEnds,
      })
      .where("id", "=", campaign)
      .where("roll_made", "=", false)
      .executeTakeFirstOrThrow();
    const accepted = await acceptedOf(tx, campaign, election);
    const entitled = accepted.map(({ entitled: one }) => one);
    const roll = expectOk(makeRoll(election, entitled, sign, randomBytes), "the roll");
    const accounts = new Map(accepted.map(({ entitled: one, account }) => [one.person, account]));
    const styleOf = (id: string): number => election.manifest.styles.findIndex((style) => style.id === id);
    const rows = roll.letters.map(({ person, styleId, record, salt, entry, signature }) => ({
      election_id: election.electionId,
      person,
      account: accounts.get(person) ?? "",
      style: styleOf(styleId),
      style_id: styleId,
      record,
      salt,
      entry,
      signature,
    }));
    if (rows.length > 0) await tx.insertInto("roll_record").values(rows).execute();
    return rollProposals(election, roll.chunks, { role: "registrar", index: 1, sign });
  });
}

type Accepted = { readonly entitled: Entitled; readonly account: string };

async function acceptedOf(db: Db, campaign: string, { manifest }: Election): Promise<readonly Accepted[]> {
  const rows = await db
    .selectFrom("application")
    .innerJoin("person", "person.id", "application.person")
    .select([
      "person.id",
      "person.family",
      "person.given",
      "person.patronymic",
      "person.birth_date",
      "person.document",
      "application.style_id",
      "application.account",
    ])
    .where("application.campaign", "=", campaign)
    .where("application.state", "=", "accepted")
    .where("person.removed", "is", null)
    .execute();
  return rows.map(
    ({ id, family, given, patronymic, birth_date: birthDate, document, style_id, account }) => ({
      account,
      entitled: {
        person: expectOk(parsePersonId(id), "a number of the register"),
        record: { family, given, patronymic, birthDate, document },
        style: manifest.styles.findIndex((style) => style.id === style_id),
      },
    }),
  );
}
