import assert from "node:assert/strict";
import { test } from "node:test";
import { type CborMap, concat, decodeCbor, encodeCbor, equalBytes, expectOk, u8 } from "@veche/base";
import { decodeTransaction } from "@veche/ledger";
import { define, seededRandom, signerOf, TestLedger, testElection } from "@veche/ledger/testing";
import {
  checkKeys,
  decodeIssuerKeys,
  encodeIssuerKeys,
  generateIssuerKeys,
  issuerKeysTransactions,
} from "./keys.ts";
import { keysOf } from "./testing/scene.ts";

const election = testElection({}, seededRandom("issuer keys"));
const signer = (issuer: number) => signerOf(election, "issuer", issuer);
const transactionsOf = (issuer: number, keys = keysOf(election, issuer)) =>
  issuerKeysTransactions(election.election, signer(issuer), keys);

function definedLedger(): TestLedger {
  const ledger = new TestLedger(election);
  define(ledger);
  return ledger;
}

test("keys are stored and read back, and nothing else is taken for keys", () => {
  const keys = keysOf(election, 1);
  const stored = encodeIssuerKeys(keys);
  const read = expectOk(decodeIssuerKeys(stored), "keys");
  assert.deepEqual([...read.keys()], [0, 1]);
  for (const [style, key] of read) assert.ok(equalBytes(key.modulus, keys.get(style)?.modulus as Uint8Array));
  const damaged = stored.slice();
  // Inside the first key's DER.
  damaged[20] = (damaged[20] as number) ^ 0xff;
  for (const bytes of [
    new Uint8Array(0),
    stored.subarray(1),
    stored.subarray(0, stored.length - 1),
    damaged,
    withTail(stored),
  ]) {
    assert.deepEqual(decodeIssuerKeys(bytes), { ok: false, error: { code: "KEYS_MALFORMED" } });
  }
});

test("A12 new keys have the form of the specification, all styles a different one, and the ledger takes them", () => {
  let made = 0;
  const keys = generateIssuerKeys(2, (count) => {
    made = count;
  });
  assert.equal(made, 2);
  const ledger = definedLedger();
  ledger.accept(...transactionsOf(1, keys));
  assert.equal(ledger.state.issuerKeys, 2);
  assert.equal(checkKeys(election.election, ledger.view, 1, keys), undefined);
});

test("the same keys give the same bytes again, which the ledger knows", () => {
  const ledger = definedLedger();
  const once = transactionsOf(1);
  ledger.accept(...once);
  const again = transactionsOf(1, expectOk(decodeIssuerKeys(encodeIssuerKeys(keysOf(election, 1))), "keys"));
  assert.deepEqual(again, once);
  assert.deepEqual(ledger.codes(...again), ["ALREADY", "ALREADY"]);
});

test("⚔ A12 one modulus for two styles or two issuers, or with roots of another place, is refused", () => {
  const ledger = definedLedger();
  const [key, other] = [election.rsaKey(1, 0), election.rsaKey(1, 1)];
  const twice = new Map([
    [0, key],
    [1, key],
  ]);
  assert.deepEqual(ledger.codes(...transactionsOf(1, twice)), ["ACCEPTED", "ISSUER_KEY_INVALID"]);
  const stolen = new Map([
    [0, key],
    [1, other],
  ]);
  assert.deepEqual(ledger.codes(...transactionsOf(2, stolen)), ["ISSUER_KEY_INVALID", "ACCEPTED"]);
  // The proof of one style under another one.
  const [first] = transactionsOf(3);
  const body = expectOk(decodeTransaction(first as Uint8Array), "transaction").body;
  const moved = ledger.tx("issuer-keys", { ...body, style: 1 });
  assert.deepEqual(ledger.codes(moved), ["ISSUER_KEY_INVALID"]);
  assert.deepEqual(ledger.codes(...transactionsOf(3)), ["ACCEPTED", "ACCEPTED"], "positive control");
});

test("L33 whose keys these are is checked by name: none, half, another's, nobody's", () => {
  const ledger = definedLedger();
  const keys = keysOf(election, 1);
  const check = (issuer: number, checked = keys) =>
    checkKeys(election.election, ledger.view, issuer, checked);
  assert.equal(check(1), undefined, "before they are published");
  ledger.accept(...transactionsOf(1));
  assert.equal(check(1), undefined);
  assert.deepEqual(check(1, new Map([...keys].slice(0, 1))), { code: "KEYS_MISSING", styles: ["style-1"] });
  assert.deepEqual(check(1, keysOf(election, 2)), { code: "KEYS_DIFFER", styles: ["style-0", "style-1"] });
  assert.deepEqual(check(4), { code: "NO_SUCH_ISSUER" });
  assert.deepEqual(check(0), { code: "NO_SUCH_ISSUER" });
  assert.throws(() => transactionsOf(1, new Map()), /no key for style style-0/);
});

/** The keys as they are stored, with a byte after the DER of each. */
function withTail(stored: Uint8Array): Uint8Array {
  const decoded = expectOk(decodeCbor(stored), "CBOR") as { readonly keys: readonly CborMap[] };
  const keys = decoded.keys.map(({ pkcs8, style }) => ({
    pkcs8: concat(pkcs8 as Uint8Array, u8(0)),
    style: style as number,
  }));
  return encodeCbor({ keys });
}
