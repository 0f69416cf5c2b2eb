import assert from "node:assert/strict";
import { test } from "node:test";
import type { Bytes } from "@veche/base";
import fc from "fast-check";
import { createKernel, type Kernel } from "./index.ts";
import { disagreement } from "./testing/compare.ts";
import { createReferenceKernel } from "./testing/reference.ts";

const kernel = createKernel();
const reference = createReferenceKernel();
const anyInput = fc.uint8Array({ maxLength: 12 * 33, size: "max" });

test("the kernel and noble agree on what any bytes say", () => {
  assert.equal(disagreement(kernel, reference, new Uint8Array(0)), undefined);
  fc.assert(
    fc.property(anyInput, (input) => assert.equal(disagreement(kernel, reference, input), undefined)),
    { numRuns: 60 },
  );
});

test("a kernel that errs is found out, whatever it errs in", () => {
  const input = Uint8Array.from({ length: 12 * 33 }, (_, i) => (i % 33 === 0 ? 2 : (i * 89) & 255));
  const changed = (bytes: Bytes): Bytes => bytes.with(5, (bytes[5] as number) ^ 1);
  const wrong: Readonly<Record<string, Partial<Kernel>>> = {
    decoded: { decode: (...given) => ({ ...kernel.decode(...given), allValid: false }) },
    hints: { hintsOfLastDecode: () => changed(kernel.hintsOfLastDecode()) },
    multiScalar: { multiScalar: (terms) => changed(kernel.multiScalar(terms)) },
    isZeroSum: { isZeroSum: (terms) => !kernel.isZeroSum(terms) },
    sum: { sum: (points) => changed(kernel.sum(points)) },
    rows: { rows: (...given) => changed(kernel.rows(...given)) },
    fixed: { multiplyFixed: (...given) => changed(kernel.multiplyFixed(...given)) },
  };
  for (const [name, error] of Object.entries(wrong)) {
    const erring = new Proxy(kernel, {
      get: (target, key) => {
        const value = (error as Record<string | symbol, unknown>)[key] ?? Reflect.get(target, key);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    assert.equal(disagreement(erring, reference, input), name);
  }
});
