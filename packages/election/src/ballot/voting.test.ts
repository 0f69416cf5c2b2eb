import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat } from "@veche/base";
import { signIssue, verifyIssue } from "@veche/crypto";
import { decodePoint, encodePoint, multiplyBase, ORDER, type Point, randomScalar } from "@veche/group";
import { createKernel } from "@veche/group/kernel";
import fc from "fast-check";
import { decodeBallot } from "./decode.ts";
import { type BallotParts, splitBallot } from "./parts.ts";
import { ballotPoints } from "./statement.ts";
import { forge } from "./testing/forger.ts";
import { anotherVoter, castOf, marked, type Scene, sceneOf } from "./testing/scene.ts";
import {
  hasBallotForm,
  type JudgedClaim,
  type VotingClaim,
  type VotingVerdict,
  verifyBallot,
  verifyVoting,
} from "./verify.ts";

const kernel = createKernel();
const yesNo = { options: 2, min: 1, max: 1 };
const some = { options: 3, min: 1, max: 2 };
const one = sceneOf({ contests: [yesNo, some], styles: [[0], [0, 1]], issuers: 2 }, "voting one");
const other = sceneOf({ contests: [yesNo], nonce: 1 }, "voting other");
const { randomBytes } = one;

const issueSecret = randomScalar(randomBytes);
const issueKey = encodePoint(multiplyBase(issueSecret));

const ballotClaim = ({ context }: Scene, ballot: Bytes): VotingClaim => ({ kind: "ballot", context, ballot });

function issueClaim(change: (signature: Bytes) => Bytes = (same) => same): VotingClaim {
  const message = randomBytes(64);
  const signature = change(signIssue("registrar-issue", issueSecret, message, randomBytes));
  return { kind: "issue", key: issueKey, message, signature };
}

/** The reference: each by itself, with the points of the other library. */
function singly(claim: VotingClaim): VotingVerdict {
  if (claim.kind === "issue") {
    const { key, message, signature } = claim;
    const point = decodePoint(key);
    const isRight = point !== undefined && verifyIssue("registrar-issue", point, message, signature);
    return isRight ? "RIGHT" : "PROOF_INVALID";
  }
  const ballot = decodeBallot(claim.ballot, claim.context.manifest);
  if (!ballot.ok) return "MALFORMED";
  return verifyBallot(claim.context, ballot.value) ? "RIGHT" : "PROOF_INVALID";
}

/** As the ledger tells them apart: a signature is right or not. */
const asLedger = (claim: VotingClaim, { verdict }: JudgedClaim): VotingVerdict =>
  claim.kind === "issue" && verdict === "MALFORMED" ? "PROOF_INVALID" : verdict;

const NO_POINT = new Uint8Array(32).fill(0xff);
const patched = (bytes: Bytes, at: number, patch: Bytes): Bytes =>
  concat(bytes.subarray(0, at), patch, bytes.subarray(at + patch.length));

const right = castOf(one, [marked(2, 1)]).bytes;
const long = castOf(one, [marked(2, 1), marked(3, 2)], { style: 1 }).bytes;
const FIRST_POINT = 38 + 2 * 256;

/** ℓ, the smallest integer that is no scalar, little-endian. */
const NO_SCALAR = Uint8Array.from({ length: 32 }, (_, i) => Number((ORDER >> BigInt(8 * i)) & 255n));

const CLAIMS: readonly (readonly [string, VotingClaim])[] = [
  ["a ballot", ballotClaim(one, right)],
  ["a ballot of another style", ballotClaim(one, long)],
  ["a ballot of another election", ballotClaim(other, castOf(other, [marked(2, 1)]).bytes)],
  ["a ballot of another voter", ballotClaim(one, castOf(anotherVoter(one), [[0, 1]]).bytes)],
  ["a thousand votes", ballotClaim(one, forge(one, { votes: [1000] }))],
  ["an overvote", ballotClaim(one, forge(one, { votes: [1, 1, 1, 1], style: 1 }))],
  ["nothing", ballotClaim(one, new Uint8Array(0))],
  ["a ballot in another election's length", ballotClaim(other, right)],
  ["X is no point", ballotClaim(one, patched(right, 6, NO_POINT))],
  ["X is the identity", ballotClaim(one, patched(right, 6, new Uint8Array(32)))],
  ["α is no point", ballotClaim(one, patched(right, FIRST_POINT, NO_POINT))],
  ["α is the identity", ballotClaim(one, patched(right, FIRST_POINT, new Uint8Array(32)))],
  ["R is no point", ballotClaim(one, patched(right, right.length - 160, NO_POINT))],
  ["z is no scalar", ballotClaim(one, patched(right, right.length - 32, NO_SCALAR))],
  ["z is another scalar", ballotClaim(one, patched(right, right.length - 32, new Uint8Array(32)))],
  ["an issue", issueClaim()],
  ["an issue with R of another", issueClaim((s) => concat(encodePoint(multiplyBase(5n)), s.subarray(32)))],
  ["an issue whose R is no point", issueClaim((s) => concat(NO_POINT, s.subarray(32)))],
  ["an issue whose z is no scalar", issueClaim((s) => concat(s.subarray(0, 32), NO_SCALAR))],
  ["an issue cut short", issueClaim((s) => s.subarray(1))],
  ["an issue under a key that is no point", { ...issueClaim(), kind: "issue", key: NO_POINT } as VotingClaim],
  ["an issue under another key", { ...issueClaim(), kind: "issue", key: right.slice(6, 38) } as VotingClaim],
];

const reference = new Map(CLAIMS.map(([, claim]) => [claim, singly(claim)]));

test("the reference finds some right, some wrong, some malformed", () => {
  const verdicts = [...reference.values()];
  assert.deepEqual(
    ["RIGHT", "PROOF_INVALID", "MALFORMED"].map(
      (verdict) => verdicts.filter((one) => one === verdict).length,
    ),
    [5, 10, 7],
  );
});

test("ballots of several elections and issues in one batch get the verdicts of single verification", () => {
  const any = fc.array(fc.constantFrom(...CLAIMS), { maxLength: 12 });
  fc.assert(
    fc.property(any, (picked) => {
      const claims = picked.map(([, claim]) => claim);
      const judged = verifyVoting(kernel, claims, randomBytes);
      assert.deepEqual(
        claims.map((claim, i) => asLedger(claim, judged[i] as JudgedClaim)),
        claims.map((claim) => reference.get(claim)),
      );
    }),
    { numRuns: 25 },
  );
});

for (const [name, claim] of CLAIMS) {
  test(`${name}: alone and beside right ones it gets the verdict of the reference`, () => {
    const [alone] = verifyVoting(kernel, [claim], randomBytes);
    assert.equal(asLedger(claim, alone as JudgedClaim), reference.get(claim));
    const beside = [ballotClaim(one, right), claim, issueClaim()];
    const verdicts = verifyVoting(kernel, beside, randomBytes).map((judged, i) =>
      asLedger(beside[i] as VotingClaim, judged),
    );
    assert.deepEqual(verdicts, ["RIGHT", reference.get(claim), "RIGHT"]);
  });
}

test("one wrong ballot among a thousand claims is named, wherever it stands", () => {
  const wrong = ballotClaim(one, forge(one, { votes: [2] }));
  for (const place of [0, 400, 999]) {
    const claims = Array.from({ length: 1_000 }, (_, i) => (i % 3 === 0 ? issueClaims : ballotClaims)[i % 7]);
    claims[place] = wrong;
    const verdicts = verifyVoting(kernel, claims as VotingClaim[], randomBytes).map(({ verdict }) => verdict);
    assert.equal(verdicts.indexOf("PROOF_INVALID"), place);
    assert.equal(verdicts.filter((verdict) => verdict === "RIGHT").length, 999);
  }
});

const issueClaims = Array.from({ length: 7 }, () => issueClaim());
const ballotClaims = Array.from({ length: 7 }, (_, i) =>
  ballotClaim(one, castOf(one, [marked(2, 1)], { seq: i % 4 }).bytes),
);

test("§09.6.2 hints come with the verdict: of X, ciphertexts and commitments, of an issue that of R", () => {
  const wrong = forge(one, { votes: [7] });
  const claims = [
    ballotClaim(one, long),
    issueClaim(),
    ballotClaim(one, new Uint8Array(9)),
    ballotClaim(one, wrong),
  ];
  const hints = verifyVoting(kernel, claims, randomBytes).map((judged) => judged.hints);
  const issued = claims[1] as Extract<VotingClaim, { kind: "issue" }>;
  const expected = [pointsOf(long), issued.signature.subarray(0, 32), new Uint8Array(0), pointsOf(wrong)];
  assert.deepEqual(hints, expected.map(hintsOf));
  const fresh = createKernel();
  const decoded = fresh.decode(pointsOf(long), hints[0]);
  assert.deepEqual([decoded.allValid, decoded.wrongHints], [true, 0]);
});

const partsOf = (ballot: Bytes): BallotParts => {
  const parts = splitBallot(ballot, one.context.manifest);
  assert.ok(parts.ok);
  return parts.value;
};
const pointsOf = (ballot: Bytes): Bytes => ballotPoints(partsOf(ballot));

function hintsOf(points: Bytes): Bytes {
  const fresh = createKernel();
  fresh.decode(points);
  return fresh.hintsOfLastDecode();
}

test("§05.3.2 the kernel and the reference agree about the form of every ballot that can be divided", () => {
  const element = fc.constantFrom(NO_POINT, NO_SCALAR, new Uint8Array(32), encodePoint(multiplyBase(9n)));
  const places = Array.from({ length: (long.length - FIRST_POINT) / 32 }, (_, i) => FIRST_POINT + 32 * i);
  fc.assert(
    fc.property(fc.constantFrom(6, ...places), element, (at, bytes) => {
      const changed = patched(long, at, bytes);
      const expected = decodeBallot(changed, one.context.manifest).ok;
      assert.equal(hasBallotForm(kernel, partsOf(changed)), expected);
    }),
    { numRuns: 60 },
  );
  assert.ok(hasBallotForm(kernel, partsOf(long)));
});

test("a key that stands in many claims is decoded once; the same key in other bytes is the same key", () => {
  const point: Point = multiplyBase(issueSecret);
  const copied = { ...(issueClaim() as Extract<VotingClaim, { kind: "issue" }>), key: encodePoint(point) };
  const verdicts = verifyVoting(kernel, [issueClaim(), copied], randomBytes).map(({ verdict }) => verdict);
  assert.deepEqual(verdicts, ["RIGHT", "RIGHT"]);
});
