import { type Bytes, concat, err, ok, type Result, toHex } from "@veche/base";
import { encodeCiphertext } from "@veche/crypto";
import {
  type BallotParts,
  type Decryption,
  type DecryptionBody,
  type DecryptionError,
  type DecryptionTask,
  encodeBallot,
} from "@veche/election";
import { decodePoint, encodePoint, POINT_BYTES, type Point } from "@veche/group";
import type { Checks } from "@veche/ledger";
import { type Question, questionKey, type Verdict } from "./question.ts";

/** What workers have answered so far, by the name of the question. */
export type Verdicts = ReadonlyMap<string, Verdict>;

/**
 * How to go on when a question has no answer yet. `judging`: as if all were well, to find out what else is asked; nothing is
 * changed on the strength of it. `applying`: the block is worked out in vain; ballots and decryptions count as wrong then, as
 * the state machine relies on the form of those that are right.
 */
export type Meanwhile = "judging" | "applying";

/**
 * `Checks` that answer from a table and collect what the table does not know. The main thread never verifies: it asks,
 * waits for the workers, and runs the state machine again.
 */
export class AskingChecks {
  /** Questions without an answer. If there is none, whatever came out is final. */
  readonly unknown = new Map<string, Question>();
  /** Every question that was asked. */
  readonly asked = new Set<string>();
  readonly checks: Checks;
  readonly #verdicts: Verdicts;

  /** @param contextId names what ballots are verified under; asked for only when there is a ballot. */
  constructor(verdicts: Verdicts, meanwhile: Meanwhile, contextId: () => string) {
    this.#verdicts = verdicts;
    const isHopeful = meanwhile === "judging";
    const ballot = (parts: BallotParts, hash: Bytes): Verdict | undefined =>
      this.#verdict(`ballot ${toHex(hash)}`, () => ({
        kind: "ballot",
        context: contextId(),
        ballot: encodeBallot(parts),
      }));
    const rightOr = (verdict: Verdict | undefined, otherwise: boolean): boolean =>
      verdict === undefined ? otherwise : verdict === "RIGHT";
    this.checks = {
      ballotForm: (parts, hash) => {
        const verdict = ballot(parts, hash);
        return verdict === undefined ? isHopeful : verdict !== "MALFORMED";
      },
      ballotProofs: (parts, hash) => rightOr(ballot(parts, hash), isHopeful),
      token: (moduli, message, signatures) =>
        rightOr(this.#ask({ kind: "token", moduli, message, signatures }), true),
      signature: (key, message, signature) =>
        rightOr(this.#ask({ kind: "signature", key, message, signature }), true),
      issueSignature: (key, message, signature) =>
        rightOr(this.#ask({ kind: "issueSignature", key, message, signature }), true),
      issuerKey: (key) => rightOr(this.#ask({ kind: "issuerKey", ...key }), true),
      decryption: (task, body, shareKey) => this.#decryption(task, body, shareKey, isHopeful),
    };
  }

  #ask(question: Question): Verdict | undefined {
    return this.#verdict(questionKey(question), () => question);
  }

  #verdict(key: string, question: () => Question): Verdict | undefined {
    this.asked.add(key);
    const verdict = this.#verdicts.get(key);
    if (verdict === undefined && !this.unknown.has(key)) this.unknown.set(key, question());
    return verdict;
  }

  #decryption(
    { electionId, head, aggregates }: DecryptionTask,
    { points, proof, trustee }: DecryptionBody,
    shareKey: Point,
    isHopeful: boolean,
  ): Result<Decryption, DecryptionError> {
    const verdict = this.#ask({
      kind: "decryption",
      electionId,
      head,
      aggregates: concat(...aggregates.map(encodeCiphertext)),
      points,
      proof,
      trustee,
      shareKey: encodePoint(shareKey),
    });
    const decoded = decodePoints(points);
    if (verdict === "MALFORMED" || decoded === undefined) return err({ code: "DECRYPTION_NOT_POINTS" });
    return verdict === "RIGHT" || (verdict === undefined && isHopeful)
      ? ok({ trustee, points: decoded })
      : err({ code: "DECRYPTION_PROOF" });
  }
}

function decodePoints(bytes: Bytes): readonly Point[] | undefined {
  const points: Point[] = [];
  for (let at = 0; at < bytes.length; at += POINT_BYTES) {
    const point = decodePoint(bytes.subarray(at, at + POINT_BYTES));
    if (point === undefined) return undefined;
    points.push(point);
  }
  return points;
}
