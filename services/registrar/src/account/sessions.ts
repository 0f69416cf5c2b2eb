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
/** A session is prolonged at most so often: a page that loads in twenty requests writes once. */
const TOUCH_MS = 30_000;
const SECRET_BYTES = 32;

/**
 * Who is signed in: a random cookie of 256 bits, of which the table keeps the hash. It ends 20 minutes after the last request, at
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
        seen_at: now,
        expires_at: now + LIFE_MS,
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
      .select(["account", "csrf", "seen_at", "expires_at"])
      .where("id_hash", "=", idHash)
      .where("expires_at", ">", now)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const isFresh = now - row.seen_at < TOUCH_MS;
    const endsAt = isFresh ? row.expires_at : now + LIFE_MS;
    if (!isFresh)
      await this.#db
        .updateTable("session")
        .set({ seen_at: now, expires_at: endsAt })
        .where("id_hash", "=", idHash)
        .execute();
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

/** In constant time. */
export const isCsrf = (session: Session, given: unknown): boolean =>
  typeof given === "string" && isSame(utf8(session.csrf), utf8(given));

const hashOf = (value: string): Bytes => sha256(utf8(value));
