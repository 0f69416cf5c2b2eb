import assert from "node:assert/strict";
import { test } from "node:test";
import { BugError, type Bytes } from "@veche/base";
import {
  decodeCredentialRecord,
  decodeRollEntry,
  decodeStyle,
  decodeWhole,
  EMPTY_STYLE,
  encodeCredentialRecord,
  encodeRollEntry,
  encodeStyle,
  encodeWhole,
} from "./records.ts";

const hash = new Uint8Array(32).fill(7);

test("records come back", () => {
  for (const lastRollEntry of [new Uint8Array(0), hash]) {
    const style = { ...EMPTY_STYLE, roll: 3, ballots: 2 ** 40, lastCast: 5, lastRollEntry };
    assert.deepEqual(decodeStyle(encodeStyle(style)), style);
  }
  for (const entry of [{ style: 9 }, { style: 9, issued: { at: 2 ** 33, hash } }]) {
    assert.deepEqual(decodeRollEntry(encodeRollEntry(entry)), entry);
  }
  for (const ballotHashes of [[hash], [hash, new Uint8Array(32)]]) {
    const credential = { style: 1, time: 2, at: 3, ballotHashes };
    assert.deepEqual(decodeCredentialRecord(encodeCredentialRecord(credential)), credential);
  }
  assert.equal(decodeWhole(encodeWhole(700)), 700);
});

test("bytes of any other length than a record has are never read as one", () => {
  const kinds: readonly (readonly [(bytes: Bytes) => unknown, readonly number[]])[] = [
    [decodeStyle, [40, 72]],
    [decodeRollEntry, [2, 42]],
    [decodeCredentialRecord, [19]],
    [decodeWhole, [2]],
  ];
  for (const [decode, lengths] of kinds) {
    for (let length = 0; length < 110; length++) {
      const read = (): unknown => decode(new Uint8Array(length));
      if (lengths.includes(length)) assert.doesNotThrow(read);
      else assert.throws(read, BugError, `${decode.name} of ${length} bytes`);
    }
  }
  const large = new Uint8Array(42).with(2, 1);
  assert.throws(() => decodeRollEntry(large), BugError, "an integer that no number holds");
  const two = encodeCredentialRecord({ style: 1, time: 2, at: 3, ballotHashes: [hash, hash] });
  for (const cut of [1, 32]) assert.throws(() => decodeCredentialRecord(two.subarray(0, -cut)), BugError);
});
