import { assert, type Bytes, equalBytes, err, ok, type RandomBytes, type Result } from "@veche/base";
import { proveEquality } from "@veche/crypto";
import {
  addScalars,
  encodePoint,
  equalPoints,
  multiply,
  multiplyBase,
  type Point,
  type Scalar,
} from "@veche/group";
import type { Attempt } from "../ceremony/attempt.ts";
import { type BackupError, decodeBackup, encodeBackup } from "../ceremony/backup.ts";
import { type CanaryBody, type CanaryStage, canaryPoint, canaryStatement } from "../ceremony/canary.ts";
import type { Dealing } from "../ceremony/dealing.ts";
import type { Commitments, ElectionKeys } from "../ceremony/keys.ts";
import { encodePoints } from "../ceremony/points.ts";
import { shareIsRight } from "../ceremony/receiving.ts";
import { type ClosedElection, tallyOf } from "./closed.ts";
import { type DecryptionBody, decryptionStatement } from "./decryption.ts";
import { headHash } from "./head.ts";
import { checkGround, equalKept, type GroundRefusal, type KeptHead, type ReleaseGround } from "./release.ts";

export type AssembleError = {
  readonly code: "SHARE_MISSING" | "SHARE_WRONG";
  readonly dealer: number;
};

export type DecryptionRefusal =
  | { readonly code: "ELECTION_DIFFERS" | "HEAD_NOT_KEPT" | "NOTHING_TO_DECRYPT" }
  | GroundRefusal;

/**
 * Trustee j's share x_j. ⚔ It is multiplied into canary points and the final aggregates, both derived here, and
 * into nothing else (§03.5.5): no method takes a point. Whoever could have a point of choice multiplied would open
 * single ballots with the answers of k trustees.
 */
export class TrusteeShare {
  readonly attempt: Attempt;
  readonly trustee: number;
  readonly #share: Scalar;
  readonly #key: Point;

  private constructor(attempt: Attempt, trustee: number, share: Scalar) {
    this.attempt = attempt;
    this.trustee = trustee;
    this.#share = share;
    this.#key = multiplyBase(share);
  }

  /**
   * x_j = Σ_i f_i(j), its own f_j(j) included (§03.4.1). Every share is checked against its dealer's commitments.
   *
   * @param commitments of all dealers alive in the attempt that succeeded.
   * @param received by dealer: from `judgeShares`, or from `judgeAnswer` where this trustee complained (§03.2.6).
   */
  static assemble(
    dealing: Dealing,
    commitments: Commitments,
    received: ReadonlyMap<number, Scalar>,
  ): Result<TrusteeShare, AssembleError> {
    const { trustee } = dealing;
    assert(commitments.has(trustee), "an excluded trustee has no share");
    let sum = 0n;
    for (const [dealer, points] of commitments) {
      const share = dealer === trustee ? dealing.ownShare() : received.get(dealer);
      if (share === undefined) return err({ code: "SHARE_MISSING", dealer });
      if (!shareIsRight(points, trustee, share)) return err({ code: "SHARE_WRONG", dealer });
      sum = addScalars(sum, share);
    }
    return ok(new TrusteeShare(dealing.attempt, trustee, sum));
  }

  /**
   * The share of a backup, read back at once after writing and whenever it is needed.
   *
   * @param keys those of the ledger: x_j·B must be Y_j.
   */
  static restore(bytes: Bytes, keys: ElectionKeys): Result<TrusteeShare, BackupError> {
    const backup = decodeBackup(bytes);
    if (!backup.ok) return backup;
    const { attempt, trustee, kind, scalars } = backup.value;
    const [scalar] = scalars;
    if (kind !== "share" || scalar === undefined || scalars.length !== 1) {
      return err({ code: "BACKUP_MALFORMED" });
    }
    const share = new TrusteeShare(attempt, trustee, scalar);
    const key = keys.shares.get(trustee);
    if (key === undefined || !equalPoints(key, share.#key)) return err({ code: "BACKUP_OF_ANOTHER_KEY" });
    return ok(share);
  }

  /** The share itself, to be written under a passphrase on two media (L16). Secret. */
  backup(): Bytes {
    const { attempt, trustee } = this;
    return encodeBackup({ attempt, trustee, kind: "share", scalars: [this.#share] });
  }

  /** Body of `canary` (§03.5.2). */
  proveCanary(stage: CanaryStage, randomBytes: RandomBytes): CanaryBody {
    const { attempt, trustee } = this;
    const image = multiply(canaryPoint(attempt, stage), this.#share);
    const statement = canaryStatement(attempt, stage, trustee, this.#key, image);
    const proof = proveEquality(statement, this.#share, randomBytes);
    return { attempt: attempt.attempt, point: encodePoint(image), proof, stage, trustee };
  }

  /**
   * Body of `decryption` (§08.4.1), for the aggregates that follow from `closed` and nothing else.
   *
   * @param kept the head this trustee signed; it must be that of `closed`.
   * @param ground why the release is safe (§08.3.3).
   */
  proveDecryption(
    closed: ClosedElection,
    kept: KeptHead,
    ground: ReleaseGround,
    randomBytes: RandomBytes,
  ): Result<DecryptionBody, DecryptionRefusal> {
    const { trustee } = this;
    const { electionId } = closed.election;
    if (!this.#belongsTo(closed)) return err({ code: "ELECTION_DIFFERS" });
    const { aggregates, head } = tallyOf(closed);
    if (!equalKept(kept, { electionId, trustee, head })) return err({ code: "HEAD_NOT_KEPT" });
    const released = checkGround(closed, head, ground);
    if (!released.ok) return released;
    if (aggregates.length === 0) return err({ code: "NOTHING_TO_DECRYPT" });
    const images = aggregates.map(({ alpha }) => multiply(alpha, this.#share));
    const task = { electionId, head: headHash(electionId, head) };
    const statement = decryptionStatement(task, aggregates, trustee, this.#key, images);
    const proof = proveEquality(statement, this.#share, randomBytes);
    return ok({ points: encodePoints(images), proof, trustee });
  }

  #belongsTo({ election, attempt, alive }: ClosedElection): boolean {
    const sameAttempt = attempt === this.attempt.attempt;
    return sameAttempt && equalBytes(election.electionId, this.attempt.electionId) && alive.has(this.trustee);
  }
}
