import assert from "node:assert/strict";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { BugError, type Bytes, concat, toHex } from "@veche/base";
import { ORDER } from "../scalar.ts";
import { createKernel, type FixedBase } from "./index.ts";
import { fieldBytes, goodEncodings, longs, none, numbersFrom, shorts } from "./testing/inputs.ts";

const one = goodEncodings[1] as Bytes;

test("the table grows and keeps what it has; fixed bases and results stay", () => {
  const kernel = createKernel();
  const base = kernel.fixedBase(one) as FixedBase;
  const random = numbersFrom(4);
  const scalars = Array.from({ length: 700 }, () => random.next().value % ORDER);
  const encodings = kernel.multiplyFixed([base], concat(...scalars.map(fieldBytes)));
  for (let round = 0, count = 0; round < 40; round++) {
    const n = 1 + ((round * 37) % 700);
    const decoded = kernel.decode(encodings.slice(0, 32 * n));
    assert.equal(decoded.first, count);
    count += n;
    assert.equal(kernel.count, count);
    assert.equal(
      toHex(kernel.sum(Uint32Array.of(decoded.first + n - 1))),
      toHex(encodings.slice(32 * n - 32, 32 * n)),
    );
    assert.equal(toHex(kernel.sum(Uint32Array.of(0))), toHex(encodings.slice(0, 32)));
  }
  assert.deepEqual(kernel.multiplyFixed([base], concat(...scalars.map(fieldBytes))), encodings);
  kernel.clear();
  assert.equal(kernel.count, 0);
  assert.equal(kernel.hintsOfLastDecode().length, 0);
  assert.deepEqual(kernel.multiplyFixed([base], fieldBytes(1n)), one);
});

test("batches that come and go take no more memory than the largest", () => {
  const kernel = createKernel();
  const encodings = concat(...Array.from({ length: 500 }, () => concat(...goodEncodings.slice(0, 8))));
  const points = Array.from({ length: 4000 }, (_, i) => i);
  const terms = { long: longs(points, points.map(BigInt)), short: shorts(points, points.map(BigInt)) };
  const round = (): void => {
    kernel.clear();
    assert.equal(
      kernel.decode(encodings, kernel.hintsOfLastDecode().length ? kernel.hintsOfLastDecode() : undefined)
        .allValid,
      true,
    );
    kernel.multiScalar(terms);
  };
  round();
  round();
  const before = process.memoryUsage().arrayBuffers + process.memoryUsage().external;
  for (let i = 0; i < 5; i++) round();
  const after = process.memoryUsage().arrayBuffers + process.memoryUsage().external;
  assert.ok(after - before < 8_000_000, `${after - before} bytes more`);
});

test("several kernels do not see each other", () => {
  const [a, b] = [createKernel(), createKernel()];
  a.decode(concat(...goodEncodings.slice(1, 4)));
  b.decode(concat(...goodEncodings.slice(9, 16)));
  assert.deepEqual([a.count, b.count], [3, 7]);
  assert.deepEqual(a.sum(Uint32Array.of(0, 1)), goodEncodings[3]);
  assert.deepEqual(b.sum(Uint32Array.of(0)), goodEncodings[9]);
  const base = a.fixedBase(one) as FixedBase;
  assert.throws(() => b.multiplyFixed([base], fieldBytes(1n)), BugError);
});

test("works in a thread of its own", async () => {
  const worker = new Worker(new URL("./testing/source-worker.mjs", import.meta.url), { workerData: one });
  const answer = await new Promise<Bytes>((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
  await worker.terminate();
  assert.deepEqual(answer, goodEncodings[15]);
});

test("what only our own code can get wrong is a bug", () => {
  const kernel = createKernel();
  const base = kernel.fixedBase(one) as FixedBase;
  kernel.decode(concat(...goodEncodings.slice(0, 2)));
  const two = Uint32Array.of(2);
  const tooLarge = fieldBytes(ORDER);
  const terms = { points: Uint32Array.of(1), scalars: fieldBytes(1n) };
  const bugs: readonly (() => unknown)[] = [
    () => kernel.decode(new Uint8Array(31)),
    () => kernel.decode(one, new Uint8Array(64)),
    () => kernel.sum(two),
    () => kernel.rows(Uint32Array.of(1), new Uint8Array(31), 1),
    () => kernel.rows(Uint32Array.of(1), fieldBytes(1n), 0),
    () => kernel.rows(Uint32Array.of(1), fieldBytes(1n), 2),
    () => kernel.rows(two, fieldBytes(1n), 1),
    () => kernel.rows(Uint32Array.of(1), tooLarge, 1),
    () => kernel.multiScalar({ long: { ...terms, points: two }, short: none }),
    () => kernel.multiScalar({ long: { ...terms, scalars: tooLarge }, short: none }),
    () => kernel.multiScalar({ long: { ...terms, scalars: new Uint8Array(32).fill(255) }, short: none }),
    () => kernel.multiScalar({ long: none, short: terms }),
    () => kernel.isZeroSum({ long: none, short: { points: two, scalars: new Uint8Array(16) } }),
    () => kernel.fixedBase(new Uint8Array(33)),
    () => kernel.multiplyFixed([], new Uint8Array(0)),
    () => kernel.multiplyFixed([base], new Uint8Array(33)),
    () => kernel.multiplyFixed([base, base], fieldBytes(1n)),
    () => kernel.multiplyFixed([base], tooLarge),
    () => kernel.multiplyFixed([Object.freeze({}) as FixedBase], fieldBytes(1n)),
  ];
  for (const [i, bug] of bugs.entries()) assert.throws(bug, BugError, `case ${i}`);
  assert.deepEqual(kernel.sum(Uint32Array.of(1)), one, "and the kernel goes on");
});
