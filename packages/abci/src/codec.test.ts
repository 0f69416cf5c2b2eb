import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { type Bytes, concat, fromHex, utf8 } from "@veche/base";
import {
  Request,
  RequestCheckTx,
  RequestFinalizeBlock,
  RequestPrepareProposal,
  RequestProcessProposal,
  Response,
} from "cosmjs-types/tendermint/abci/types";
import fc from "fast-check";
import { decodeRequest, encodeAnswer, encodeEcho, encodeException, encodeFlush, METHODS } from "./codec.ts";

const FIELDS: {
  readonly request: Readonly<Record<string, number>>;
  readonly response: Readonly<Record<string, number>>;
} = JSON.parse(readFileSync(new URL("../vectors/cometbft/fields.json", import.meta.url), "utf8"));

const bytesOf = (hex: string): Bytes => fromHex(hex) ?? assert.fail(hex);

/** Tag of a length-delimited field, as a varint. */
function tag(field: number): Bytes {
  const key = field * 8 + 2;
  return key < 0x80 ? Uint8Array.of(key) : Uint8Array.of((key % 0x80) + 0x80, Math.floor(key / 0x80));
}

/** An empty message in a field. */
const empty = (field: number): Bytes => concat(tag(field), Uint8Array.of(0));

test("all sixteen methods of ABCI 2.0 are known by the field numbers of CometBFT", () => {
  const known = [...METHODS, "echo", "flush"].sort();
  const named = Object.keys(FIELDS.request).filter((name) => name !== "insertTx" && name !== "reapTxs");
  assert.deepEqual(known, named.sort());
  assert.equal(known.length, 16);
  for (const method of known) {
    const decoded = decodeRequest(empty(FIELDS.request[method] ?? 0));
    assert.equal(decoded.ok && decoded.value.method, method);
  }
});

test("an answer stands in the field of its method", () => {
  const answers = METHODS.map(
    (method) => [method, encodeAnswer(method, { txResults: [] } as never)] as const,
  );
  const all = [
    ...answers,
    ["echo", encodeEcho("")],
    ["flush", encodeFlush()],
    ["exception", encodeException("")],
  ] as const;
  for (const [method, bytes] of all) {
    const expected = tag(FIELDS.response[method] ?? 0);
    assert.deepEqual(bytes.subarray(0, expected.length), expected, method);
  }
  assert.equal(all.length, Object.keys(FIELDS.response).length);
});

test("bytes of requests that were written by hand", () => {
  const echo = decodeRequest(bytesOf("0a070a0568656c6c6f"));
  assert.deepEqual(echo, { ok: true, value: { method: "echo", message: "hello" } });
  const recheck = decodeRequest(bytesOf("42060a02a1b21001"));
  assert.equal(recheck.ok && recheck.value.method, "checkTx");
  assert.deepEqual(
    recheck.ok && recheck.value.method === "checkTx" && recheck.value.request,
    RequestCheckTx.fromPartial({ tx: bytesOf("a1b2"), type: 1 }),
  );
});

test("fields of blocks arrive whole: heights over 2^53, times, evidence, votes", () => {
  const common = {
    txs: [utf8("a"), new Uint8Array(), utf8("b")],
    height: 2n ** 62n,
    time: { seconds: 1_795_000_000n, nanos: 999_999_999 },
    misbehavior: [{ type: 1, height: 5n, totalVotingPower: 40n }],
    proposerAddress: new Uint8Array(20).fill(3),
  };
  const requests = [
    { prepareProposal: RequestPrepareProposal.fromPartial({ ...common, maxTxBytes: 4_194_304n }) },
    { processProposal: RequestProcessProposal.fromPartial({ ...common, hash: new Uint8Array(32) }) },
    { finalizeBlock: RequestFinalizeBlock.fromPartial({ ...common, decidedLastCommit: { round: 2 } }) },
  ];
  for (const request of requests) {
    const [[method, sent] = ["", undefined]] = Object.entries(request);
    const decoded = decodeRequest(Request.encode(request).finish());
    assert.ok(decoded.ok && decoded.value.method !== "echo" && decoded.value.method !== "flush");
    assert.deepEqual([decoded.value.method, decoded.value.request], [method, sent]);
  }
});

test("what an application leaves out is zero, and what it says is said", () => {
  const bytes = encodeAnswer("finalizeBlock", {
    appHash: Uint8Array.of(9),
    txResults: [{ code: 0 }, { code: 7, log: "no" }],
  });
  const { finalizeBlock } = Response.decode(bytes);
  assert.deepEqual(
    finalizeBlock?.txResults.map(({ code, log, gasUsed }) => [code, log, gasUsed]),
    [
      [0, "", 0n],
      [7, "no", 0n],
    ],
  );
  assert.deepEqual(finalizeBlock?.validatorUpdates, []);
});

test("requests of other versions are unknown, and what is no message is malformed", () => {
  const cases = [
    ["", "REQUEST_UNKNOWN"],
    // SetOption, DeliverTx of ABCI 1; InsertTx, ReapTxs of a mempool inside the application.
    ["2200", "REQUEST_UNKNOWN"],
    ["4a00", "REQUEST_UNKNOWN"],
    ["aa0100", "REQUEST_UNKNOWN"],
    ["b20100", "REQUEST_UNKNOWN"],
    ["0a070a05", "REQUEST_MALFORMED"],
    ["0a", "REQUEST_MALFORMED"],
    ["ffffffffffff", "REQUEST_MALFORMED"],
    ["12001a00", "REQUEST_MALFORMED"],
  ] as const;
  for (const [hex, code] of cases) {
    assert.deepEqual(decodeRequest(bytesOf(hex)), { ok: false, error: { code } }, hex);
  }
});

test("whatever bytes come, they are a request or an error, and never a fault of ours", () => {
  const field = fc.tuple(fc.constantFrom(...Object.values(FIELDS.request)), fc.uint8Array({ maxLength: 60 }));
  const likely = field.map(([number, body]) => concat(tag(number), Uint8Array.of(body.length), body));
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 100 }), likely), (bytes) => {
      const decoded = decodeRequest(bytes);
      assert.ok(decoded.ok || decoded.error.code.startsWith("REQUEST_"));
    }),
    { numRuns: 2_000 },
  );
});
