import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeCbor, expectOk, sha256, toHex, utf8 } from "@veche/base";
import { hash32 } from "@veche/crypto";
import { type ElectionResult, encodeResult, resultHash } from "./result.ts";

const result: ElectionResult = {
  contests: [
    { ballots: 12, contest: 0, groups: [{ ballots: 12, counts: [5, 7], styles: [0, 1] }], status: "counted" },
    { ballots: 0, contest: 1, groups: [], status: "empty" },
    { ballots: 3, contest: 2, groups: [], status: "withheld" },
  ],
  election: sha256(utf8("result")),
};

test("§08.5.2 a result is deterministic CBOR with the keys of the table", () => {
  const bytes = encodeResult(result);
  assert.deepEqual(expectOk(decodeCbor(bytes), "own encoding"), result);
  const reordered: ElectionResult = {
    election: result.election,
    contests: result.contests.map(({ status, groups, contest, ballots }) => ({
      status,
      groups,
      contest,
      ballots,
    })),
  };
  assert.equal(toHex(encodeResult(reordered)), toHex(bytes));
});

test("§08.5.3 the result's hash covers election and result", () => {
  assert.deepEqual(resultHash(result), hash32("result", result.election, encodeResult(result)));
  const [first, ...others] = result.contests;
  const moved = [{ ...first, ballots: 13 } as typeof first, ...others];
  const hashes = [
    result,
    { ...result, election: sha256(utf8("another")) },
    { ...result, contests: others },
    { ...result, contests: moved as ElectionResult["contests"] },
  ].map((r) => toHex(resultHash(r)));
  assert.equal(new Set(hashes).size, hashes.length);
});
