import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { type Bytes, expectOk, fromHex, toHex } from "@veche/base";
import { chainVectors } from "../testing/makers/chain-vectors.ts";
import { type ChainMembers, changeMembers, refuseChange } from "./members.ts";
import { validatorsMessage } from "./signing.ts";
import { type ChainTransaction, type ChainValidator, decodeChainTransaction } from "./transaction.ts";

type Vectors = ReturnType<typeof chainVectors>;

const file = new URL("../../../../spec/vectors/chain.json", import.meta.url);
const vectors = JSON.parse(readFileSync(file, "utf8")) as Vectors;

function bytesOf(hex: string): Bytes {
  const bytes = fromHex(hex);
  assert.ok(bytes, "hexadecimal");
  return bytes;
}

/** A transaction in the words of the vectors. */
function told(read: ChainTransaction): unknown {
  if (read.kind === "election") {
    return { kind: read.kind, electionId: toHex(read.electionId), transaction: toHex(read.transaction) };
  }
  const { add, remove, sequence } = read.body;
  assert.ok(read.signatures.every(({ role }) => role === 1));
  return {
    kind: read.kind,
    add: add.map(({ consensus, key, logKey, name }) => ({
      consensus: toHex(consensus),
      key: toHex(key),
      logKey: toHex(logKey),
      name,
    })),
    remove: remove.map(toHex),
    sequence,
    signers: read.signatures.map(({ index }) => index),
  };
}

for (const { name, expect, ...given } of vectors.transactions) {
  test(`vector: ${name}`, () => {
    const bytes =
      "bytes" in given
        ? bytesOf(given.bytes)
        : new Uint8Array(given.repeated.times).fill(given.repeated.byte);
    const read = decodeChainTransaction(bytes);
    assert.deepEqual(read.ok ? told(read.value) : read.error.code, expect);
  });
}

test("vectors: signed messages", () => {
  for (const { chainId, sequence, body, message } of vectors.messages) {
    assert.equal(toHex(validatorsMessage(chainId, sequence, bytesOf(body))), message);
  }
});

const organisations = vectors.organisations.map(({ key }) => ({ key: bytesOf(key), name: "Organisation" }));
const founders = { chainId: vectors.chainId, genesis: { organisations, quorum: vectors.quorum } };

const validatorOf = ({ name, ...keys }: Vectors["changes"][0]["validators"][0]): ChainValidator => ({
  consensus: bytesOf(keys.consensus),
  key: bytesOf(keys.key),
  logKey: bytesOf(keys.logKey),
  name,
});

for (const { name, validators, sequence, voting, bytes, outcome, ...rest } of vectors.changes) {
  test(`vector: ${name}: ${outcome}`, () => {
    const members: ChainMembers = { validators: validators.map(validatorOf), sequence };
    const read = expectOk(decodeChainTransaction(bytesOf(bytes)), "read");
    assert.ok(read.kind === "validators");
    const refusal = refuseChange(founders, members, read, voting);
    assert.equal(refusal?.code ?? "ACCEPTED", outcome);
    if (refusal !== undefined) return;
    const after = changeMembers(members, read.body);
    assert.equal(after.sequence, sequence + 1);
    assert.deepEqual(
      after.validators.map(({ consensus }) => toHex(consensus)),
      "after" in rest ? rest.after : undefined,
    );
  });
}

test("the file is what its script makes", () => {
  assert.deepEqual(vectors, JSON.parse(JSON.stringify(chainVectors())));
});
