import { type Bytes, equalBytes, err, ok, type RandomBytes, type Result } from "@veche/base";
import type { Proposal } from "@veche/client";
import type { Election } from "@veche/election";
import type { Signer } from "@veche/ledger";
import type { Kysely } from "kysely";
import type { Database } from "../database/schema.ts";
import { confirmEntitled } from "./entitled.ts";
import { makeRoll, type RollError, rollChunks } from "./make-roll.ts";
import { storeRoll } from "./store-roll.ts";
import { rollProposals } from "./transactions.ts";

export type RollRequest = {
  readonly campaign: string;
  /** The manifest as it was defined on the ledger. */
  readonly election: Election;
  /** The registrar's Ed25519 key. */
  readonly registrar: Signer;
  readonly randomBytes: RandomBytes;
  /** ms since 1970 */
  readonly now: number;
};

export type MadeRoll = {
  /** For the commission to sign after the registrar (§06.5), in the order in which they must enter. */
  readonly proposals: readonly Proposal[];
  readonly entries: number;
};

export type MakeRollError =
  /** `ELECTION_TAKEN`: another campaign has this election. `ISSUED_ALREADY`: ballots of an older manifest are out. */
  RollError | { readonly code: "UNKNOWN_CAMPAIGN" | "ELECTION_TAKEN" | "ISSUED_ALREADY" };

/**
 * Makes the roll of a campaign (§04.1) once its manifest is defined, and ends applications and recalls. Asked again it gives the same
 * roll: salts are drawn once. ⚔ A8 After a new `define` it makes a new one, with new salts, for the same persons.
 */
export async function makeRollFor(
  db: Kysely<Database>,
  request: RollRequest,
): Promise<Result<MadeRoll, MakeRollError>> {
  try {
    return await db.transaction().execute((tx) => makeOnce(tx, request));
  } catch (error) {
    // A roll that cannot be made must not leave refusals behind: the transaction is undone.
    if (error instanceof NoRoll) return err(error.reason);
    throw error;
  }
}

class NoRoll extends Error {
  readonly reason: RollError;

  constructor(reason: RollError) {
    super(reason.code);
    this.reason = reason;
  }
}

async function makeOnce(
  tx: Kysely<Database>,
  { campaign: id, election, registrar, randomBytes, now }: RollRequest,
): Promise<Result<MadeRoll, MakeRollError>> {
  const campaign = await tx
    .selectFrom("campaign")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (campaign === undefined) return err({ code: "UNKNOWN_CAMPAIGN" });
  const before = campaign.election_id;
  const isSame = before !== null && equalBytes(before, election.electionId);
  if (campaign.roll_made && isSame) return ok(await storedRoll(tx, election, registrar));
  if (!isSame && (await isTaken(tx, election.electionId))) return err({ code: "ELECTION_TAKEN" });
  if (!isSame && before !== null && (await hasIssued(tx, before))) return err({ code: "ISSUED_ALREADY" });
  const entitled = await confirmEntitled(tx, campaign, election, now);
  const roll = makeRoll(
    election,
    entitled.map(({ person, record, style }) => ({ person, record, style })),
    (message) => registrar.sign(message),
    randomBytes,
  );
  if (!roll.ok) throw new NoRoll(roll.error);
  await storeRoll(tx, { electionId: election.electionId, before, roll: roll.value, entitled, now });
  await tx
    .updateTable("campaign")
    .set({ election_id: election.electionId, roll_made: true })
    .where("id", "=", id)
    .execute();
  return ok({
    proposals: rollProposals(election, roll.value.chunks, registrar),
    entries: entitled.length,
  });
}

/** The roll that was made before, from the tables. */
async function storedRoll(db: Kysely<Database>, election: Election, registrar: Signer): Promise<MadeRoll> {
  const rows = await db
    .selectFrom("roll_record")
    .select(["style", "entry"])
    .where("election_id", "=", election.electionId)
    .orderBy("entry")
    .execute();
  const chunks = election.manifest.styles.flatMap((_, style) => rollChunks(rows, style));
  return { proposals: rollProposals(election, chunks, registrar), entries: rows.length };
}

async function isTaken(db: Kysely<Database>, electionId: Bytes): Promise<boolean> {
  const row = await db
    .selectFrom("campaign")
    .select("id")
    .where("election_id", "=", electionId)
    .executeTakeFirst();
  return row !== undefined;
}

async function hasIssued(db: Kysely<Database>, electionId: Bytes): Promise<boolean> {
  const row = await db
    .selectFrom("poll_book")
    .select("person")
    .where("election_id", "=", electionId)
    .where("channel", "=", "electronic")
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
