import type { Issued, Issuing } from "@veche/api";
import { err, type Result } from "@veche/base";
import type { PersonId } from "@veche/election/person";
import type { Accounts } from "./accounts.ts";
import { Attempts } from "./attempts.ts";
import { type Checked, Registrar, type RegistrarParts } from "./registrar.ts";
import { isSecret, secretHash } from "./roll/letter-secret.ts";
import type { Account } from "./roll/make-roll.ts";

const UNKNOWN_VOTER = new Uint8Array(32);

/** Issuing to whoever has the secret of a letter: an election without a portal. */
export class LetterRegistrar extends Registrar {
  readonly #accounts: Accounts;
  readonly #attempts: Attempts;
  readonly #electionId: Uint8Array;

  constructor(parts: Omit<RegistrarParts, "accounts">, accounts: Accounts) {
    super({ ...parts, accounts: { find: async (person: PersonId) => accounts.get(person) } });
    this.#accounts = accounts;
    this.#attempts = new Attempts(parts.now);
    this.#electionId = parts.ledger.follower.electionId;
  }

  async issue({ voter, secret, style, blinded }: Issuing): Promise<Checked<Issued>> {
    const account = this.#authenticate(voter, secret);
    if (!account.ok) return account;
    const known = await this.known();
    if (!known.ok) return known;
    const index = known.value.election.manifest.styles.findIndex(({ id }) => id === style);
    return this.issueFor(account.value, { style: index, blinded });
  }

  #authenticate(voter: string, secret: string): Result<Account, "SECRET_WRONG" | "LETTER_LOCKED"> {
    const account = this.#accounts.get(voter);
    if (account !== undefined && this.#attempts.isLocked(voter)) return err("LETTER_LOCKED");
    const given = secretHash(this.#electionId, voter, secret);
    const isRight = isSecret(given, account?.secretHash ?? UNKNOWN_VOTER);
    if (account === undefined || !isRight) {
      if (account !== undefined) this.#attempts.wrong(voter);
      return err("SECRET_WRONG");
    }
    this.#attempts.right(voter);
    return { ok: true, value: account };
  }
}
