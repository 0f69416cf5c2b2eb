import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, expectOk, sha512, toHex, u32 } from "@veche/base";
import { generateSignerKey, rawSign } from "@veche/crypto/signer";
import { issueHashOf } from "../issue.ts";
import { tokenMessage, verifyTokenOf } from "../token.ts";
import {
  type AnswerError,
  type Answers,
  beginIssue,
  decodeCredential,
  decodePendingIssue,
  encodeCredential,
  encodePendingIssue,
  encodeResumeCode,
  finalizeCredential,
  type IssueOnLedger,
  type PendingIssue,
  pendingHashes,
  readResumeCodeHead,
  resumeRequest,
} from "./index.ts";

const keys = Array.from({ length: 3 }, generateSignerKey);
const moduli = keys.map(({ modulus }) => modulus);
const election = { electionId: new Uint8Array(32).fill(7), styleId: "north", style: 4 };
const rollEntry = new Uint8Array(32).fill(9);

/** Different bytes at every call, the same in every run. */
function counted(): (length: number) => Bytes {
  let counter = 0;
  return (length) => {
    const out = new Uint8Array(length);
    for (let at = 0; at < length; at += 64) out.set(sha512(u32(counter++)).subarray(0, length - at), at);
    return out;
  };
}

const pending = expectOk(beginIssue(election, moduli, counted()), "request");
const issue: IssueOnLedger = {
  entry: rollEntry,
  hash: issueHashOf(election.electionId, election.styleId, rollEntry, pendingHashes(pending)),
  set: 0,
  style: 4,
};

const signed = (request: PendingIssue, issuer: number): Answers["signatures"][0] => {
  const key = keys[issuer - 1];
  const share = request.shares[issuer - 1];
  assert.ok(key !== undefined && share !== undefined);
  return { issuer, blindSignature: expectOk(rawSign(key, share.blindedMessage), "signature") };
};

const answersOf = (...issuers: readonly number[]): Answers => ({
  active: [1, 2],
  replacements: [],
  set: 0,
  signatures: issuers.map((issuer) => signed(pending, issuer)),
});

const REPLACED: Answers = { ...answersOf(2, 3), replacements: [{ in: 3, out: 1 }], set: 1 };

function errorOf(
  request: PendingIssue,
  from: IssueOnLedger,
  answers: Answers,
): AnswerError["code"] | undefined {
  const made = finalizeCredential(request, from, answers);
  return made.ok ? undefined : made.error.code;
}

test("issued, signed by the whole set, unblinded: a token", () => {
  const credential = expectOk(finalizeCredential(pending, issue, answersOf(1, 2)), "credential");
  const message = tokenMessage(election.electionId, "north", credential.point);
  assert.equal(verifyTokenOf(moduli.slice(0, 2), message, credential.token), true);
  assert.deepEqual([credential.set, credential.style], [0, 4]);
});

test("a later set counts when its replacement is shown; the ballot then names it", () => {
  const credential = expectOk(finalizeCredential(pending, issue, REPLACED), "credential");
  assert.equal(credential.set, 1);
  const message = tokenMessage(election.electionId, "north", credential.point);
  assert.equal(verifyTokenOf(moduli.slice(1), message, credential.token), true);
});

test("A10: nothing is unblinded unless the ledger's issue carries this request's own hash", () => {
  const other = expectOk(
    beginIssue(election, moduli, (length) => counted()(length + 1).slice(1)),
    "other",
  );
  assert.equal(errorOf(other, issue, answersOf(1, 2)), "ISSUE_OF_ANOTHER");
  const elsewhere = { ...issue, entry: new Uint8Array(32).fill(8) };
  assert.equal(errorOf(pending, elsewhere, answersOf(1, 2)), "ISSUE_OF_ANOTHER");
  assert.equal(errorOf(pending, { ...issue, style: 3 }, answersOf(1, 2)), "ISSUE_OF_ANOTHER_STYLE");
});

test("A11: a subset, another set, another order or a stranger's signature is no token", () => {
  assert.equal(errorOf(pending, issue, answersOf(1)), "SIGNATURES_INCOMPLETE");
  assert.equal(errorOf(pending, issue, answersOf(2, 1)), "SIGNATURES_INCOMPLETE");
  assert.equal(errorOf(pending, issue, answersOf(1, 3)), "SIGNATURES_INCOMPLETE");
  assert.equal(errorOf(pending, issue, answersOf(1, 2, 3)), "SIGNATURES_INCOMPLETE");
  assert.equal(errorOf(pending, issue, answersOf(2, 3)), "SIGNATURES_INCOMPLETE");
  assert.equal(errorOf(pending, issue, { ...REPLACED, replacements: [] }), "ISSUER_SET_UNKNOWN");
  assert.equal(
    errorOf(pending, issue, { ...REPLACED, replacements: [{ in: 1, out: 2 }] }),
    "ISSUER_SET_UNKNOWN",
  );
  const late = { ...issue, set: 1 };
  assert.equal(
    errorOf(pending, late, { ...answersOf(1, 2), replacements: REPLACED.replacements }),
    "ISSUER_SET_TOO_EARLY",
  );
  assert.equal(errorOf(pending, late, answersOf(1, 2)), "ISSUER_SET_UNKNOWN");
});

test("a wrong blind signature names its issuer", () => {
  const { signatures, ...rest } = answersOf(1, 2);
  const wrong = signatures.map((one) =>
    one.issuer === 2 ? { ...one, blindSignature: moduli[0] as Bytes } : one,
  );
  const made = finalizeCredential(pending, issue, { ...rest, signatures: wrong });
  assert.equal(made.ok, false);
  assert.deepEqual(made.error, { code: "SIGNATURE_WRONG", issuer: 2 });
});

test("A9: every factor is drawn by itself; one request says nothing of another", () => {
  const [again, other] = [counted(), counted()];
  other(1);
  const first = expectOk(beginIssue(election, moduli, again), "first");
  const second = expectOk(beginIssue(election, moduli, other), "second");
  const parts = [first, second].flatMap(({ shares, point }) => [
    toHex(point),
    ...shares.flatMap(({ blindedMessage, inverse }) => [toHex(blindedMessage), toHex(inverse)]),
  ]);
  assert.equal(new Set(parts).size, parts.length);
  // The same x under the same keys, with other randomness for blinding, gives other blinded messages.
  let calls = 0;
  const sameX = expectOk(
    beginIssue(election, moduli, (length) => (calls++ === 0 ? counted()(length) : again(length))),
    "same x",
  );
  assert.equal(toHex(sameX.point), toHex(first.point));
  assert.notEqual(
    toHex(sameX.shares[0]?.blindedMessage ?? rollEntry),
    toHex(first.shares[0]?.blindedMessage ?? rollEntry),
  );
});

test("A9: as many bytes are drawn as there are factors", () => {
  const lengths: number[] = [];
  const source = counted();
  expectOk(
    beginIssue(election, moduli, (length) => {
      lengths.push(length);
      return source(length);
    }),
    "request",
  );
  // x takes 64 bytes; a factor takes 256, or a multiple where a draw was not below the modulus.
  assert.equal(lengths[0], 64);
  assert.ok(lengths.length >= 4 && lengths.slice(1).every((length) => length === 256));
});

test("L21: a closed page resumes from what it stored before it asked", () => {
  const bytes = encodePendingIssue(pending);
  const resumed = expectOk(decodePendingIssue(bytes), "stored request");
  assert.deepEqual(resumed, pending);
  const credential = expectOk(finalizeCredential(resumed, issue, answersOf(1, 2)), "credential");
  const kept = expectOk(decodeCredential(encodeCredential(credential)), "stored credential");
  assert.deepEqual(kept, credential);
  assert.equal(decodePendingIssue(bytes.slice(1)).ok, false);
  assert.equal(decodePendingIssue(encodeCredential(credential)).ok, false);
  assert.equal(decodeCredential(bytes).ok, false);
  assert.equal(decodeCredential(new Uint8Array(0)).ok, false);
});

test("a modulus that is none makes no request", () => {
  const even = new Uint8Array(moduli[0] as Bytes);
  even[255] = 0;
  const made = beginIssue(election, [moduli[0] as Bytes, even], counted());
  assert.deepEqual(made, { ok: false, error: { code: "ISSUER_KEY_UNUSABLE", issuer: 2 } });
});

test("§12.5.1: a resume code gives the whole request again, on a device that knows the keys alone", () => {
  const code = encodeResumeCode(pending);
  assert.equal(code.length, 68 + 288 * 3);
  assert.deepEqual(readResumeCodeHead(code), { electionId: election.electionId, style: 4 });
  assert.deepEqual(expectOk(resumeRequest(election, moduli, code), "resumed"), pending);
});

test("a resume code of another election, style or key, or with one changed byte anywhere, resumes nothing", () => {
  const code = encodeResumeCode(pending);
  const changed = (at: number): Bytes => {
    const copy = code.slice();
    copy[at] = (copy[at] as number) ^ 1;
    return copy;
  };
  const codeOf = (bytes: Bytes, of = election, keysOf: readonly Bytes[] = moduli): string => {
    const resumed = resumeRequest(of, keysOf, bytes);
    return resumed.ok ? "OK" : resumed.error.code;
  };
  for (const at of [0, 1]) assert.equal(codeOf(changed(at)), "RESUME_CODE_MALFORMED");
  for (const at of [2, 33, 34, 35, 36, 68, 300, 324, 355, 356, 931])
    assert.equal(codeOf(changed(at)), "RESUME_CODE_DIFFERS", `byte ${at}`);
  for (const bytes of [new Uint8Array(0), code.subarray(1), code.subarray(0, 68), concatByte(code)])
    assert.equal(codeOf(bytes), "RESUME_CODE_MALFORMED");
  const zero = code.slice();
  zero.fill(0, 36, 68);
  assert.equal(codeOf(zero), "RESUME_CODE_MALFORMED");
  assert.equal(codeOf(code, { ...election, style: 5 }), "RESUME_CODE_DIFFERS");
  assert.equal(codeOf(code, { ...election, styleId: "south" }), "RESUME_CODE_DIFFERS");
  assert.equal(codeOf(code, election, moduli.slice(1)), "RESUME_CODE_DIFFERS");
  assert.equal(codeOf(code, election, moduli.toReversed()), "RESUME_CODE_DIFFERS");
});

const concatByte = (bytes: Bytes): Bytes => Uint8Array.of(...bytes, 0);
