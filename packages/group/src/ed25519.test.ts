import assert from "node:assert/strict";
import { createPublicKey, verify as nodeVerify } from "node:crypto";
import { test } from "node:test";
import { ed25519 } from "@noble/curves/ed25519.js";
import { BugError, type Bytes, concat, toHex, utf8 } from "@veche/base";
import fc from "fast-check";
import { ed25519PublicKey, isStrictPublicKey, signEd25519, verifyEd25519Strict } from "./ed25519.ts";
import { encodeScalar, ORDER } from "./scalar.ts";
import { bytes, hex, vectors } from "./support.test.ts";

type Signed = { readonly key: Bytes; readonly message: Bytes; readonly signature: Bytes };

type Flag =
  | "low_order_A"
  | "low_order_R"
  | "low_order_component_A"
  | "low_order_component_R"
  | "low_order_residue"
  | "non_canonical_A"
  | "non_canonical_R"
  | "reencoded_k";

const edge = vectors<{
  readonly vectors: readonly {
    readonly number: number;
    readonly key: string;
    readonly sig: string;
    readonly msg: string;
    readonly flags: readonly Flag[];
  }[];
}>("cctv-ed25519-edge.json").vectors.map((v) => ({
  number: v.number,
  flags: v.flags,
  key: hex(v.key),
  message: utf8(v.msg),
  signature: hex(v.sig),
}));

/** The prefix of a SubjectPublicKeyInfo that holds a raw Ed25519 key (RFC 8410). */
const SPKI = hex("302a300506032b6570032100");

const strict = (s: Signed): boolean => verifyEd25519Strict(s.key, s.message, s.signature);
const zip215 = (s: Signed): boolean => ed25519.verify(s.signature, s.message, s.key, { zip215: true });
const rfc8032 = (s: Signed): boolean => ed25519.verify(s.signature, s.message, s.key, { zip215: false });

/** The cofactorless rule of OpenSSL. */
function openssl(s: Signed): boolean {
  const key = createPublicKey({ key: Buffer.from(concat(SPKI, s.key)), format: "der", type: "spki" });
  return nodeVerify(null, s.message, key, s.signature);
}

const flipped = (input: Bytes, bit: number): Bytes =>
  input.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));

const withFlags = (...flags: readonly Flag[]): typeof edge =>
  edge.filter((v) => v.flags.length === flags.length && flags.every((flag) => v.flags.includes(flag)));

function honest(text: string): Signed {
  const secret = new Uint8Array(32).fill(7);
  const message = utf8(text);
  return { key: ed25519PublicKey(secret), message, signature: signEd25519(secret, message) };
}

test("RFC 8032 7.1: keys, signatures, verification", () => {
  const rfc = vectors<{
    readonly vectors: readonly {
      readonly name: string;
      readonly secretKey: string;
      readonly publicKey: string;
      readonly message: string;
      readonly signature: string;
    }[];
  }>("rfc8032-ed25519.json");
  assert.equal(rfc.vectors.length, 4);
  for (const v of rfc.vectors) {
    const signed = { key: hex(v.publicKey), message: hex(v.message), signature: hex(v.signature) };
    assert.equal(toHex(ed25519PublicKey(hex(v.secretKey))), v.publicKey, v.name);
    assert.equal(toHex(signEd25519(hex(v.secretKey), signed.message)), v.signature, v.name);
    assert.ok(strict(signed), v.name);
    assert.equal(strict({ ...signed, message: concat(signed.message, hex("00")) }), false, v.name);
  }
});

test("L11: what we sign is accepted by every rule", () => {
  fc.assert(
    fc.property(bytes(32), fc.uint8Array({ maxLength: 300 }), (secret, message) => {
      const signed = { key: ed25519PublicKey(secret), message, signature: signEd25519(secret, message) };
      for (const rule of [strict, zip215, rfc8032, openssl]) assert.ok(rule(signed), rule.name);
      assert.ok(isStrictPublicKey(signed.key));
    }),
    { numRuns: 25 },
  );
});

test("L11: one flipped bit of message or signature is refused by us as by OpenSSL", () => {
  const message = utf8("one bit");
  const signed = honest("one bit");
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 64 * 8 + message.length * 8 - 1 }), (bit) => {
      const changed =
        bit < 512
          ? { ...signed, signature: flipped(signed.signature, bit) }
          : { ...signed, message: flipped(message, bit - 512) };
      assert.equal(strict(changed), false);
      assert.equal(openssl(changed), false);
    }),
    { numRuns: 60 },
  );
});

test("L11: a key with a flipped bit verifies nothing", () => {
  const signed = honest("key");
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 255 }), (bit) => {
      assert.equal(strict({ ...signed, key: flipped(signed.key, bit) }), false);
    }),
    { numRuns: 30 },
  );
});

test("L11: every edge case on which the rules differ is refused", () => {
  assert.equal(edge.length, 457);
  const divisive: readonly Flag[] = [
    "low_order_A",
    "low_order_R",
    "low_order_component_A",
    "low_order_component_R",
    "non_canonical_A",
    "non_canonical_R",
  ];
  for (const v of edge) {
    const expected = !v.flags.some((flag) => divisive.includes(flag));
    assert.equal(strict(v), expected, `vector ${v.number}: ${v.flags.join(" ")}`);
  }
});

test("L11: the edge cases are real: ZIP 215 and OpenSSL each accept others of those we refuse", () => {
  for (const v of edge) {
    const has = (flag: Flag): boolean => v.flags.includes(flag);
    assert.equal(zip215(v), !has("reencoded_k") || has("low_order_A"), `vector ${v.number}`);
    assert.equal(openssl(v), !has("low_order_residue") && !has("non_canonical_R"), `vector ${v.number}`);
  }
});

test("a key is strict iff it is canonical, torsion-free and not the identity", () => {
  const bad: readonly Flag[] = ["low_order_A", "low_order_component_A", "non_canonical_A"];
  const seen = { good: 0, bad: 0 };
  for (const v of edge) {
    const expected = !v.flags.some((flag) => bad.includes(flag));
    seen[expected ? "good" : "bad"] += 1;
    assert.equal(isStrictPublicKey(v.key), expected, `vector ${v.number}`);
  }
  assert.ok(seen.good > 10 && seen.bad > 10);
  assert.equal(isStrictPublicKey(hex(`02${"00".repeat(31)}`)), false, "not on the curve");
});

test("A1: each clause of the rule alone refuses a signature that another rule accepts", () => {
  const torsionA = withFlags("low_order_component_A");
  const torsionR = withFlags("low_order_component_R", "low_order_residue");
  const identityR = withFlags("low_order_R");
  assert.deepEqual([torsionA.length, torsionR.length, identityR.length], [7, 4, 1]);
  for (const v of [...torsionA, ...identityR]) {
    assert.ok(openssl(v) && zip215(v));
    assert.equal(strict(v), false);
  }
  for (const v of torsionR) {
    assert.ok(zip215(v) && !openssl(v));
    assert.equal(strict(v), false);
  }
});

test("no key has a second encoding: all 38 strings with y at or above the field's prime are refused", () => {
  for (let y = 0; y < 19; y++) {
    for (const sign of ["7f", "ff"]) {
      const key = hex(`${(0xed + y).toString(16)}${"ff".repeat(30)}${sign}`);
      assert.equal(isStrictPublicKey(key), false);
    }
  }
});

test("A1: the identity as key would let anybody sign: it is refused", () => {
  const identity = hex(`01${"00".repeat(31)}`);
  const r = 12345678901234567890n;
  const forged = {
    key: identity,
    message: utf8("anything"),
    signature: concat(ed25519.Point.BASE.multiply(r).toBytes(), encodeScalar(r)),
  };
  assert.ok(openssl(forged) && zip215(forged));
  assert.equal(strict(forged), false);
  assert.equal(isStrictPublicKey(identity), false);
});

test("S at or above the order is refused, though the equation holds", () => {
  const signed = honest("malleable");
  assert.ok(strict(signed));
  const s = BigInt(`0x${toHex(signed.signature.slice(32).toReversed())}`);
  for (const larger of [s + ORDER, s + 2n * ORDER, s + 8n * ORDER]) {
    const tail = hex(larger.toString(16).padStart(64, "0")).toReversed();
    assert.equal(strict({ ...signed, signature: concat(signed.signature.slice(0, 32), tail) }), false);
  }
});

test("a signature of another key or message is refused", () => {
  const signed = honest("first");
  const other = ed25519PublicKey(new Uint8Array(32).fill(8));
  assert.equal(strict({ ...signed, key: other }), false);
  assert.equal(strict({ ...signed, message: utf8("second") }), false);
  assert.equal(strict({ ...signed, signature: honest("second").signature }), false);
});

test("the verdict stays the same when a key is used often", () => {
  const good = honest("often");
  const bad = { ...good, signature: flipped(good.signature, 300) };
  for (let use = 0; use < 20; use++) {
    assert.ok(strict(good));
    assert.equal(strict(bad), false);
  }
});

test("wrong lengths are false, and never throw", () => {
  const signed = honest("lengths");
  for (const length of [0, 31, 33, 64]) {
    assert.equal(strict({ ...signed, key: new Uint8Array(length).fill(9) }), false);
    assert.equal(isStrictPublicKey(new Uint8Array(length).fill(9)), false);
  }
  for (const length of [0, 32, 63, 65]) {
    assert.equal(strict({ ...signed, signature: new Uint8Array(length) }), false);
  }
  assert.equal(strict({ ...signed, signature: concat(signed.signature, hex("00")) }), false);
});

test("any bytes get a verdict", () => {
  fc.assert(
    fc.property(bytes(32), bytes(64), fc.uint8Array({ maxLength: 20 }), (key, signature, message) => {
      assert.equal(strict({ key, message, signature }), false);
    }),
    { numRuns: 60 },
  );
});

test("views into larger buffers verify like copies", () => {
  const signed = honest("views");
  const buffer = concat(hex("ff"), signed.key, hex("ff"), signed.signature, hex("ff"));
  assert.ok(verifyEd25519Strict(buffer.subarray(1, 33), signed.message, buffer.subarray(34, 98)));
});

test("a secret key of another length is a bug", () => {
  for (const length of [0, 31, 33, 64]) {
    assert.throws(() => signEd25519(new Uint8Array(length), utf8("m")), BugError);
    assert.throws(() => ed25519PublicKey(new Uint8Array(length)), BugError);
  }
});
