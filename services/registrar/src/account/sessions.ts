import { type Bytes, type Clock, type RandomBytes, sha256, utf8 } from "@veche/base";
import type { Kysely } from "kysely";
import type { Database } from "../database/schema.ts";
import { isSame } from "./keys.ts";

export type Session = {
  /** SHA-256 of the cookie's value: what the table knows it by. */
  readonly idHash: Bytes;
  readonly account: string;
  /** What forms send back. */
  readonly csrf: string;
  /** When it ends unless something is done, ms. */
  readonly endsAt: number;
};

const MINUTE = 60_000;
const LIFE_MS = 20 * MINUTE;
/**
 * ⚔ P4 The table knows of a session's times no more than these steps: to the second they would say when somebody asked for a ballot. It
 * also means that a page that loads in twenty requests writes once.
 */
const STEP_MS = 5 * MINUTE;
const SECRET_BYTES = 32;

/**
 * Who is signed in: a random cookie of 256 bits, of which the table keeps the hash. It ends 20 to 25 minutes after the last request, at
 * sign-out, and at the next sign-in of the same browser; a value from before a sign-in is never taken over.
 */
export class Sessions {
  readonly #db: Kysely<Database>;
  readonly #now: Clock;
  readonly #randomBytes: RandomBytes;

  constructor(parts: {
    readonly db: Kysely<Database>;
    readonly now: Clock;
    readonly randomBytes: RandomBytes;
  }) {
    this.#db = parts.db;
    this.#now = parts.now;
    this.#randomBytes = parts.randomBytes;
  }

  /** The value for the cookie; `previous`: the cookie that the browser had, which ends. */
  async start(account: string, previous: string | undefined): Promise<string> {
    if (previous !== undefined) await this.end(previous);
    const value = this.#secret();
    const now = this.#now();
    await this.#db
      .insertInto("session")
      .values({
        id_hash: hashOf(value),
        account,
        csrf: this.#secret(),
        ...timesAt(now),
      })
      .execute();
    return value;
  }

  /** The session of a cookie, prolonged by being asked for. */
  async find(value: string): Promise<Session | undefined> {
    if (!/^[A-Za-z0-9_-]{43}$/.test(value)) return undefined;
    const idHash = hashOf(value);
    const now = this.#now();
    const row = await this.#db
      .selectFrom("session")
      .select(["account", "csrf", "expires_at"])
      .where("id_hash", "=", idHash)
      .where("expires_at", ">", now)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const times = timesAt(now);
    const endsAt = Math.max(row.expires_at, times.expires_at);
    if (endsAt > row.expires_at)
      await this.#db.updateTable("session").set(times).where("id_hash", "=", idHash).execute();
    return { idHash, account: row.account, csrf: row.csrf, endsAt };
  }

  async end(value: string): Promise<void> {
    await this.#db.deleteFrom("session").where("id_hash", "=", hashOf(value)).execute();
  }

  /** Removes those that have ended. */
  async forget(): Promise<void> {
    await this.#db.deleteFrom("session").where("expires_at", "<=", this.#now()).execute();
  }

  #secret(): string {
    return Buffer.from(this.#randomBytes(SECRET_BYTES)).toString("base64url");
  }
}

const timesAt = (now: number): { readonly seen_at: number; readonly expires_at: number } => ({
  seen_at: now - (now % STEP_MS),
  expires_at: STEP_MS * Math.ceil((now + LIFE_MS) / STEP_MS),
});

/** In constant time. */
export const isCsrf = (session: Session, given: unknown): boolean =>
  typeof given === "string" && isSame(utf8(session.csrf), utf8(given));

const hashOf = (value: string): Bytes => sha256(utf8(value));
