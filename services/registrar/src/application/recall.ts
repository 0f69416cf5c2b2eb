import { err, ok, type Result } from "@veche/base";
import type { Kysely } from "kysely";
import type { Database } from "../database/schema.ts";
import { addEvents, campaignRow, lockAccount, newestApplication, tell } from "./store.ts";
import { canRecall } from "./windows.ts";

export type RecallError = { readonly code: "UNKNOWN_CAMPAIGN" | "NO_APPLICATION" | "RECALL_ENDED" };

/** Takes an accepted application back: the voter returns to paper, or applies anew while applications are taken. */
export function recall(
  db: Kysely<Database>,
  campaignId: string,
  accountId: string,
  now: number,
): Promise<Result<undefined, RecallError>> {
  return db.transaction().execute(async (tx): Promise<Result<undefined, RecallError>> => {
    const campaign = await campaignRow(tx, campaignId, "at-once");
    if (campaign === undefined) return err({ code: "UNKNOWN_CAMPAIGN" });
    const account = await lockAccount(tx, accountId);
    const application = await newestApplication(tx, campaignId, accountId);
    if (application?.state !== "accepted") return err({ code: "NO_APPLICATION" });
    if (!canRecall(campaign, application.state, now)) return err({ code: "RECALL_ENDED" });
    const { numUpdatedRows } = await tx
      .updateTable("application")
      .set({ state: "recalled" })
      .where("id", "=", application.id)
      // An appeal of somebody else may have put it out this moment.
      .where("state", "=", "accepted")
      .executeTakeFirst();
    if (numUpdatedRows !== 1n) return err({ code: "NO_APPLICATION" });
    await addEvents(tx, application.id, now, ["recalled"]);
    await tell(tx, accountId, ["recalled"], now, [account.email]);
    return ok(undefined);
  });
}
