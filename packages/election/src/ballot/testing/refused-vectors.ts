/** The negative half of spec/vectors/ballot.json. */
import { type Bytes, concat, toHex } from "@veche/base";
import {
  add,
  addScalars,
  BASE,
  decodePoint,
  decodeScalar,
  encodePoint,
  encodeScalar,
  multiplyBase,
  multiplyScalars,
  ORDER,
  type Point,
  randomScalar,
  type Scalar,
} from "@veche/group";
import { ballotChallenge } from "../context.ts";
import type { Ballot } from "../decode.ts";
import { encodeBallot } from "../parts.ts";
import { forge, scalarOf } from "./forger.ts";
import { anotherVoter, castOf, type Scene } from "./scene.ts";

export const REFUSED_FIELDS =
  "election: index of the election it is offered to; ballot; expect: MALFORMED (05.3.2) or PROOF_INVALID (05.2); window, seq, set and token are not judged";

type Refused = readonly [string, "MALFORMED" | "PROOF_INVALID", Bytes];

export function refusedBallots([scene, other]: readonly [Scene, Scene]): readonly object[] {
  const cast = castOf(
    scene,
    [
      [1, 0],
      [0, 1, 0],
    ],
    { style: 6, seq: 1 },
  );
  const refused = [
    ...malformed(cast.bytes, cast.ballot),
    ...overAndUnder(scene),
    ...moved(scene, cast.ballot),
  ];
  const elsewhere = castOf(other, [[1, 0]]).bytes;
  return [
    ...refused.map(([name, expect, ballot]) => ({ name, election: 0, expect, ballot: toHex(ballot) })),
    ...foreign(scene, other).map(([name, expect, ballot]) => ({
      name,
      election: 1,
      expect,
      ballot: toHex(ballot),
    })),
    {
      name: "a ballot with the token of an election with t = 2",
      election: 0,
      expect: "MALFORMED",
      ballot: toHex(elsewhere),
    },
  ];
}

const patched = (bytes: Bytes, at: number, patch: Bytes): Bytes =>
  concat(bytes.subarray(0, at), patch, bytes.subarray(at + patch.length));

/** Any integer below 2^256, canonical or not, in the form of a scalar. */
const littleEndian = (value: bigint): Bytes =>
  Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 255n));

const FIELD_PRIME = 2n ** 255n - 19n;

function malformed(bytes: Bytes, { shape }: Ballot): readonly Refused[] {
  const responsesAt = bytes.length - 32 * shape.scalars;
  const commitmentsAt = responsesAt - 32 * shape.commitments;
  const ciphertextsAt = commitmentsAt - 64 * shape.ciphertexts;
  const scalar = decodeScalar(bytes.subarray(responsesAt, responsesAt + 32)) as Scalar;
  const cases: readonly (readonly [string, Bytes])[] = [
    ["nothing", new Uint8Array(0)],
    ["the head alone", bytes.subarray(0, 38)],
    ["one byte too few", bytes.subarray(0, -1)],
    ["one response too few", bytes.subarray(0, -32)],
    ["one byte too many", concat(bytes, new Uint8Array(1))],
    ["version 0", patched(bytes, 0, new Uint8Array([0]))],
    ["version 2", patched(bytes, 0, new Uint8Array([2]))],
    ["a style the manifest does not have", patched(bytes, 1, new Uint8Array([0, 8]))],
    ["a style of another length", patched(bytes, 1, new Uint8Array([0, 0]))],
    ["X is the identity", patched(bytes, 6, new Uint8Array(32))],
    ["X is no point", patched(bytes, 6, new Uint8Array(32).fill(255))],
    ["X plus p: not canonical", patched(bytes, 6, littleEndian(FIELD_PRIME))],
    ["an α is negative (RFC 9496 §4.3.1)", patched(bytes, ciphertextsAt, littleEndian(1n))],
    ["a β is 2^255 − 1", patched(bytes, ciphertextsAt + 32, littleEndian(2n ** 255n - 1n))],
    ["a commitment has its highest bit set", patched(bytes, commitmentsAt, littleEndian(2n ** 255n))],
    ["the last commitment is p − 2", patched(bytes, responsesAt - 32, littleEndian(FIELD_PRIME - 2n))],
    ["a response is ℓ", patched(bytes, responsesAt, littleEndian(ORDER))],
    ["a right response plus ℓ", patched(bytes, responsesAt, littleEndian(scalar + ORDER))],
    ["the last response is 2^256 − 1", patched(bytes, bytes.length - 32, littleEndian(2n ** 256n - 1n))],
  ];
  return cases.map(([name, ballot]): Refused => [name, "MALFORMED", ballot]);
}

/** What L2 asks to refuse; each ballot is as nearly right as its voter can make it. */
function overAndUnder(scene: Scene): readonly Refused[] {
  const slip = (challenge: Scalar): Scalar => multiplyScalars(challenge, scalarOf(999));
  const cases: readonly (readonly [string, Bytes])[] = [
    ["two of one of three", forge(scene, { style: 1, votes: [1, 1] })],
    ["three of at most two of four", forge(scene, { style: 3, votes: [1, 1, 0, 1] })],
    ["none of at least one of four", forge(scene, { style: 3, votes: [0, 0, 0, 0] })],
    ["one where both of two are due", forge(scene, { style: 4, votes: [0] })],
    ["two of at most one of two", forge(scene, { style: 5, votes: [1, 1] })],
    ["2 votes for yes", forge(scene, { votes: [2] })],
    ["1000 votes for yes", forge(scene, { votes: [1000] })],
    ["minus 1 vote for yes", forge(scene, { votes: [-1] })],
    ["2 and minus 1 votes: their sum is allowed", forge(scene, { style: 1, votes: [2, -1] })],
    ["1000 votes in an approval", forge(scene, { style: 2, votes: [0, 1000, 0] })],
    [
      "1000 votes whose wrong equations cancel if all equations of a ballot have one coefficient",
      forge(scene, { votes: [1000], claims: [1], slip }),
    ],
  ];
  return cases.map(([name, ballot]): Refused => [name, "PROOF_INVALID", ballot]);
}

/** Right pieces in wrong places, and single fields changed (L3). */
function moved(scene: Scene, ballot: Ballot): readonly Refused[] {
  const bytes = encodeBallot(ballot);
  const { shape } = ballot;
  const responsesAt = bytes.length - 32 * shape.scalars;
  const commitmentsAt = responsesAt - 32 * shape.commitments;
  const ciphertextsAt = commitmentsAt - 64 * shape.ciphertexts;
  const point = (at: number): Bytes =>
    encodePoint(add(decodePoint(bytes.subarray(at, at + 32)) as Point, BASE));
  const scalar = (at: number): Bytes =>
    encodeScalar(addScalars(decodeScalar(bytes.subarray(at, at + 32)) as Scalar, 1n));
  const cases: readonly (readonly [string, Bytes])[] = [
    ["in the other style of the same contests", patched(bytes, 1, new Uint8Array([0, 7]))],
    ["with another seq", patched(bytes, 3, new Uint8Array([2]))],
    ["X plus B", patched(bytes, 6, point(6))],
    ["the first α plus B", patched(bytes, ciphertextsAt, point(ciphertextsAt))],
    ["the last β plus B", patched(bytes, commitmentsAt - 32, point(commitmentsAt - 32))],
    ["the first commitment plus B", patched(bytes, commitmentsAt, point(commitmentsAt))],
    ["the commitment of x plus B", patched(bytes, responsesAt - 32, point(responsesAt - 32))],
    ["the first response plus 1", patched(bytes, responsesAt, scalar(responsesAt))],
    ["the response of x plus 1", patched(bytes, bytes.length - 32, scalar(bytes.length - 32))],
    ["the ciphertexts of two contests exchanged", swapped(bytes, ciphertextsAt, ciphertextsAt + 64, 64)],
    ["the proofs of two ciphertexts exchanged", swappedProofs(bytes, commitmentsAt, responsesAt)],
    ["copied by another voter, who proves their own x", copied(scene, ballot)],
  ];
  return cases.map(([name, changed]): Refused => [name, "PROOF_INVALID", changed]);
}

function swapped(bytes: Bytes, one: number, other: number, length: number): Bytes {
  const out = bytes.slice();
  out.set(bytes.subarray(one, one + length), other);
  out.set(bytes.subarray(other, other + length), one);
  return out;
}

/** Style 6: the bit proofs of its first two ciphertexts stand first. */
function swappedProofs(bytes: Bytes, commitmentsAt: number, responsesAt: number): Bytes {
  const commitments = swapped(bytes, commitmentsAt, commitmentsAt + 128, 128);
  return swapped(commitments, responsesAt, responsesAt + 96, 96);
}

function copied(scene: Scene, victim: Ballot): Bytes {
  const { x } = anotherVoter(scene);
  const w = randomScalar(scene.randomBytes);
  const credential = encodePoint(multiplyBase(x));
  const commitmentBytes = concat(victim.commitmentBytes.subarray(0, -32), encodePoint(multiplyBase(w)));
  const copy = { ...victim, credential, commitmentBytes };
  const z = addScalars(w, multiplyScalars(ballotChallenge(scene.context, copy), x));
  return encodeBallot({
    ...copy,
    responseBytes: concat(victim.responseBytes.subarray(0, -32), encodeScalar(z)),
  });
}

/** A right ballot of the first election, with a token of the second's length. */
function foreign(scene: Scene, other: Scene): readonly Refused[] {
  const { ballot } = castOf(scene, [[1, 0]]);
  const there = castOf(other, [[1, 0]]).ballot;
  const bytes = encodeBallot({ ...ballot, shape: there.shape, token: there.token });
  return [["a ballot of another election under the same key", "PROOF_INVALID", bytes]];
}
