import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, type CborMap, concat, decodeCbor, encodeCbor, expectOk, utf8 } from "@veche/base";
import { subtractCiphertexts } from "@veche/crypto";
import { encodePoint, verifyEd25519Strict } from "@veche/group";
import { attemptOf, flipped } from "../ceremony/testing/ceremony.ts";
import { type ClosedElection, tallyOf } from "./closed.ts";
import { verifyDecryption } from "./decryption.ts";
import { headCode, tallyHeadMessage } from "./head.ts";
import {
  decodeKeptHead,
  encodeKeptHead,
  type KeptHead,
  prepareHead,
  type ReleaseGround,
  type SignedHead,
  signTallyHead,
} from "./release.ts";
import { closedScene, keptBy, kernel, shareKey, signedBy, signingKey, sumOf } from "./testing/closed.ts";

const scene = closedScene({
  contests: [{ options: 2, min: 0, max: 2 }],
  votes: [{ ballots: 30, counts: [11, 19] }],
  alive: [1, 2, 3, 4, 5],
  quorum: 3,
});
const { closed, trustees, randomBytes } = scene;
const { election } = closed;
const { head } = tallyOf(closed);
const characters = headCode(election.electionId, head);
const due = election.manifest.tallyNotBefore;
const share = trustees.share(2);
const kept = keptBy(closed, 2);

/** The same election without one voter's ballot: what a cheating server shows to another trustee. */
function withoutOneBallot(): ClosedElection {
  const [style] = closed.styles;
  const aggregates = style?.aggregates.map((sum) =>
    subtractCiphertexts(sum, sumOf(trustees.run.keys.key, 1, randomBytes)),
  );
  return { ...closed, size: closed.size - 1, styles: [{ ballots: 29, aggregates: aggregates ?? [] }] };
}

const prepared = (of: ClosedElection, now: number, confirmed: string, before?: KeptHead): unknown => {
  const result = prepareHead(of, 2, now, confirmed, before);
  return result.ok || result.error.code;
};

const released = (ground: ReleaseGround, of = closed, before = kept, by = share): unknown => {
  const body = by.proveDecryption(of, before, ground, randomBytes);
  return body.ok || body.error;
};

const heads = (signed: readonly SignedHead[]): ReleaseGround => ({ kind: "heads", heads: signed });
const signedByAll = (of: ClosedElection, trusteesWho: readonly number[]): readonly SignedHead[] =>
  trusteesWho.map((j) => signedBy(of, j));

test("§08.3.3 a head is signed when it is due and its characters are confirmed, in any way of writing", () => {
  assert.equal(prepared(closed, due, characters), true);
  assert.equal(prepared(closed, due + 1, characters.toLowerCase().replaceAll("-", "")), true);
  assert.equal(prepared(closed, due - 1, characters), "TALLY_NOT_DUE");
  assert.equal(prepared(closed, due, characters.slice(0, -1)), "HEAD_NOT_CONFIRMED");
  assert.equal(prepared(closed, due, headCode(flipped(election.electionId, 0), head)), "HEAD_NOT_CONFIRMED");
});

test("A17 a trustee's tool signs one head in an election, and the same one again", () => {
  const first = expectOk(prepareHead(closed, 2, due, characters, undefined), "head");
  assert.deepEqual(first, kept);
  assert.equal(prepared(closed, due, characters, first), true);
  const other = withoutOneBallot();
  const otherCharacters = headCode(election.electionId, tallyOf(other).head);
  assert.equal(prepared(other, due, otherCharacters, first), "HEAD_ALREADY_SIGNED");
  assert.equal(prepared(other, due, otherCharacters), true, "control: nothing signed before");
});

test("§06.2.3 the signature of a head is the trustee's Ed25519 signature of its message", () => {
  const signature = signTallyHead(election, kept, signingKey(2));
  const key = election.manifest.trustees.members[1]?.key ?? new Uint8Array(0);
  assert.ok(verifyEd25519Strict(key, tallyHeadMessage(election, 2, head), signature));
  assert.ok(!verifyEd25519Strict(key, tallyHeadMessage(election, 3, head), signature));
});

test("A17 a decryption is released only when enough distinct trustees signed the same head", () => {
  assert.equal(released(heads(signedByAll(closed, [1, 2, 3, 4]))), true);
  assert.equal(released(heads(signedByAll(closed, [1, 2, 3, 4, 5]))), true);
  const tooFew = { code: "HEADS_TOO_FEW", have: 3, need: 4 };
  assert.deepEqual(released(heads(signedByAll(closed, [1, 2, 3]))), tooFew);
  assert.deepEqual(released(heads(signedByAll(closed, [1, 2, 3, 3, 1]))), tooFew, "the same trustee twice");
  const other = signedByAll(withoutOneBallot(), [4, 5]);
  assert.deepEqual(released(heads([...signedByAll(closed, [1, 2, 3]), ...other])), tooFew, "another head");
  const forged = { trustee: 4, signature: signedBy(closed, 5).signature };
  assert.deepEqual(
    released(heads([...signedByAll(closed, [1, 2, 3]), forged])),
    tooFew,
    "another's signature",
  );
  const excluded = signedByAll(closed, [1, 2, 3, 6]);
  assert.deepEqual(released(heads(excluded)), tooFew, "not alive in the successful attempt");
  assert.deepEqual(released(heads([])), { code: "HEADS_TOO_FEW", have: 0, need: 4 });
});

test("§08.3.3 where fewer are alive the characters heard in public session release it", () => {
  assert.equal(released({ kind: "heard", characters }), true);
  const other = headCode(election.electionId, tallyOf(withoutOneBallot()).head);
  assert.deepEqual(released({ kind: "heard", characters: other }), { code: "CHARACTERS_DIFFER" });
  assert.deepEqual(released({ kind: "heard", characters: "" }), { code: "CHARACTERS_DIFFER" });
});

test("A17 A6 two views of one ledger: the share decrypts no other sums than those of the head it signed", () => {
  const other = withoutOneBallot();
  const notKept = { code: "HEAD_NOT_KEPT" };
  const all = [1, 2, 3, 4, 5];
  assert.deepEqual(released(heads(signedByAll(other, all)), other), notKept);
  assert.deepEqual(released(heads(signedByAll(closed, all)), other), notKept);
  assert.deepEqual(released(heads(signedByAll(closed, all)), closed, keptBy(closed, 3)), notKept);
  const elsewhere = { ...kept, electionId: flipped(kept.electionId, 0) };
  assert.deepEqual(released(heads(signedByAll(closed, all)), closed, elsewhere), notKept);
});

test("A17 a share of another election or attempt decrypts nothing", () => {
  const all = heads(signedByAll(closed, [1, 2, 3, 4, 5]));
  const differs = { code: "ELECTION_DIFFERS" };
  assert.deepEqual(released(all, { ...closed, attempt: 0 }), differs);
  assert.deepEqual(released(all, { ...closed, alive: new Set([1, 3, 4, 5]) }), differs);
  const { electionId } = attemptOf("another");
  assert.deepEqual(released(all, { ...closed, election: { ...election, electionId } }), differs);
});

test("§08.4.1 what is released verifies against the trustee's share of the key", () => {
  const ground = heads(signedByAll(closed, [1, 2, 4, 5]));
  const body = expectOk(share.proveDecryption(closed, kept, ground, randomBytes), "decryption");
  expectOk(verifyDecryption(kernel, scene.task, body, encodePoint(shareKey(scene, 2))), "own decryption");
  assert.equal(body.points.length, 64);
  assert.equal(body.trustee, 2);
});

test("L16 a kept head reads back from its medium; a damaged one is found", () => {
  const bytes = encodeKeptHead(kept);
  assert.deepEqual(expectOk(decodeKeptHead(bytes), "own bytes"), kept);
  for (const damaged of [
    bytes.subarray(1),
    concat(bytes, utf8("x")),
    utf8(""),
    Uint8Array.of(0xa0),
    Uint8Array.of(0),
  ]) {
    const verdict = decodeKeptHead(damaged);
    assert.equal(verdict.ok || verdict.error.code, "KEPT_HEAD_MALFORMED");
  }
});

test("a kept head has its five fields, of their lengths, and no other", () => {
  const fields = expectOk(decodeCbor(encodeKeptHead(kept)), "own bytes") as CborMap;
  const isTaken = (changed: CborMap): boolean => decodeKeptHead(encodeCbor(changed)).ok;
  assert.ok(isTaken({ ...fields, size: 7 }), "control");
  assert.ok(!isTaken({ ...fields, more: 1 }));
  for (const key of Object.keys(fields)) {
    const { [key]: value, ...others } = fields;
    assert.ok(!isTaken(others as CborMap), key);
    assert.ok(!isTaken({ ...fields, [key]: "text" }), key);
    if (value instanceof Uint8Array) {
      const lengths: readonly Bytes[] = [value.subarray(1), concat(value, utf8("x"))];
      for (const other of lengths) assert.ok(!isTaken({ ...fields, [key]: other }), key);
    }
  }
});
