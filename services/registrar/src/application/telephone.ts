import { err, ok, type Result } from "@veche/base";
import type { Kysely } from "kysely";
import type { Database } from "../database/schema.ts";
import { addEvents, lockAccount, telephoneFacts, tell } from "./store.ts";

export type TelephoneError = { readonly code: "NUMBER_SHARED" | "NUMBER_AT_RISK" };

/**
 * Another number for an account and its running applications; the caller has confirmed it with a code. ⚔ L26 The old number and
 * the e-mail are told: a thief of an account cannot move its codes in silence. The rules for numbers are those of an application,
 * the strictest of the campaigns that the account takes part in.
 */
export function changeTelephone(
  db: Kysely<Database>,
  change: { readonly account: string; readonly telephone: string; readonly now: number },
): Promise<Result<undefined, TelephoneError>> {
  const { account: id, telephone, now } = change;
  return db.transaction().execute(async (tx): Promise<Result<undefined, TelephoneError>> => {
    const account = await lockAccount(tx, id);
    const running = await tx
      .selectFrom("application")
      .innerJoin("campaign", "campaign.id", "application.campaign")
      .select([
        "application.id",
        "application.campaign",
        "application.telephone",
        "campaign.telephone_accounts_max as accountsMax",
      ])
      .where("application.account", "=", id)
      .where("application.state", "=", "accepted")
      .where("campaign.voting_until", ">", now)
      .execute();
    // Without an application the number is still locked, and held against the list.
    for (const { campaign, accountsMax } of running.length > 0 ? running : [NO_CAMPAIGN]) {
      const facts = await telephoneFacts(tx, { telephone, account: id, campaign });
      if (facts.isAtRisk) return err({ code: "NUMBER_AT_RISK" });
      if (facts.accounts > accountsMax) return err({ code: "NUMBER_SHARED" });
    }
    const changed = running.filter((one) => one.telephone !== telephone);
    for (const { id: application } of changed) {
      await tx.updateTable("application").set({ telephone }).where("id", "=", application).execute();
      await addEvents(tx, application, now, ["telephone-changed"]);
    }
    await tx
      .updateTable("account")
      .set({ telephone, telephone_confirmed_at: now })
      .where("id", "=", id)
      .execute();
    const old = account.telephone_confirmed_at === null ? "" : account.telephone;
    const told = [old, ...changed.map((one) => one.telephone)].filter((number) => number !== telephone);
    if (told.some((number) => number !== "")) {
      await tell(tx, id, ["telephone-changed"], now, [account.email, ...told]);
    }
    return ok(undefined);
  });
}

const NO_CAMPAIGN = { campaign: "", accountsMax: Number.POSITIVE_INFINITY };
