import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, type CborValue, encodeCbor, sha256, toHex } from "@veche/base";
import type { Transaction } from "../form/entry.ts";
import type { EntrySource } from "../log/entry-source.ts";
import { transactionOf } from "../testing/lone-election.ts";
import { noParts, readWhole, takePart } from "./parts.ts";

const WHOLE_MIN = 59_000;
const [A, B] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
const origin = "veche.example/test";

type Sent = {
  readonly index: number;
  readonly of?: number;
  readonly whole?: Bytes;
  readonly signer?: number;
};

/** Gives parts one after another, as the entries 10, 11, …: what is said of each. */
function takeAll(...sent: readonly Sent[]): readonly string[] {
  const parts = noParts();
  return sent.map(({ index, of = 2, whole = A, signer = 1 }, i) => {
    const tx = transactionOf("part", { bytes: new Uint8Array(9), index, of: 2, origin, whole }, [
      [1, signer],
    ]);
    const taken = takePart(parts, { ...tx, body: { ...tx.body, of } }, 10 + i);
    return typeof taken === "string" ? taken : `${taken.length} bytes of ${taken.entries.join(" and ")}`;
  });
}

test("the parts of a whole come in order, of several signers at once", () => {
  assert.deepEqual(takeAll({ index: 0 }, { index: 1 }), ["waiting", "18 bytes of 10 and 11"]);
  assert.deepEqual(takeAll({ index: 0 }, { index: 0, signer: 2 }, { index: 1, signer: 2 }, { index: 1 }), [
    "waiting",
    "waiting",
    "18 bytes of 11 and 12",
    "18 bytes of 10 and 13",
  ]);
});

test("no part enters twice, and none out of its order", () => {
  assert.deepEqual(takeAll({ index: 0 }, { index: 0 }), ["waiting", "already"]);
  assert.deepEqual(takeAll({ index: 0 }, { index: 1 }, { index: 0 }, { index: 1 }).slice(2), [
    "already",
    "already",
  ]);
  assert.deepEqual(takeAll({ index: 1 }), ["out-of-order"]);
  assert.deepEqual(takeAll({ index: 0, of: 3 }, { index: 2, of: 3 }), ["waiting", "out-of-order"]);
  assert.deepEqual(takeAll({ index: 0, of: 3 }, { index: 1, of: 2 }), ["waiting", "out-of-order"]);
  assert.deepEqual(takeAll({ index: 0 }, { index: 1, whole: B }), ["waiting", "out-of-order"]);
  assert.deepEqual(takeAll({ index: 0 }, { index: 1, signer: 2 }), ["waiting", "out-of-order"]);
});

test("a whole that is begun takes the place of the one before", () => {
  assert.deepEqual(takeAll({ index: 0 }, { index: 0, whole: B }, { index: 1 }, { index: 1, whole: B }), [
    "waiting",
    "waiting",
    "out-of-order",
    "18 bytes of 11 and 13",
  ]);
});

test("a part is one of those that it counts", () => {
  assert.deepEqual(takeAll({ index: 0 }, { index: 2 }), ["waiting", "out-of-order"]);
  assert.deepEqual(takeAll({ index: 0, of: 1 }), ["9 bytes of 10"]);
  assert.deepEqual(takeAll({ index: 0, of: 0 }), ["out-of-order"]);
});

const manifestOf = (length: number): CborValue => ["define", { manifest: new Uint8Array(length) }, []];
const rollOf = (length: number): CborValue => [
  "roll",
  { entries: new Uint8Array(length), first: 0, style: 0 },
  [],
];
const encode = (value: CborValue): Bytes => new Uint8Array(encodeCbor(value));

/** Two parts of a whole in entries 3 and 5, with other entries in their places if they are given. */
async function read(
  bytes: Bytes,
  change: { readonly 3?: Bytes | undefined; readonly 5?: Bytes | undefined } = {},
  named = sha256(bytes),
): Promise<Transaction | undefined> {
  const middle = Math.ceil(bytes.length / 2);
  const part = (index: number, own: Bytes): Bytes =>
    encode([1, ["part", { bytes: own, index, of: 2, origin, whole: named }, []]]);
  const entries: { readonly [at: number]: Bytes | undefined } = {
    3: part(0, bytes.slice(0, middle)),
    5: part(1, bytes.slice(middle)),
    ...change,
  };
  const source = { entry: async (at: number) => entries[at] } as Partial<EntrySource> as EntrySource;
  return readWhole(source, { whole: toHex(named), of: 2, length: bytes.length, entries: [3, 5] });
}

test("a whole is larger than what fits one entry, and of a type that may be", async () => {
  const head = encode(manifestOf(WHOLE_MIN)).length - WHOLE_MIN;
  const large = encode(manifestOf(WHOLE_MIN + 1 - head));
  assert.equal(large.length, WHOLE_MIN + 1);
  assert.equal((await read(large))?.type, "define");
  const small = encode(manifestOf(WHOLE_MIN - head));
  assert.equal(small.length, WHOLE_MIN);
  assert.equal(await read(small), undefined);
  const points = encode([
    "decryption",
    { points: new Uint8Array(64_000), proof: new Uint8Array(64), trustee: 1 },
    [],
  ]);
  assert.equal((await read(points))?.type, "decryption");
  const roll = encode(rollOf(32 * 1800));
  assert.ok(roll.length <= WHOLE_MIN, "no roll is a whole");
  const suspend = ["suspend", { reason: { en: "x".repeat(30_000), ru: "y".repeat(30_000) } }, []];
  const cast: CborValue = ["cast", { ballot: new Uint8Array(60_000) }, []];
  for (const other of [suspend, cast] as CborValue[]) assert.equal(await read(encode(other)), undefined);
  assert.equal(await read(new Uint8Array(WHOLE_MIN + 1)), undefined, "no transaction at all");
});

test("a whole has the hash that its parts name", async () => {
  const bytes = encode(manifestOf(60_000));
  assert.equal((await read(bytes))?.type, "define");
  assert.equal(await read(bytes, {}, A), undefined);
});

test("a part that is no longer there makes no whole", async () => {
  const bytes = encode(manifestOf(60_000));
  for (const at of [3, 5] as const) {
    assert.equal(await read(bytes, { [at]: undefined }), undefined);
    assert.equal(await read(bytes, { [at]: new Uint8Array(5) }), undefined);
    assert.equal(await read(bytes, { [at]: encode([1, ["close", {}, []]]) }), undefined);
  }
});
