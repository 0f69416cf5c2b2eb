import { constants, type KeyObject, privateDecrypt, sign } from "node:crypto";
import { type Bytes, concat, type RandomBytes, u8, u16 } from "@veche/base";
import {
  add,
  addScalars,
  BASE,
  decodePoint,
  encodePoint,
  encodeScalar,
  multiplyBase,
  multiplyPublic,
  multiplyScalars,
  ORDER,
  type Point,
  randomScalar,
  type Scalar,
  subtract,
  subtractScalars,
} from "@veche/group";
import type { BallotLayout } from "../form/layout.ts";
import { rsaChallenge, toInteger } from "../proofs/rsa-key.ts";
import { hashScalar, type Item, pre } from "../transcript.ts";
import { modulusOf } from "./parties.ts";

/** Provers of chapters 01.6, 04 and 05, written for tests: quick, and not careful with secrets. */

export function proveKnowledge(
  random: RandomBytes,
  context: readonly Item[],
  commitments: Bytes,
  secret: Scalar,
): Bytes {
  const w = randomScalar(random);
  const c = hashScalar("knowledge", ...context, commitments, encodePoint(multiplyBase(w)));
  return concat(encodeScalar(c), encodeScalar(addScalars(w, multiplyScalars(c, secret))));
}

export function proveEquality(
  random: RandomBytes,
  label: string,
  context: readonly Item[],
  secret: Scalar,
  bases: readonly Bytes[],
): { readonly powers: Bytes; readonly proof: Bytes } {
  const points = bases.map((base) => decodePoint(base) as Point);
  const power = (s: Scalar): Bytes => concat(...points.map((point) => encodePoint(multiplyPublic(point, s))));
  const w = randomScalar(random);
  const powers = power(secret);
  const key = encodePoint(multiplyBase(secret));
  const c = hashScalar(
    label,
    ...context,
    key,
    concat(...bases),
    powers,
    encodePoint(multiplyBase(w)),
    power(w),
  );
  return {
    powers,
    proof: concat(encodeScalar(c), encodeScalar(addScalars(w, multiplyScalars(c, secret)))),
  };
}

export function signIssue(random: RandomBytes, secret: Scalar, message: Bytes): Bytes {
  const w = randomScalar(random);
  return issueSignature(encodePoint(multiplyBase(w)), w, secret, message);
}

/** The signature R ‖ z of the owner of the key, who may state an R that is not w·B. */
export function issueSignature(r: Bytes, w: Scalar, secret: Scalar, message: Bytes): Bytes {
  const c = hashScalar("registrar-issue", encodePoint(multiplyBase(secret)), r, message);
  return concat(r, encodeScalar(addScalars(w, multiplyScalars(c, secret))));
}

/** With an empty salt the signature on a message is one and the same, blinded or not. */
export function tokenSignature(key: KeyObject, message: Bytes): Bytes {
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  return new Uint8Array(sign("sha384", message, { key, padding, saltLength: 0 }));
}

/** s_0 ‖ … ‖ s_8 of §04.2.2. */
export function rsaRoots(electionId: Bytes, issuer: number, styleId: string, key: KeyObject): Bytes {
  const modulus = modulusOf(key);
  const n = toInteger(modulus);
  const roots: Bytes[] = [];
  for (let i = 0; i < 9; i++) {
    const challenge = rsaChallenge({ electionId, issuer, styleId, modulus }, n, i);
    const input = Buffer.from(challenge.toString(16).padStart(512, "0"), "hex");
    roots.push(new Uint8Array(privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, input)));
  }
  return concat(...roots);
}

export type BallotPlan = {
  readonly electionId: Bytes;
  readonly styleId: string;
  readonly style: number;
  readonly set: number;
  readonly seq: number;
  /** x of the credential. */
  readonly secret: Scalar;
  readonly electionKey: Point;
  readonly layout: BallotLayout;
  /** For each contest of the style one vote for each encrypted option: 0 or 1, or what a forger likes. */
  readonly votes: readonly (readonly number[])[];
  /** Signatures of the issuers on a token message. */
  readonly token: (message: Bytes) => Bytes;
};

type Cipher = { readonly r: Scalar; readonly vote: number; readonly alpha: Point; readonly beta: Point };
type Branch = { readonly a: Point; readonly b: Point; readonly c: Scalar | undefined; readonly z: Scalar };
type Disjunction = { readonly branches: readonly Branch[]; readonly w: Scalar; readonly r: Scalar };

/** A ballot (§05.3.1). Where no branch of a proof is true the first one is claimed, and does not hold. */
export function makeBallot(random: RandomBytes, plan: BallotPlan): Bytes {
  const { electionKey } = plan;
  const x = encodePoint(multiplyBase(plan.secret));
  const contests = plan.votes.map((votes) => votes.map((vote) => encrypt(random, electionKey, vote)));
  const ciphertexts = concat(
    ...contests.flat().flatMap((one) => [encodePoint(one.alpha), encodePoint(one.beta)]),
  );
  const disjunctions: Disjunction[] = [];
  plan.layout.contests.forEach((contest, i) => {
    const own = contests[i] ?? [];
    for (const one of own) disjunctions.push(commit(random, electionKey, one, [0, 1]));
    if (contest.sums.length > 0) disjunctions.push(commit(random, electionKey, sumOf(own), contest.sums));
  });
  const w = randomScalar(random);
  const commitments = concat(
    ...disjunctions.flatMap(({ branches }) =>
      branches.flatMap((one) => [encodePoint(one.a), encodePoint(one.b)]),
    ),
    encodePoint(multiplyBase(w)),
  );
  const challenge = hashScalar(
    "ballot",
    plan.electionId,
    plan.styleId,
    encodePoint(electionKey),
    x,
    plan.seq,
    ciphertexts,
    commitments,
  );
  const responses = [
    ...disjunctions.flatMap((one) => respond(one, challenge)),
    addScalars(w, multiplyScalars(challenge, plan.secret)),
  ];
  return concat(
    u8(1),
    u16(plan.style),
    u8(plan.seq),
    u16(plan.set),
    x,
    plan.token(pre("token", plan.electionId, plan.styleId, x)),
    ciphertexts,
    commitments,
    ...responses.map(encodeScalar),
  );
}

function encrypt(random: RandomBytes, key: Point, vote: number): Cipher {
  const r = randomScalar(random);
  const message = multiplyPublic(BASE, vote < 0 ? ORDER + BigInt(vote) : BigInt(vote));
  return { r, vote, alpha: multiplyBase(r), beta: add(message, multiplyPublic(key, r)) };
}

function sumOf(ciphers: readonly Cipher[]): Cipher {
  return ciphers.reduce((sum, one) => ({
    r: addScalars(sum.r, one.r),
    vote: sum.vote + one.vote,
    alpha: add(sum.alpha, one.alpha),
    beta: add(sum.beta, one.beta),
  }));
}

function commit(random: RandomBytes, key: Point, cipher: Cipher, values: readonly number[]): Disjunction {
  const w = randomScalar(random);
  const real = Math.max(0, values.indexOf(cipher.vote));
  const branches = values.map((value, i): Branch => {
    if (i === real) return { a: multiplyBase(w), b: multiplyPublic(key, w), c: undefined, z: 0n };
    const c = randomScalar(random);
    const z = randomScalar(random);
    const message = subtract(cipher.beta, multiplyPublic(BASE, BigInt(value)));
    return {
      a: subtract(multiplyBase(z), multiplyPublic(cipher.alpha, c)),
      b: subtract(multiplyPublic(key, z), multiplyPublic(message, c)),
      c,
      z,
    };
  });
  return { branches, w, r: cipher.r };
}

/** c_u of all branches but the last, then z_u of all (§05.2.3). */
function respond({ branches, w, r }: Disjunction, challenge: Scalar): readonly Scalar[] {
  const simulated = branches.reduce((sum, one) => addScalars(sum, one.c ?? 0n), 0n);
  const own = subtractScalars(challenge, simulated);
  return [
    ...branches.slice(0, -1).map((one) => one.c ?? own),
    ...branches.map((one) => (one.c === undefined ? addScalars(w, multiplyScalars(own, r)) : one.z)),
  ];
}
