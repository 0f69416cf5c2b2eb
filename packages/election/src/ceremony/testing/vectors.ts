import { type Bytes, concat, type RandomBytes, sha256, toHex, utf8 } from "@veche/base";
import { commit, proveEquality } from "@veche/crypto";
import {
  add,
  encodePoint,
  encodeScalar,
  IDENTITY,
  multiply,
  multiplyBase,
  negate,
  negateScalar,
  type Point,
  randomScalar,
  type Scalar,
} from "@veche/group";
import { seeded } from "../../ballot/testing/scene.ts";
import type { Attempt } from "../attempt.ts";
import { type CanaryBody, type CanaryStage, canaryPoint, canaryStatement } from "../canary.ts";
import { commitmentsHash, encodeCommitments, proveDealer } from "../commitments.ts";
import type { Dealing } from "../dealing.ts";
import { electionKeyHash } from "../keys.ts";
import { encodeSharePlaintext } from "../share-plaintext.ts";
import { ceremony, flipped, TOO_LARGE, trusteeShare } from "./ceremony.ts";

/** Vectors of the key ceremony with the names of the specification: byte strings are hexadecimal. */
export type CeremonyVectors = {
  readonly about: string;
  readonly commit: readonly CommitVector[];
  readonly share: readonly ShareVector[];
  readonly answer: readonly AnswerVector[];
  readonly keys: readonly KeysVector[];
  readonly canary: readonly CanaryVector[];
};

type Place = { readonly name: string; readonly electionId: string; readonly attempt: number };

export type CommitVector = Place & {
  readonly trustee: number;
  readonly quorum: number;
  readonly hash: string;
  readonly commitments: string;
  readonly proof: string;
  readonly outcome: "ACCEPTED" | "BLAMED" | "MALFORMED";
};

export type ShareVector = Place & {
  readonly dealer: number;
  readonly receiver: number;
  readonly commitments: string;
  readonly plaintext: string;
  readonly verdict: "confirm" | "complain";
};

export type AnswerVector = Place & {
  readonly dealer: number;
  readonly complainer: number;
  readonly commitments: string;
  readonly share: string;
  readonly outcome: "ACCEPTED" | "BLAMED";
};

export type KeysVector = Place & {
  /** By dealer. */
  readonly commitments: Readonly<Record<string, string>>;
  readonly issuerSet: readonly number[];
  /** Absent where the last `trustee-commit` is blamed. */
  readonly key?: string;
  readonly shares?: Readonly<Record<string, string>>;
  readonly openKey?: string;
  readonly outcome: "ACCEPTED" | "BLAMED";
};

export type CanaryVector = Place & {
  readonly stage: CanaryStage;
  readonly trustee: number;
  readonly canaryPoint: string;
  readonly shareKey: string;
  readonly point: string;
  readonly proof: string;
  readonly outcome: "ACCEPTED" | "BLAMED" | "MALFORMED";
};

const ABOUT =
  "Vectors for 03 and 01.6.2, 01.6.4. Byte strings are hexadecimal, all else is as named in the specification; " +
  "outcomes are those of 06.6, the verdict on a share that of 03.2.4. openKey is the key of 06.5.1.";

const QUORUM = 3;
const seededFor = (part: string): RandomBytes => seeded(`veche/v1 ceremony vectors: ${part}`);
const attempt: Attempt = { electionId: sha256(utf8("ceremony vectors")), attempt: 1 };
const otherElection: Attempt = { electionId: sha256(utf8("another election")), attempt: 1 };
const otherAttempt: Attempt = { ...attempt, attempt: 0 };
const run = ceremony(attempt, [1, 2, 3, 5], QUORUM, seededFor("run"));

const place = (name: string, of: Attempt = attempt): Place => ({
  name,
  electionId: toHex(of.electionId),
  attempt: of.attempt,
});
const dealing = (i: number): Dealing => run.dealings.get(i) as Dealing;
const commitmentsOf = (i: number): Bytes => encodeCommitments(dealing(i).commitments);

export function ceremonyVectors(): CeremonyVectors {
  return {
    about: ABOUT,
    commit: commitVectors(),
    share: shareVectors(),
    answer: answerVectors(),
    keys: keysVectors(),
    canary: canaryVectors(),
  };
}

function commitVectors(): readonly CommitVector[] {
  const randomBytes = seededFor("commit");
  const bodies = new Map([1, 2, 3, 5].map((i) => [i, dealing(i).commitBody(randomBytes)] as const));
  const proof = (i: number): Bytes => bodies.get(i)?.proof as Bytes;
  const vector = (
    name: string,
    outcome: CommitVector["outcome"],
    changed: Partial<Record<"hash" | "commitments" | "proof", Bytes>> & { readonly trustee?: number },
    of = attempt,
  ): CommitVector => {
    const { trustee = 2, commitments = commitmentsOf(2), proof: bytes = proof(2) } = changed;
    const hash = changed.hash ?? commitmentsHash(of, trustee, commitments);
    return {
      ...place(name, of),
      trustee,
      quorum: QUORUM,
      hash: toHex(hash),
      commitments: toHex(commitments),
      proof: toHex(bytes),
      outcome,
    };
  };
  const own = (i: number, name: string): CommitVector =>
    vector(name, "ACCEPTED", { trustee: i, commitments: commitmentsOf(i), proof: proof(i) });
  return [
    ...[1, 2, 3, 5].map((i) => own(i, `honest commit of trustee ${i}`)),
    flatCommit(vector, randomBytes),
    vector("commitments other than the hashed ones", "BLAMED", {
      hash: commitmentsHash(attempt, 2, commitmentsOf(3)),
    }),
    vector("hash of another attempt", "BLAMED", { hash: commitmentsHash(otherAttempt, 2, commitmentsOf(2)) }),
    vector("proof made in another attempt", "BLAMED", {}, otherAttempt),
    vector("proof made in another election", "BLAMED", {}, otherElection),
    vector("commit of trustee 2 repeated by trustee 3", "BLAMED", { trustee: 3 }),
    vector("last byte of the proof changed", "BLAMED", { proof: flipped(proof(2), 504) }),
    vector("z of the proof not below the order", "BLAMED", {
      proof: concat(proof(2).slice(0, 32), TOO_LARGE),
    }),
    rogueCommit(vector, randomBytes),
    vector("C_i0 is the identity", "BLAMED", {
      commitments: concat(encodePoint(IDENTITY), commitmentsOf(2).slice(32)),
    }),
    vector("C_i2 is no point", "BLAMED", { commitments: concat(commitmentsOf(2).slice(0, 64), TOO_LARGE) }),
    vector("one commitment too few", "MALFORMED", { commitments: commitmentsOf(2).slice(32) }),
  ];
}

type MakeCommit = (
  name: string,
  outcome: CommitVector["outcome"],
  changed: { readonly commitments: Bytes; readonly proof: Bytes },
) => CommitVector;

function flatCommit(make: MakeCommit, randomBytes: RandomBytes): CommitVector {
  const secret = randomScalar(randomBytes);
  const commitments = encodeCommitments(commit([secret, 0n, secret]));
  const proof = proveDealer(attempt, 2, commitments, secret, randomBytes);
  return make("C_i1 is the identity, which only C_i0 must not be", "ACCEPTED", { commitments, proof });
}

/** C_i0 is minus the others' sum plus a·B: whoever had it would know the election's key a. */
function rogueCommit(make: MakeCommit, randomBytes: RandomBytes): CommitVector {
  const secret = randomScalar(randomBytes);
  const others = [1, 3, 5].map((i) => dealing(i).commitments[0] as Point);
  const rogue = others.reduce((sum, point) => add(sum, negate(point)), multiplyBase(secret));
  const commitments = concat(encodePoint(rogue), commitmentsOf(2).slice(32));
  const proof = proveDealer(attempt, 2, commitments, secret, randomBytes);
  return make("rogue key without its logarithm", "BLAMED", { commitments, proof });
}

function shareVectors(): readonly ShareVector[] {
  const vector = (
    name: string,
    verdict: ShareVector["verdict"],
    dealer: number,
    receiver: number,
    plaintext: Bytes,
    of = attempt,
  ): ShareVector => ({
    ...place(name, of),
    dealer,
    receiver,
    commitments: toHex(commitmentsOf(dealer)),
    plaintext: toHex(plaintext),
    verdict,
  });
  const right = dealing(2).sharePlaintext(5);
  const wrongShare = encodeSharePlaintext({ ...attempt, dealer: 2, receiver: 5 }, 12345n);
  return [
    ...[1, 2, 3].map((i) => vector(`share ${i} to 5`, "confirm", i, 5, dealing(i).sharePlaintext(5))),
    vector("share 5 to 1", "confirm", 5, 1, dealing(5).sharePlaintext(1)),
    vector("share 2 to 3", "confirm", 2, 3, dealing(2).sharePlaintext(3)),
    vector("share of another election", "complain", 2, 5, right, otherElection),
    vector("share of another attempt", "complain", 2, 5, right, otherAttempt),
    vector("share for another receiver", "complain", 2, 5, dealing(2).sharePlaintext(3)),
    vector("share of another dealer", "complain", 2, 5, dealing(3).sharePlaintext(5)),
    vector("share not on the polynomial", "complain", 2, 5, wrongShare),
    vector("share not below the order", "complain", 2, 5, concat(right.slice(0, -32), TOO_LARGE)),
    vector("a byte too many", "complain", 2, 5, concat(right, Uint8Array.of(0))),
  ];
}

function answerVectors(): readonly AnswerVector[] {
  const vector = (
    name: string,
    outcome: AnswerVector["outcome"],
    complainer: number,
    share: Bytes,
  ): AnswerVector => ({
    ...place(name),
    dealer: 2,
    complainer,
    commitments: toHex(commitmentsOf(2)),
    share: toHex(share),
    outcome,
  });
  const answer = (i: number, to: number): Bytes => dealing(i).answer(to, new Map([[to, [i]]]));
  return [
    vector("right answer to trustee 5", "ACCEPTED", 5, answer(2, 5)),
    vector("right answer to trustee 1", "ACCEPTED", 1, answer(2, 1)),
    vector("share of another receiver", "BLAMED", 5, answer(2, 3)),
    vector("share of another dealer", "BLAMED", 5, answer(1, 5)),
    vector("zero", "BLAMED", 5, encodeScalar(0n)),
    vector("not below the order", "BLAMED", 5, TOO_LARGE),
  ];
}

function keysVectors(): readonly KeysVector[] {
  const randomBytes = seededFor("keys");
  const hexOf = (points: ReadonlyMap<number, Bytes>): Readonly<Record<string, string>> =>
    Object.fromEntries([...points].map(([i, bytes]) => [String(i), toHex(bytes)]));
  const good = (name: string, alive: readonly number[], issuerSet: readonly number[]): KeysVector => {
    const { keys, commitments } = ceremony(attempt, alive, QUORUM, randomBytes);
    return {
      ...place(name),
      commitments: hexOf(new Map([...commitments].map(([i, points]) => [i, encodeCommitments(points)]))),
      issuerSet,
      key: toHex(encodePoint(keys.key)),
      shares: hexOf(new Map([...keys.shares].map(([j, point]) => [j, encodePoint(point)]))),
      openKey: toHex(electionKeyHash(attempt, keys, issuerSet)),
      outcome: "ACCEPTED",
    };
  };
  const bad = (name: string, polynomials: readonly (readonly Scalar[])[]): KeysVector => ({
    ...place(name),
    commitments: hexOf(new Map(polynomials.map((f, i) => [i + 1, encodeCommitments(commit(f))]))),
    issuerSet: [1],
    outcome: "BLAMED",
  });
  const minus = (n: bigint): Scalar => negateScalar(n);
  return [
    good("all of four trustees alive", [1, 2, 3, 4], [1, 2]),
    good("trustees 2 and 4 excluded, index 99 in use", [1, 3, 5, 99], [2, 3, 7]),
    bad("Y is the identity", [
      [5n, 1n],
      [7n, 2n],
      [minus(12n), 4n],
    ]),
    bad("Y_2 is the identity", [
      [3n, 5n],
      [minus(5n), minus(6n)],
      [minus(2n), 3n],
    ]),
  ];
}

function canaryVectors(): readonly CanaryVector[] {
  const randomBytes = seededFor("canary");
  const share = trusteeShare(run, 3);
  const key = (j: number): Point => run.keys.shares.get(j) as Point;
  const vector = (
    name: string,
    outcome: CanaryVector["outcome"],
    body: CanaryBody,
    of = attempt,
    shareKey = key(body.trustee),
  ): CanaryVector => ({
    ...place(name, of),
    stage: body.stage,
    trustee: body.trustee,
    canaryPoint: toHex(encodePoint(canaryPoint(of, body.stage))),
    shareKey: toHex(encodePoint(shareKey)),
    point: toHex(body.point),
    proof: toHex(body.proof),
    outcome,
  });
  const body = share.proveCanary("open", randomBytes);
  const stages: readonly CanaryStage[] = ["ceremony", "close"];
  return [
    vector("canary of stage open", "ACCEPTED", body),
    ...stages.map((stage) =>
      vector(`canary of stage ${stage}`, "ACCEPTED", share.proveCanary(stage, randomBytes)),
    ),
    vector("canary of trustee 5", "ACCEPTED", trusteeShare(run, 5).proveCanary("open", randomBytes)),
    vector("shown at another stage", "BLAMED", { ...body, stage: "close" }),
    vector("shown in another attempt", "BLAMED", body, otherAttempt),
    vector("shown by another trustee", "BLAMED", { ...body, trustee: 5 }),
    chosenPoint(vector, randomBytes),
    vector("first byte of the proof changed", "BLAMED", { ...body, proof: flipped(body.proof, 0) }),
    vector("point does not decode", "MALFORMED", { ...body, point: TOO_LARGE }),
  ];
}

/** x times a point of choice, with a true proof about that point. */
function chosenPoint(
  make: (name: string, outcome: "BLAMED", body: CanaryBody, of: Attempt, shareKey: Point) => CanaryVector,
  randomBytes: RandomBytes,
): CanaryVector {
  const secret = randomScalar(randomBytes);
  const chosen = multiplyBase(randomScalar(randomBytes));
  const image = multiply(chosen, secret);
  const key = multiplyBase(secret);
  const statement = { ...canaryStatement(attempt, "open", 3, key, image), bases: [chosen] };
  const proof = proveEquality(statement, secret, randomBytes);
  const body: CanaryBody = { attempt: 1, point: encodePoint(image), proof, stage: "open", trustee: 3 };
  return make("a chosen point instead of the canary point", "BLAMED", body, attempt, key);
}
