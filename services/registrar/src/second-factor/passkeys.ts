import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { type Bytes, err, ok, type RandomBytes, type Result, toHex, utf8 } from "@veche/base";
import type { Kysely } from "kysely";
import type { Database } from "../database/schema.ts";
import { Challenges } from "./challenges.ts";
import {
  type FactorRow,
  type FactorUnknown,
  factorsOf,
  factorUnknown,
  isInTime,
  moveCounter,
} from "./factor.ts";

const CHALLENGE_BYTES = 32;
const FACTORS_MAX = 5;
/** COSE: EdDSA, ES256, RS256. */
const ALGORITHMS = [-8, -7, -257];

/** The site that passkeys belong to. `origin`: `https://portal…`, as the browser shows it; `rpId`: its host name. */
export type RelyingParty = { readonly name: string; readonly rpId: string; readonly origin: string };
export type PasskeyScope = { readonly account: string; readonly purpose: string; readonly subject: string };

/** Passkeys (WebAuthn Level 3). The person is verified by the device: a found telephone is not enough. */
export class Passkeys {
  readonly #db: Kysely<Database>;
  readonly #random: RandomBytes;
  readonly #site: RelyingParty;
  readonly #challenges = new Challenges();

  constructor(parts: {
    readonly db: Kysely<Database>;
    readonly random: RandomBytes;
    readonly site: RelyingParty;
  }) {
    this.#db = parts.db;
    this.#random = parts.random;
    this.#site = parts.site;
  }

  /** What the browser needs to make a passkey; `id` comes back with its answer. `label`: the account as the device shows it. */
  async enrolOptions(request: {
    readonly account: string;
    readonly label: string;
    readonly now: number;
  }): Promise<
    Result<
      { readonly id: string; readonly options: PublicKeyCredentialCreationOptionsJSON },
      { readonly code: "TOO_MANY" }
    >
  > {
    const { account, label, now } = request;
    const known = await factorsOf(this.#db, account, "passkey");
    if (known.length >= FACTORS_MAX) return err({ code: "TOO_MANY" });
    const id = toHex(this.#random(16));
    const options = await generateRegistrationOptions({
      ...{ rpName: this.#site.name, rpID: this.#site.rpId, userName: label, userDisplayName: label },
      userID: plain(utf8(account)),
      challenge: plain(this.#random(CHALLENGE_BYTES)),
      attestationType: "none",
      excludeCredentials: known.map(({ credential_id }) => ({ id: credential_id ?? "" })),
      authenticatorSelection: { residentKey: "discouraged", userVerification: "required" },
      supportedAlgorithmIDs: ALGORITHMS,
    });
    this.#challenges.keep(options.challenge, enrolScope(account, id), now);
    return ok({ id, options });
  }

  /** `response`: JSON of the browser, unchecked. */
  async enrol(request: {
    readonly account: string;
    readonly id: string;
    readonly response: unknown;
    readonly now: number;
  }): Promise<Result<undefined, FactorUnknown>> {
    const { account, id, response, now } = request;
    const verified = await withoutThrowing(() =>
      verifyRegistrationResponse({
        response: response as RegistrationResponseJSON,
        expectedChallenge: (challenge) => this.#challenges.take(challenge, enrolScope(account, id), now),
        ...this.#expected(),
        supportedAlgorithmIDs: ALGORITHMS,
      }),
    );
    if (verified?.verified !== true) return factorUnknown;
    const { credential } = verified.registrationInfo;
    const added = await this.#db
      .insertInto("second_factor")
      .values({
        ...{ id, account, kind: "passkey", enrolled_at: now, confirmed_at: now },
        ...{ secret: credential.publicKey, credential_id: credential.id, counter: credential.counter },
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return added.numInsertedOrUpdatedRows === 1n ? ok(undefined) : factorUnknown;
  }

  /** What the browser needs to prove a passkey, for this purpose and subject alone. FACTOR_UNKNOWN: none was there before the cut-off. */
  async challenge(
    request: PasskeyScope & { readonly cutOff: number; readonly now: number },
  ): Promise<Result<PublicKeyCredentialRequestOptionsJSON, FactorUnknown>> {
    const rows = await this.#inTime(request);
    if (rows.length === 0) return factorUnknown;
    const options = await generateAuthenticationOptions({
      rpID: this.#site.rpId,
      allowCredentials: rows.map(({ credential_id }) => ({ id: credential_id ?? "" })),
      challenge: plain(this.#random(CHALLENGE_BYTES)),
      userVerification: "required",
    });
    this.#challenges.keep(options.challenge, scopeOf(request), request.now);
    return ok(options);
  }

  /** `assertion`: JSON of the browser, unchecked. */
  async confirm(
    request: PasskeyScope & { readonly assertion: unknown; readonly cutOff: number; readonly now: number },
  ): Promise<Result<undefined, FactorUnknown>> {
    const response = request.assertion as AuthenticationResponseJSON;
    const rows = await this.#inTime(request);
    const row = rows.find(({ credential_id }) => credential_id !== null && credential_id === response?.id);
    if (row === undefined) return factorUnknown;
    const verified = await withoutThrowing(() =>
      verifyAuthenticationResponse({
        response,
        expectedChallenge: (challenge) => this.#challenges.take(challenge, scopeOf(request), request.now),
        ...this.#expected(),
        credential: { id: row.credential_id ?? "", publicKey: plain(row.secret), counter: row.counter },
      }),
    );
    if (verified?.verified !== true) return factorUnknown;
    return (await moveCounter(this.#db, row, verified.authenticationInfo.newCounter))
      ? ok(undefined)
      : factorUnknown;
  }

  #expected() {
    const { origin, rpId } = this.#site;
    return { expectedOrigin: origin, expectedRPID: rpId, requireUserVerification: true };
  }

  async #inTime({
    account,
    cutOff,
  }: {
    readonly account: string;
    readonly cutOff: number;
  }): Promise<readonly FactorRow[]> {
    return (await factorsOf(this.#db, account, "passkey")).filter((row) => isInTime(row, cutOff));
  }
}

/** JSON keeps the parts apart, whatever stands in them. */
const scopeOf = ({ account, purpose, subject }: PasskeyScope): string =>
  JSON.stringify([account, purpose, subject]);
const enrolScope = (account: string, id: string): string => JSON.stringify([account, "enrol", id, "passkey"]);
/** The library wants arrays with a buffer of their own. */
const plain = (bytes: Bytes): Uint8Array<ArrayBuffer> => Uint8Array.from(bytes);

/** The library throws on whatever a browser may send: to us that is one refusal. */
async function withoutThrowing<T>(verify: () => Promise<T>): Promise<T | undefined> {
  try {
    return await verify();
  } catch {
    return undefined;
  }
}
