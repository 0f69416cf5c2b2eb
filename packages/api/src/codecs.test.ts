import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  encodeIssueAnswer,
  encodeIssueRequest,
  encodeSignAnswer,
  encodeSignRequest,
  ISSUER_REFUSALS,
  type Issued,
  type Issuing,
  jsonUint,
  REGISTRAR_REFUSALS,
  readIssueAnswer,
  readIssueRequest,
  readSignAnswer,
  readSignRequest,
  readTransactionAnswer,
  type Signing,
  sentenceFor,
} from "./index.ts";

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const rsa = bytes(256);
const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

const signing: fc.Arbitrary<Signing> = fc.record(
  {
    election: bytes(32),
    style: fc.stringMatching(/^[a-z0-9-]{1,32}$/),
    entry: bytes(32),
    hashes: fc.array(bytes(32), { minLength: 1, maxLength: 30 }),
    blinded: rsa,
  },
  { noNullPrototype: true },
);

test("a request to an issuer survives the wire", () => {
  fc.assert(
    fc.property(signing, (message) => {
      assert.deepEqual(readSignRequest(throughJson(encodeSignRequest(message))), message);
    }),
    { numRuns: 20 },
  );
});

test("answers and requests of issuing survive the wire", () => {
  const issuing: Issuing = { voter: "v-1", secret: "S", style: "a", blinded: [new Uint8Array(256).fill(7)] };
  assert.deepEqual(readIssueRequest(throughJson(encodeIssueRequest(issuing))), issuing);
  const issued: Issued = {
    entry: new Uint8Array(32),
    index: 9,
    set: 1,
    signatures: [new Uint8Array(256)],
    proof: "c2sp.org/tlog-proof@v1\n",
    replacements: ["x"],
  };
  assert.deepEqual(readIssueAnswer(throughJson(encodeIssueAnswer(issued))), issued);
  const signed = { issuer: 2, set: 0, signature: new Uint8Array(256).fill(1) };
  assert.deepEqual(readSignAnswer(throughJson(encodeSignAnswer(signed))), signed);
});

test("L8 whatever is not exactly the message is refused, whole", () => {
  const good = encodeSignRequest({
    election: new Uint8Array(32),
    style: "a",
    entry: new Uint8Array(32),
    hashes: [new Uint8Array(32)],
    blinded: new Uint8Array(256),
  });
  assert.ok(readSignRequest(good) !== undefined, "positive control");
  const bad: readonly unknown[] = [
    undefined,
    null,
    "text",
    [],
    { ...good, more: 1 },
    { ...good, entry: good.entry.toUpperCase().replace("0", "A") },
    { ...good, entry: good.entry.slice(2) },
    { ...good, hashes: good.hashes[0] },
    { ...good, hashes: Array.from({ length: 31 }, () => good.hashes[0]) },
    { ...good, hashes: [7] },
    { ...good, blinded: `${good.blinded} ` },
    { ...good, blinded: good.blinded.slice(4) },
    { ...good, style: 5 },
    { ...good, style: "a".repeat(33) },
    Object.fromEntries(Object.entries(good).filter(([key]) => key !== "blinded")),
  ];
  for (const value of bad)
    assert.equal(readSignRequest(value), undefined, JSON.stringify(value)?.slice(0, 60));
});

test("a node's answers are read as what they say, and nonsense as nothing", () => {
  assert.deepEqual(readTransactionAnswer({ outcome: "ACCEPTED", index: 4 }), {
    kind: "ENTERED",
    outcome: "ACCEPTED",
    index: 4,
  });
  assert.deepEqual(readTransactionAnswer({ outcome: "ALREADY", message: {} }), { kind: "ALREADY" });
  assert.deepEqual(readTransactionAnswer({ outcome: "BUSY", retryAfterSeconds: 3 }), {
    kind: "BUSY",
    retryAfterMs: 3_000,
  });
  assert.deepEqual(readTransactionAnswer({ outcome: "PHASE", number: 16, transient: false }), {
    kind: "REFUSED",
    outcome: "PHASE",
    transient: false,
  });
  for (const value of [
    null,
    3,
    {},
    { outcome: 1 },
    { outcome: "ACCEPTED" },
    { outcome: "ACCEPTED", index: -1 },
  ]) {
    assert.equal(readTransactionAnswer(value), undefined);
  }
});

test("every refusal has a sentence in both languages", () => {
  const refusals = [...Object.values(ISSUER_REFUSALS), ...Object.values(REGISTRAR_REFUSALS)];
  for (const { message } of refusals) {
    assert.ok(message.en.length > 10 && /[а-яё]/i.test(message.ru));
  }
  assert.match(sentenceFor("NO_SUCH_CODE").en, /NO_SUCH_CODE/);
});

test("an integer of JSON has one form: minus nought, fractions and what is too large are none", () => {
  const read = (text: string): number | undefined => jsonUint(JSON.parse(text));
  assert.deepEqual(["0", "7", `${2 ** 53 - 1}`].map(read), [0, 7, 2 ** 53 - 1]);
  for (const text of ["-0", "-1", "0.5", `${2 ** 53}`, '"1"', "null"])
    assert.equal(read(text), undefined, text);
});
