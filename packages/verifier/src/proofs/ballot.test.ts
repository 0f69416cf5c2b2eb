import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat } from "@veche/base";
import { encodePoint, IDENTITY } from "@veche/group";
import { type BallotLayout, ballotBytes } from "../form/layout.ts";
import { CONTEXT, sampleBallot } from "../testing/sample.ts";
import { VOTES_A, VOTES_B } from "../testing/steps-vote.ts";
import { readBallot, readCiphertexts, readHead } from "./ballot.ts";

const STYLES = [VOTES_A, VOTES_B].map((votes, i) => ({
  layout: CONTEXT.form.styles[i]?.layout as BallotLayout,
  bytes: sampleBallot(i, votes[0] ?? [], 2),
}));
const ISSUERS = 2;
const CIPHERTEXTS_AT = 38 + 256 * ISSUERS;
const NO_NUMBER = new Uint8Array(32).fill(0xff);

test("a head has 38 bytes and version 1", () => {
  const head = concat(Uint8Array.of(1, 2, 3, 4, 5, 6), new Uint8Array(32).fill(7));
  const read = { style: 0x0203, seq: 4, set: 0x0506, credential: new Uint8Array(32).fill(7) };
  assert.deepEqual(readHead(head), read);
  assert.deepEqual(readHead(concat(head, NO_NUMBER)), read);
  assert.equal(readHead(head.subarray(0, 37)), undefined);
  assert.equal(readHead(new Uint8Array(0)), undefined);
  for (const version of [0, 2]) {
    assert.equal(readHead(concat(Uint8Array.of(version), head.subarray(1))), undefined);
  }
});

test("a ballot is read into its parts", () => {
  for (const { layout, bytes } of STYLES) {
    const ballot = readBallot(bytes, layout, ISSUERS);
    assert.ok(ballot !== undefined);
    assert.equal(ballot.seq, 2);
    assert.deepEqual(ballot.token, bytes.subarray(38, CIPHERTEXTS_AT));
    assert.equal(ballot.responses.length, layout.responses);
    const points = ballot.ciphertexts.flatMap(({ alpha, beta }) => [alpha, beta]);
    assert.equal(ballot.ciphertexts.length, layout.ciphertexts);
    assert.deepEqual(concat(...points.map(encodePoint)), ballot.ciphertextBytes);
    assert.deepEqual(concat(...ballot.commitments.map(encodePoint)), ballot.commitmentBytes);
    const parts = [bytes.subarray(0, CIPHERTEXTS_AT), ballot.ciphertextBytes, ballot.commitmentBytes];
    assert.deepEqual(concat(...parts), bytes.subarray(0, bytes.length - 32 * layout.responses));
  }
});

test("a ballot has the length of its style, and the head of a ballot", () => {
  for (const { layout, bytes } of STYLES) {
    assert.equal(bytes.length, ballotBytes(layout, ISSUERS));
    for (const other of [
      new Uint8Array(0),
      bytes.subarray(0, 37),
      bytes.subarray(0, -1),
      bytes.subarray(0, -32),
      concat(bytes, new Uint8Array(1)),
      concat(bytes, new Uint8Array(32)),
      concat(Uint8Array.of(2), bytes.subarray(1)),
    ]) {
      assert.equal(readBallot(other, layout, ISSUERS), undefined, `${other.length} bytes`);
    }
  }
});

test("every point and every response of a ballot is canonical, and X is not the identity", () => {
  for (const { layout, bytes } of STYLES) {
    const put = (at: number, part: Bytes): Bytes =>
      concat(bytes.subarray(0, at), part, bytes.subarray(at + part.length));
    assert.equal(readBallot(put(6, NO_NUMBER), layout, ISSUERS), undefined);
    assert.equal(readBallot(put(6, encodePoint(IDENTITY)), layout, ISSUERS), undefined);
    for (let at = CIPHERTEXTS_AT; at < bytes.length; at += 32) {
      assert.equal(readBallot(put(at, NO_NUMBER), layout, ISSUERS), undefined, `${at}`);
    }
    // Elsewhere the identity, or a response of zero, is a value like any other.
    for (let at = CIPHERTEXTS_AT; at < bytes.length; at += 32) {
      assert.ok(readBallot(put(at, encodePoint(IDENTITY)), layout, ISSUERS) !== undefined, `${at}`);
    }
  }
});

test("the ciphertexts alone are read whatever the proofs are", () => {
  for (const { layout, bytes } of STYLES) {
    const end = CIPHERTEXTS_AT + 64 * layout.ciphertexts;
    const expected = readBallot(bytes, layout, ISSUERS)?.ciphertextBytes;
    for (const other of [bytes, bytes.subarray(0, end), concat(bytes.subarray(0, end), NO_NUMBER)]) {
      const read = readCiphertexts(other, layout, ISSUERS) ?? [];
      assert.equal(read.length, layout.ciphertexts);
      assert.deepEqual(
        concat(...read.flatMap(({ alpha, beta }) => [encodePoint(alpha), encodePoint(beta)])),
        expected,
      );
    }
    for (const short of [end - 64, end - 32, CIPHERTEXTS_AT, 0]) {
      assert.equal(readCiphertexts(bytes.subarray(0, short), layout, ISSUERS), undefined, `${short}`);
    }
    const wrong = concat(bytes.subarray(0, end - 32), NO_NUMBER);
    assert.equal(readCiphertexts(wrong, layout, ISSUERS), undefined);
  }
});
