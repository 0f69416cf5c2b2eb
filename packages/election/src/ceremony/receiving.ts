import { type Bytes, err, ok, type Result } from "@veche/base";
import { evaluateInExponent } from "@veche/crypto";
import { decodeScalar, equalPoints, multiplyBase, type Point, type Scalar } from "@veche/group";
import type { Attempt } from "./attempt.ts";
import type { Commitments } from "./keys.ts";
import { decodeSharePlaintext } from "./share-plaintext.ts";

/** f_i(j)·B = Σ_t j^t·C_it (§03.2.4): the share lies on the polynomial that its dealer committed to. */
export function shareIsRight(commitments: readonly Point[], receiver: number, share: Scalar): boolean {
  return equalPoints(multiplyBase(share), evaluateInExponent(commitments, receiver));
}

/** What a receiver holds after step `shares`: right shares by dealer, and whom it must complain against. */
export type Verdict = {
  readonly shares: ReadonlyMap<number, Scalar>;
  /** Ascending, ready for `trustee-complaint`; empty: confirm. */
  readonly against: readonly number[];
};

/**
 * Receiver j judges the shares of all other alive dealers (§03.2.4).
 *
 * @param commitments of all alive dealers.
 * @param plaintexts by dealer; a dealer whose age file did not open is missing.
 */
export function judgeShares(
  attempt: Attempt,
  receiver: number,
  commitments: Commitments,
  plaintexts: ReadonlyMap<number, Bytes>,
): Verdict {
  const shares = new Map<number, Scalar>();
  const against: number[] = [];
  for (const [dealer, points] of [...commitments].sort(([a], [b]) => a - b)) {
    if (dealer === receiver) continue;
    const bytes = plaintexts.get(dealer);
    const share = bytes && decodeSharePlaintext({ ...attempt, dealer, receiver }, bytes);
    if (share?.ok && shareIsRight(points, receiver, share.value)) shares.set(dealer, share.value);
    else against.push(dealer);
  }
  return { shares, against };
}

/** Why a `trustee-answer` is blamed (§03.2.6). */
export type AnswerError = { readonly code: "ANSWER_NOT_A_SCALAR" | "ANSWER_WRONG" };

/**
 * The share that a dealer published in answer to a complaint (§03.2.6). Nobody can tell what the age file held;
 * what counts is whether the dealer can show a right share now. If so the complainer uses it (⚔).
 *
 * @param commitments of the accused dealer.
 */
export function judgeAnswer(
  commitments: readonly Point[],
  complainer: number,
  answer: Bytes,
): Result<Scalar, AnswerError> {
  const share = decodeScalar(answer);
  if (share === undefined) return err({ code: "ANSWER_NOT_A_SCALAR" });
  return shareIsRight(commitments, complainer, share) ? ok(share) : err({ code: "ANSWER_WRONG" });
}
