import { assert, type Bytes, err, ok, type RandomBytes, type Result } from "@veche/base";
import { commit, evaluate, type Polynomial, randomPolynomial } from "@veche/crypto";
import { encodeScalar, type Point, type Scalar } from "@veche/group";
import type { Attempt } from "./attempt.ts";
import { type BackupError, decodeBackup, encodeBackup } from "./backup.ts";
import { type CommitBody, commitmentsHash, encodeCommitments, proveDealer } from "./commitments.ts";
import { encodeSharePlaintext } from "./share-plaintext.ts";

/**
 * Dealer i's secret side of one attempt (§03.2.1). The polynomial does not leave this object but as the shares
 * of others, one for each, and in `backup`.
 */
export class Dealing {
  readonly attempt: Attempt;
  readonly trustee: number;
  readonly #polynomial: Polynomial;
  readonly #points: readonly Point[];

  constructor(attempt: Attempt, trustee: number, polynomial: Polynomial) {
    assert(polynomial.length >= 2, "one trustee alone must not know the key");
    this.attempt = attempt;
    this.trustee = trustee;
    this.#polynomial = polynomial;
    this.#points = commit(polynomial);
  }

  /** C_i0 … C_i(k−1). */
  get commitments(): readonly Point[] {
    return this.#points;
  }

  /** `hash` of `trustee-hash`. */
  hash(): Bytes {
    return commitmentsHash(this.attempt, this.trustee, encodeCommitments(this.#points));
  }

  /** Body of `trustee-commit`, to be sent once the hashes of all alive trustees stand on the ledger. */
  commitBody(randomBytes: RandomBytes): CommitBody {
    const commitments = encodeCommitments(this.#points);
    const [secret] = this.#polynomial as [Scalar];
    const proof = proveDealer(this.attempt, this.trustee, commitments, secret, randomBytes);
    return { trustee: this.trustee, commitments, proof };
  }

  /** Plaintext for the age file to `receiver` (§03.2.3). Secret. */
  sharePlaintext(receiver: number): Bytes {
    assert(receiver !== this.trustee, "nobody sends a share to itself");
    const route = { ...this.attempt, dealer: this.trustee, receiver };
    return encodeSharePlaintext(route, evaluate(this.#polynomial, receiver));
  }

  /**
   * `share` of `trustee-answer` (§03.2.6): makes f_i(complainer) public.
   *
   * @param complaints `against` of every complaint on the ledger, by complainer. An answer that nobody asked for
   *   would be one step towards publishing the polynomial.
   */
  answer(complainer: number, complaints: ReadonlyMap<number, readonly number[]>): Bytes {
    assert(complaints.get(complainer)?.includes(this.trustee) === true, "an answer needs a complaint");
    return encodeScalar(evaluate(this.#polynomial, complainer));
  }

  /** f_i(i), this trustee's part of its own share. Secret. */
  ownShare(): Scalar {
    return evaluate(this.#polynomial, this.trustee);
  }

  /** The polynomial, to be written under a passphrase on both media before `hash` is sent. Secret. */
  backup(): Bytes {
    return encodeBackup({
      attempt: this.attempt,
      trustee: this.trustee,
      kind: "polynomial",
      scalars: this.#polynomial,
    });
  }
}

/** A fresh polynomial of k coefficients, for one attempt only (§03.2.1). */
export function deal(attempt: Attempt, trustee: number, quorum: number, randomBytes: RandomBytes): Dealing {
  return new Dealing(attempt, trustee, randomPolynomial(quorum, randomBytes));
}

/** The dealing of a backup: a trustee's tool stops between the steps of the ceremony, which take days. */
export function restoreDealing(bytes: Bytes): Result<Dealing, BackupError> {
  const backup = decodeBackup(bytes);
  if (!backup.ok) return backup;
  const { attempt, trustee, kind, scalars } = backup.value;
  if (kind !== "polynomial" || scalars.length < 2) return err({ code: "BACKUP_MALFORMED" });
  return ok(new Dealing(attempt, trustee, scalars));
}
