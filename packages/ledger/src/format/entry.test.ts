import assert from "node:assert/strict";
import { test } from "node:test";
import { compareBytes, encodeCbor, expectOk, sha256, toHex } from "@veche/base";
import fc from "fast-check";
import {
  decodeEntry,
  decodeTransaction,
  encodeEntry,
  encodeTransaction,
  entryLength,
  firstOutOfOrder,
  isCast,
  orderBlock,
} from "./entry.ts";

const plain = { noNullPrototype: true } as const;
const signature = fc.record(
  {
    role: fc.nat(9),
    index: fc.nat(300),
    bytes: fc.uint8Array({ minLength: 64, maxLength: 64 }),
  },
  plain,
);
const transaction = fc.record(
  {
    type: fc.constantFrom("cast", "close", "cas", "casts", ""),
    body: fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), fc.nat(), plain),
    signatures: fc.array(signature, { maxLength: 3 }),
  },
  plain,
);

test("transactions and entries come back from their bytes; the length is told without making them", () => {
  fc.assert(
    fc.property(transaction, fc.nat({ max: Number.MAX_SAFE_INTEGER }), (tx, time) => {
      const bytes = encodeTransaction(tx);
      const { bodyBytes, ...read } = expectOk(decodeTransaction(bytes), "transaction");
      assert.deepEqual(read, tx);
      assert.equal(toHex(bodyBytes), toHex(encodeCbor(tx.body)));
      const entry = encodeEntry({ time, transaction: bytes });
      const whole = encodeCbor([
        time,
        [tx.type, tx.body, tx.signatures.map((s) => [s.role, s.index, s.bytes])],
      ]);
      assert.equal(toHex(entry), toHex(whole));
      assert.equal(entry.length, entryLength(time, bytes.length));
      const again = expectOk(decodeEntry(entry), "entry");
      assert.deepEqual([again.time, toHex(again.transaction)], [time, toHex(bytes)]);
      assert.equal(isCast(bytes), tx.type === "cast");
    }),
  );
});

test("L8: decoders are total", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      decodeTransaction(bytes);
      decodeEntry(bytes);
      isCast(bytes);
    }),
  );
});

test("a block in order stays as it is; out of order it is noticed", () => {
  const bytes = transaction.map(encodeTransaction);
  fc.assert(
    fc.property(fc.array(bytes, { maxLength: 12 }), (transactions) => {
      const ordered = orderBlock(transactions);
      assert.equal(firstOutOfOrder(ordered), undefined);
      assert.deepEqual(orderBlock(ordered), ordered);
      const others = transactions.filter((tx) => !isCast(tx));
      assert.deepEqual(ordered.slice(0, others.length), others);
      const casts = new Set(transactions.filter(isCast).map(toHex));
      assert.equal(ordered.length, others.length + casts.size);
    }),
  );
});

test("A4: casts before others, out of order or twice are out of place", () => {
  const cast = (n: number): Uint8Array => encodeTransaction({ type: "cast", body: { n }, signatures: [] });
  const close = encodeTransaction({ type: "close", body: {}, signatures: [] });
  const [a, b] = [cast(1), cast(2)].sort((x, y) => compareBytes(sha256(x), sha256(y))) as [
    Uint8Array,
    Uint8Array,
  ];
  assert.equal(firstOutOfOrder([close, close, a, b]), undefined);
  assert.equal(firstOutOfOrder([close, b, a]), 2);
  assert.equal(firstOutOfOrder([a, close]), 1);
  assert.equal(firstOutOfOrder([a, a]), 1);
});
