import type { TotpEnrolAnswer } from "@veche/api/portal";
import { assert, err, ok, type RandomBytes, type Result, toHex } from "@veche/base";
import type { Kysely } from "kysely";
import { Secret, TOTP } from "otpauth";
import type { Database } from "../database/schema.ts";
import type { ConfirmCodeError } from "../sms/codes.ts";
import {
  type FactorRow,
  type FactorUnknown,
  factorsOf,
  factorUnknown,
  isInTime,
  moveCounter,
} from "./factor.ts";
import type { Seal } from "./seal.ts";
import { WrongCodes } from "./wrong-codes.ts";

/** RFC 6238 as every app has it: SHA-1, 30 s, six digits. */
const SHAPE = { algorithm: "SHA1", digits: 6, period: 30 } as const;
const STEP_MS = 30_000;
/** RFC 4226, 4 (R6): 160 bits recommended. */
const SECRET_BYTES = 20;
/** RFC 6238, 5.2: one step earlier or later, for clocks that differ. */
const WINDOW = 1;
const FACTORS_MAX = 5;

export type TotpError = ConfirmCodeError | FactorUnknown;

/** Codes from an app (RFC 6238). The secret is sealed in the database; each step of time counts once; five wrong codes lock for 15 minutes. */
export class TotpFactors {
  readonly #db: Kysely<Database>;
  readonly #seal: Seal;
  readonly #random: RandomBytes;
  readonly #issuer: string;
  readonly #wrong = new WrongCodes();

  /** `issuer`: what the app shows beside the codes. */
  constructor(parts: {
    readonly db: Kysely<Database>;
    readonly seal: Seal;
    readonly random: RandomBytes;
    readonly issuer: string;
  }) {
    this.#db = parts.db;
    this.#seal = parts.seal;
    this.#random = parts.random;
    this.#issuer = parts.issuer;
  }

  /** A new secret; it counts once a code of it was confirmed. What was never confirmed before is dropped. `label`: the account in the app. */
  async enrol(request: {
    readonly account: string;
    readonly label: string;
    readonly now: number;
  }): Promise<Result<TotpEnrolAnswer, { readonly code: "TOO_MANY" }>> {
    const { account, label, now } = request;
    const known = await factorsOf(this.#db, account, "totp");
    if (known.filter(({ confirmed_at }) => confirmed_at !== null).length >= FACTORS_MAX)
      return err({ code: "TOO_MANY" });
    const id = toHex(this.#random(16));
    const bytes = this.#random(SECRET_BYTES);
    await this.#db.transaction().execute(async (trx) => {
      await trx
        .deleteFrom("second_factor")
        .where("account", "=", account)
        .where("kind", "=", "totp")
        .where("confirmed_at", "is", null)
        .execute();
      await trx
        .insertInto("second_factor")
        .values({
          ...{
            id,
            account,
            kind: "totp",
            credential_id: null,
            counter: 0,
            enrolled_at: now,
            confirmed_at: null,
          },
          secret: this.#seal.close(bytes, placeOf({ id, account }), this.#random),
        })
        .execute();
    });
    const secret = secretOf(bytes);
    const uri = new TOTP({ ...SHAPE, issuer: this.#issuer, label, secret }).toString();
    return ok({ id, uri, secret: secret.base32 });
  }

  /** The first code of the app: from now on the factor counts, for elections whose cut-off is later. */
  async confirmEnrolment(request: {
    readonly account: string;
    readonly id: string;
    readonly code: string;
    readonly now: number;
  }): Promise<Result<undefined, TotpError>> {
    const { account, id, code, now } = request;
    const rows = await factorsOf(this.#db, account, "totp");
    const row = rows.find((one) => one.id === id && one.confirmed_at === null);
    if (row === undefined) return factorUnknown;
    const checked = await this.#check([row], account, code, now);
    if (!checked.ok) return checked;
    await this.#db.updateTable("second_factor").set({ confirmed_at: now }).where("id", "=", id).execute();
    return ok(undefined);
  }

  /** A code of any app that the account had confirmed before the cut-off. */
  async confirm(request: {
    readonly account: string;
    readonly code: string;
    readonly cutOff: number;
    readonly now: number;
  }): Promise<Result<undefined, TotpError>> {
    const { account, code, cutOff, now } = request;
    const rows = (await factorsOf(this.#db, account, "totp")).filter((row) => isInTime(row, cutOff));
    return rows.length === 0 ? factorUnknown : this.#check(rows, account, code, now);
  }

  async #check(
    rows: readonly FactorRow[],
    account: string,
    code: string,
    now: number,
  ): Promise<Result<undefined, ConfirmCodeError>> {
    // Counted before the comparison, so that guesses at the same time are counted one by one.
    const attemptsLeft = this.#wrong.take(account, now);
    if (attemptsLeft === undefined) return err({ code: "CODE_ENDED" });
    for (const row of rows) {
      const step = this.#stepOf(row, code, now);
      if (step === undefined || step <= row.counter) continue;
      if (!(await moveCounter(this.#db, row, step))) continue;
      this.#wrong.clear(account);
      return ok(undefined);
    }
    return attemptsLeft > 0 ? err({ code: "CODE_WRONG", attemptsLeft }) : err({ code: "CODE_ENDED" });
  }

  /** Number of the step of time to which the code belongs. */
  #stepOf(row: FactorRow, code: string, now: number): number | undefined {
    const bytes = this.#seal.open(row.secret, placeOf(row));
    assert(
      bytes !== undefined,
      "a TOTP secret cannot be opened: the data key is not the one it was sealed with",
    );
    const delta = new TOTP({ ...SHAPE, secret: secretOf(bytes) }).validate({
      token: code,
      timestamp: now,
      window: WINDOW,
    });
    return delta === null ? undefined : Math.floor(now / STEP_MS) + delta;
  }
}

const placeOf = ({ id, account }: { readonly id: string; readonly account: string }): string =>
  `second_factor totp ${account} ${id}`;
const secretOf = (bytes: Uint8Array): Secret => new Secret({ buffer: Uint8Array.from(bytes).buffer });
