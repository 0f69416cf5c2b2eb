import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat, encodeCbor, expectOk, utf8 } from "@veche/base";
import fc from "fast-check";
import { ENTRY_BYTES_MAX } from "../format/entry.ts";
import { member, memberKey, signedBy } from "../testing/chain.ts";
import { assembleValidators } from "./signing.ts";
import {
  CHAIN_ITSELF,
  decodeChainTransaction,
  encodeChainTransaction,
  type ValidatorsBody,
} from "./transaction.ts";

const electionId = new Uint8Array(32).fill(7);

const refusal = (bytes: Bytes): string | undefined => {
  const decoded = decodeChainTransaction(bytes);
  return decoded.ok ? undefined : decoded.error.code;
};

test("an election's transaction comes back with its election, whatever it holds", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), (transaction) => {
      const bytes = encodeChainTransaction(electionId, transaction);
      assert.deepEqual(expectOk(decodeChainTransaction(bytes), "read"), {
        kind: "election",
        electionId,
        transaction,
        bytes,
      });
    }),
  );
});

test("a change of validators comes back, and is written as it was", () => {
  const body: ValidatorsBody = { add: [member(1)], remove: [memberKey(2, "consensus")], sequence: 4 };
  const bytes = signedBy("chain", body, [1, 3]);
  const read = expectOk(decodeChainTransaction(bytes), "read");
  assert.ok(read.kind === "validators");
  assert.deepEqual(read.body, body);
  assert.deepEqual(
    read.signatures.map(({ role, index }) => [role, index]),
    [
      [1, 1],
      [1, 3],
    ],
  );
  assert.deepEqual(assembleValidators(read.body, read.signatures), bytes);
});

test("what no entry could hold is too large, what is too short for an election malformed", () => {
  assert.equal(refusal(new Uint8Array(32 + ENTRY_BYTES_MAX + 1).fill(1)), "TOO_LARGE");
  assert.equal(refusal(new Uint8Array(32 + ENTRY_BYTES_MAX).fill(1)), undefined);
  assert.equal(refusal(electionId), "MALFORMED");
  assert.equal(refusal(new Uint8Array(0)), "MALFORMED");
  assert.equal(refusal(CHAIN_ITSELF), "MALFORMED");
});

const added = { ...member(1) };
const [low, high] = [member(1), member(2)].toSorted((a, b) => Buffer.compare(a.consensus, b.consensus));
assert.ok(low && high);

const MALFORMED: readonly (readonly [string, unknown])[] = [
  ["another type", ["validator", { add: [added], remove: [], sequence: 0 }, []]],
  ["no body", ["validators", []]],
  ["an unknown key", ["validators", { add: [added], more: 1, remove: [], sequence: 0 }, []]],
  ["no sequence", ["validators", { add: [added], remove: [] }, []]],
  [
    "a short key",
    ["validators", { add: [{ ...added, key: new Uint8Array(31) }], remove: [], sequence: 0 }, []],
  ],
  [
    "a key of small order",
    ["validators", { add: [{ ...added, key: CHAIN_ITSELF }], remove: [], sequence: 0 }, []],
  ],
  ["a name with a space", ["validators", { add: [{ ...added, name: "a b" }], remove: [], sequence: 0 }, []]],
  [
    "an unknown value of a validator",
    ["validators", { add: [{ ...added, power: 2 }], remove: [], sequence: 0 }, []],
  ],
  ["nothing to change", ["validators", { add: [], remove: [], sequence: 0 }, []]],
  ["added out of order", ["validators", { add: [high, low], remove: [], sequence: 0 }, []]],
  ["added twice", ["validators", { add: [low, low], remove: [], sequence: 0 }, []]],
  ["removed twice", ["validators", { add: [], remove: [low.consensus, low.consensus], sequence: 0 }, []]],
  [
    "fifty-one changes",
    [
      "validators",
      { add: [], remove: Array.from({ length: 51 }, (_, at) => new Uint8Array(32).fill(at)), sequence: 0 },
      [],
    ],
  ],
  [
    "a signature of 63 bytes",
    ["validators", { add: [added], remove: [], sequence: 0 }, [[1, 1, new Uint8Array(63)]]],
  ],
];

for (const [name, value] of MALFORMED) {
  test(`malformed: ${name}`, () => {
    assert.equal(refusal(concat(CHAIN_ITSELF, encodeCbor(value as never))), "MALFORMED");
  });
}

test("not malformed: fifty changes, keys to remove that nobody has", () => {
  const remove = Array.from({ length: 50 }, (_, at) => new Uint8Array(32).fill(at));
  const body = { add: [], remove, sequence: 0 };
  assert.equal(refusal(concat(CHAIN_ITSELF, encodeCbor(["validators", body, []]))), undefined);
});

test("malformed: the same change in another encoding, or with bytes behind it", () => {
  const bytes = signedBy("chain", { add: [member(1)], remove: [], sequence: 0 }, [1]);
  assert.equal(refusal(bytes), undefined);
  assert.equal(refusal(concat(bytes, utf8(" "))), "MALFORMED");
  assert.equal(refusal(bytes.subarray(0, -1)), "MALFORMED");
});
