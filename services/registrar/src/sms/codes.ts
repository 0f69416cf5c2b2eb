import type { SendCodeAnswer } from "@veche/api/portal";
import { assert, err, ok, type RandomBytes, type Result } from "@veche/base";
import { type Kysely, sql, type Transaction } from "kysely";
import type { Database } from "../database/schema.ts";
import { DAY_MS, MOSCOW_OFFSET_MS, moscowDayStart, nextMoscowDay } from "../moscow-day.ts";
import { type CodePurpose, codeMessage, isHostShortEnough, type Language } from "./code-message.ts";
import { hashNewCode, isCode, newCode } from "./code-value.ts";
import type { Messenger } from "./messenger.ts";
import { maskTelephone } from "./telephone.ts";

/** L27. Times in ms. */
export const CODE_VALID_MS = 600_000;
export const CODE_AGAIN_MS = 60_000;
export const CODE_ATTEMPTS = 5;
export const CODES_A_DAY = 10;
/** To one number, from all accounts that have not confirmed it. */
export const CODES_A_DAY_TO_A_NUMBER = 20;

/** What a code confirms: it is good for nothing else. `subject`: a campaign, or empty. */
export type CodeScope = { readonly account: string; readonly purpose: CodePurpose; readonly subject: string };
export type SendCode = CodeScope & {
  readonly telephone: string;
  readonly language: Language;
  readonly now: number;
};
export type SendCodeError = {
  readonly code: "CODE_TOO_SOON" | "CODE_LIMIT" | "NUMBER_LIMIT" | "CODE_NOT_SENT";
  readonly retryAfterSeconds: number;
};
export type ConfirmCode = CodeScope & {
  readonly code: string;
  /** If given, only a code that went to this number counts. */
  readonly telephone?: string | undefined;
  readonly now: number;
};
export type ConfirmCodeError =
  | { readonly code: "CODE_WRONG"; readonly attemptsLeft: number }
  | { readonly code: "CODE_ENDED" };

/** Codes by SMS (L27): hashed, short-lived, few attempts, few a day. All limits are kept by the database, so any number of processes may ask. */
export class SmsCodes {
  readonly #db: Kysely<Database>;
  readonly #messenger: Messenger;
  readonly #random: RandomBytes;
  readonly #host: string;
  readonly #toANumber: number;

  /** `host`: name of the portal, without scheme and port; `isHostShortEnough` says which will do. */
  constructor(parts: {
    readonly db: Kysely<Database>;
    readonly messenger: Messenger;
    readonly random: RandomBytes;
    readonly host: string;
    /** Instead of `CODES_A_DAY_TO_A_NUMBER`. */
    readonly toANumber?: number | undefined;
  }) {
    assert(isHostShortEnough(parts.host), `no code fits two parts of an SMS beside ${parts.host}`);
    this.#db = parts.db;
    this.#messenger = parts.messenger;
    this.#random = parts.random;
    this.#host = parts.host;
    this.#toANumber = parts.toANumber ?? CODES_A_DAY_TO_A_NUMBER;
  }

  async send(request: SendCode): Promise<Result<SendCodeAnswer, SendCodeError>> {
    const { account, purpose, telephone, language, now } = request;
    const code = newCode(this.#random);
    const stored = await this.#store(request, code);
    if (!stored.ok) return stored;
    const expiresAt = now + CODE_VALID_MS;
    const text = codeMessage(purpose, code, language, this.#host);
    const sent = await this.#messenger.send({ account, purpose, telephone, text, expiresAt, now });
    if (!sent.ok) {
      // What surely did not go out neither counts nor makes anybody wait. What may arrive stays valid.
      if (!sent.error.isUnsure)
        await this.#db.deleteFrom("sms_code").where("id", "=", stored.value.id).execute();
      return err({ code: "CODE_NOT_SENT", retryAfterSeconds: CODE_AGAIN_MS / 1000 });
    }
    const { leftToday } = stored.value;
    return ok({
      telephone: maskTelephone(telephone),
      sentAt: now,
      againAt: now + CODE_AGAIN_MS,
      expiresAt,
      leftToday,
    });
  }

  /** Right: every code of this purpose and subject is used up. Wrong: each that is still valid has one attempt less. */
  async confirm(request: ConfirmCode): Promise<Result<{ readonly telephone: string }, ConfirmCodeError>> {
    return this.#db.transaction().execute(async (trx) => {
      await lockAccount(trx, request.account);
      const live = await liveCodes(trx, request);
      if (live.length === 0) return err({ code: "CODE_ENDED" });
      // All are compared, also after a hit, so that the time taken says nothing.
      const [hit] = live.filter((row) => isCode(request.code, row));
      if (hit !== undefined) {
        await useUp(trx, request);
        return ok({ telephone: hit.telephone });
      }
      const ids = live.map(({ id }) => id);
      await trx
        .updateTable("sms_code")
        .set((eb) => ({ attempts_left: eb("attempts_left", "-", 1) }))
        .where("id", "in", ids)
        .execute();
      const attemptsLeft = Math.max(...live.map((row) => row.attempts_left)) - 1;
      return attemptsLeft > 0 ? err({ code: "CODE_WRONG", attemptsLeft }) : err({ code: "CODE_ENDED" });
    });
  }

  /**
   * Removes what no limit needs any more: codes of earlier days, and of today's expired ones all but the day (P4). To be called every few
   * minutes.
   */
  async forget(now: number): Promise<void> {
    const expired = this.#db.deleteFrom("sms_code").where("expires_at", "<=", now);
    await expired.where("sent_at", "<", moscowDayStart(now)).execute();
    await this.#db
      .updateTable("sms_code")
      .set({ sent_at: DAY_OF_SENDING, expires_at: DAY_OF_SENDING })
      .where("expires_at", "<=", now)
      .execute();
  }

  /** Keeps a place among the day's codes before anything is sent, so that requests at the same time cannot exceed the limits. */
  #store(
    { account, purpose, subject, telephone, now }: SendCode,
    code: string,
  ): Promise<Result<{ readonly id: number; readonly leftToday: number }, SendCodeError>> {
    return this.#db.transaction().execute(async (trx) => {
      await lockAccount(trx, account);
      const dayStart = moscowDayStart(now);
      const recent = await trx
        .selectFrom("sms_code")
        .select(["purpose", "subject", "sent_at", "used", "attempts_left"])
        .where("account", "=", account)
        // A minute more than the day: who asked just before midnight waits all the same.
        .where("sent_at", ">", dayStart - CODE_AGAIN_MS)
        .execute();
      // A code that can still be typed is waited for; one that was guessed at too often is as good as used.
      const isLive = (row: (typeof recent)[number]): boolean => !row.used && row.attempts_left > 0;
      const waiting = recent.filter(
        (row) => row.purpose === purpose && row.subject === subject && isLive(row),
      );
      const againAt = Math.max(0, ...waiting.map(({ sent_at }) => sent_at + CODE_AGAIN_MS));
      if (now < againAt) return err({ code: "CODE_TOO_SOON", ...retryAfter(againAt, now) });
      const countToday = recent.filter(({ sent_at }) => sent_at >= dayStart).length;
      if (countToday >= CODES_A_DAY)
        return err({ code: "CODE_LIMIT", ...retryAfter(nextMoscowDay(now), now) });
      if (await isNumberFull(trx, { account, telephone }, this.#toANumber, dayStart))
        return err({ code: "NUMBER_LIMIT", ...retryAfter(nextMoscowDay(now), now) });
      const { id } = await trx
        .insertInto("sms_code")
        .values({
          ...{ account, purpose, subject, telephone },
          ...hashNewCode(code, this.#random),
          sent_at: now,
          expires_at: now + CODE_VALID_MS,
          attempts_left: CODE_ATTEMPTS,
          used: false,
        })
        .returning("id")
        .executeTakeFirstOrThrow();
      return ok({ id, leftToday: CODES_A_DAY - countToday - 1 });
    });
  }
}

const retryAfter = (at: number, now: number): { readonly retryAfterSeconds: number } => ({
  retryAfterSeconds: Math.max(1, Math.ceil((at - now) / 1000)),
});

/** One request at a time for each account, also while it has no code yet; ends with the transaction. */
async function lockAccount(trx: Transaction<Database>, account: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${account}, 0))`.execute(trx);
}

/**
 * ⚔ Many accounts could flood the telephone of somebody who has none. Whoever has confirmed the number is not counted: nobody else can
 * keep a voter's own codes from them. Locked after the account, always in this order.
 */
async function isNumberFull(
  trx: Transaction<Database>,
  { account, telephone }: { readonly account: string; readonly telephone: string },
  most: number,
  dayStart: number,
): Promise<boolean> {
  const own = await trx
    .selectFrom("account")
    .select("id")
    .where("id", "=", account)
    .where("telephone", "=", telephone)
    .where("telephone_confirmed_at", "is not", null)
    .executeTakeFirst();
  if (own !== undefined) return false;
  await sql`select pg_advisory_xact_lock(hashtextextended(${telephone}, 1))`.execute(trx);
  const { count } = await trx
    .selectFrom("sms_code")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("telephone", "=", telephone)
    .where("sent_at", ">=", dayStart)
    .executeTakeFirstOrThrow();
  return count >= most;
}

function liveCodes(trx: Transaction<Database>, { account, purpose, subject, telephone, now }: ConfirmCode) {
  return trx
    .selectFrom("sms_code")
    .select(["id", "salt", "code_hash", "telephone", "attempts_left"])
    .where("account", "=", account)
    .where("purpose", "=", purpose)
    .where("subject", "=", subject)
    .where("used", "=", false)
    .where("expires_at", ">", now)
    .where("attempts_left", ">", 0)
    .$if(telephone !== undefined, (query) => query.where("telephone", "=", telephone as string))
    .execute();
}

/** Beginning of the Moscow day in which a code was sent. */
const DAY_OF_SENDING = sql<number>`sent_at - mod(sent_at + ${MOSCOW_OFFSET_MS}, ${DAY_MS})`;

/**
 * ⚔ Of a used code only the day stays, which the daily limit needs: the time of a code for `issue`, beside the public log, would join a
 * person to an entry (P4).
 */
async function useUp(trx: Transaction<Database>, { account, purpose, subject }: CodeScope): Promise<void> {
  await trx
    .updateTable("sms_code")
    .set({ used: true, sent_at: DAY_OF_SENDING, expires_at: DAY_OF_SENDING })
    .where("account", "=", account)
    .where("purpose", "=", purpose)
    .where("subject", "=", subject)
    .execute();
}
