import type { LetterAnswer } from "@veche/api/portal";
import { type Bytes, err, ok, type Result, toBase64, toHex } from "@veche/base";
import type { Known } from "@veche/client";
import { phaseOf, rollEntryRecord } from "@veche/ledger";
import type { Kysely } from "kysely";
import type { Database } from "../database/schema.ts";

/** What the registrar has verified of an election's ledger, as a `LedgerFollower` knows it. */
export type RollView = Pick<Known, "state" | "view">;

export type LetterRefusal = { readonly code: "UNKNOWN_CAMPAIGN" | "NO_APPLICATION" | "LETTER_NOT_READY" };

/**
 * What the voter keeps (§04.1.3). `inRoll` is 1 as soon as the entry stands in the verified roll (A8: it stands there once, the state
 * machine refuses a second); 0 only when the roll can no longer grow, because a part of it may still be on its way.
 */
export async function letterOf(
  db: Kysely<Database>,
  campaignId: string,
  account: string,
  rollView: (electionId: Bytes) => RollView | undefined,
): Promise<Result<LetterAnswer, LetterRefusal>> {
  const campaign = await db
    .selectFrom("campaign")
    .select(["election_id", "roll_made"])
    .where("id", "=", campaignId)
    .executeTakeFirst();
  if (campaign === undefined) return err({ code: "UNKNOWN_CAMPAIGN" });
  if (!(await hasAccepted(db, campaignId, account))) return err({ code: "NO_APPLICATION" });
  const electionId = campaign.election_id;
  if (electionId === null || !campaign.roll_made) return err({ code: "LETTER_NOT_READY" });
  const row = await db
    .selectFrom("roll_record")
    .selectAll()
    .where("election_id", "=", electionId)
    .where("account", "=", account)
    .executeTakeFirst();
  if (row === undefined) return err({ code: "LETTER_NOT_READY" });
  const inRoll = inRollOf(row.entry, rollView(electionId));
  return ok({
    election: toHex(electionId),
    style: row.style_id,
    record: toBase64(row.record),
    salt: toHex(row.salt),
    entry: toHex(row.entry),
    signature: toBase64(row.signature),
    ...(inRoll === undefined ? {} : { inRoll }),
  });
}

async function hasAccepted(db: Kysely<Database>, campaign: string, account: string): Promise<boolean> {
  const row = await db
    .selectFrom("application")
    .select("id")
    .where("campaign", "=", campaign)
    .where("account", "=", account)
    .where("state", "=", "accepted")
    .executeTakeFirst();
  return row !== undefined;
}

function inRollOf(entry: Bytes, known: RollView | undefined): 0 | 1 | undefined {
  if (known === undefined) return undefined;
  if (rollEntryRecord(known.view, entry) !== undefined) return 1;
  const phase = phaseOf(known.state);
  return phase === "open" || phase === "closed" ? 0 : undefined;
}
