import { assert, type Bytes } from "@veche/base";
import type { Kysely } from "kysely";
import type { Database } from "../database/schema.ts";
import type { EntitledApplicant } from "./entitled.ts";
import type { Roll } from "./make-roll.ts";

/** Rows a statement: their values stay well below the 65,535 parameters that PostgreSQL takes. */
const ROWS = 2_000;

/** Keeps what opens each entry, opens the poll book, and puts the letter into each timeline. */
export async function storeRoll(
  db: Kysely<Database>,
  {
    electionId,
    before,
    roll,
    entitled,
    now,
  }: {
    readonly electionId: Bytes;
    /** The election that an older manifest of this campaign made. */
    readonly before: Bytes | null;
    readonly roll: Roll;
    readonly entitled: readonly EntitledApplicant[];
    readonly now: number;
  },
): Promise<void> {
  const applicants = new Map(entitled.map((one) => [one.person, one]));
  const records = roll.letters.map(({ person, styleId, record, salt, entry, signature }) => {
    const applicant = applicants.get(person);
    assert(applicant !== undefined, "a roll holds who was entitled");
    const { account, style } = applicant;
    return {
      ...{ election_id: electionId, person, account, style, style_id: styleId },
      ...{ record, salt, entry, signature },
    };
  });
  for (const rows of inPieces(records)) await db.insertInto("roll_record").values(rows).execute();
  if (before !== null) await keepPaper(db, before, electionId);
  const open = records.map(({ election_id, person }) => ({
    ...{ election_id, person },
    ...{ issue_hash: null, request_hash: null },
  }));
  for (const rows of inPieces(open)) {
    // Who got a paper ballot before the roll was made stays in the book as they are.
    await db
      .insertInto("poll_book")
      .values(rows)
      .onConflict((conflict) => conflict.columns(["election_id", "person"]).doNothing())
      .execute();
  }
  const events = entitled.map(({ application }) => ({ application, at: now, kind: "letter", code: null }));
  for (const rows of inPieces(events)) await db.insertInto("application_event").values(rows).execute();
}

/** L24: a paper ballot given under an older manifest is a ballot given. */
async function keepPaper(db: Kysely<Database>, before: Bytes, electionId: Bytes): Promise<void> {
  await db
    .insertInto("poll_book")
    .columns(["election_id", "person", "channel"])
    .expression((eb) =>
      eb
        .selectFrom("poll_book")
        .select((one) => [one.val(electionId).as("election_id"), "person", "channel"])
        .where("election_id", "=", before)
        .where("channel", "=", "paper"),
    )
    .onConflict((conflict) => conflict.columns(["election_id", "person"]).doNothing())
    .execute();
}

function* inPieces<T>(rows: readonly T[]): Iterable<readonly T[]> {
  for (let from = 0; from < rows.length; from += ROWS) yield rows.slice(from, from + ROWS);
}
