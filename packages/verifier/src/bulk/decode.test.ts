import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat } from "@veche/base";
import { encodePoint, multiplyBase } from "@veche/group";
import { createKernel } from "@veche/group/kernel";
import { decodeGathered } from "./decode.ts";
import type { GatheredBundle } from "./gather.ts";

const kernel = createKernel();
const point = (n: number): Bytes => encodePoint(multiplyBase(BigInt(n)));
const NO_POINT = new Uint8Array(32).fill(0xff);
const NOTHING = new Uint8Array(0);

function hintsOf(encodings: Bytes): Bytes {
  kernel.clear();
  kernel.decode(encodings);
  return kernel.hintsOfLastDecode();
}

function decode(bundles: readonly GatheredBundle[], encodings: Bytes): ReturnType<typeof decodeGathered> {
  kernel.clear();
  kernel.decode(point(1));
  const rows = new Uint32Array(0);
  const rest = { rows, bodies: rows, bodyEnds: rows, signatures: rows, firsts: rows };
  return decodeGathered(kernel, { ...rest, encodings, bundles });
}

const POINTS = concat(point(2), point(3), NO_POINT, point(4));
const two = (hints: Bytes | undefined, isMisfit = false): GatheredBundle => ({ points: 2, hints, isMisfit });

test("points are decoded with the hints of their bundle, and without", () => {
  const hints = hintsOf(POINTS.subarray(0, 64));
  for (const [bundles, hinted] of [
    [[two(undefined), two(undefined)], 0],
    [[two(hints), two(undefined)], 2],
    [[{ points: 0, hints: NOTHING, isMisfit: false }, two(hints), two(undefined)], 2],
  ] as const) {
    const { first, valid, hints: use } = decode(bundles, POINTS);
    assert.equal(first, 1);
    assert.deepEqual([...valid], [1, 1, 0, 1]);
    assert.deepEqual(use, { points: 4, hinted, wrong: 0, firstBad: -1 });
  }
});

test("the first bundle is named whose hints are too many or do not fit", () => {
  const right = hintsOf(POINTS.subarray(0, 64));
  const wrong = right.map((byte, i) => (i === 40 ? byte ^ 1 : byte));
  for (const [bundles, hinted, count, firstBad] of [
    [[two(right), two(undefined, true)], 2, 0, 1],
    [[two(undefined, true), two(undefined, true)], 0, 0, 0],
    [[two(wrong), two(undefined, true)], 2, 1, 0],
    [[two(wrong), two(undefined)], 2, 1, 0],
  ] as const) {
    const { valid, hints } = decode(bundles, POINTS);
    assert.deepEqual([...valid], [1, 1, 0, 1], "what is wrong with hints changes no point");
    assert.deepEqual(hints, { points: 4, hinted, wrong: count, firstBad });
  }
});
