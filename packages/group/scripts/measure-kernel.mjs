// CPU time of each operation of the kernel, and of noble's in the same process. Prints one line for each, in microseconds.
//   node --conditions=source --import tsx packages/group/scripts/measure-kernel.mjs [largest number of points]
import { createHash } from "node:crypto";
import { ristretto255, ristretto255_hasher } from "@noble/curves/ed25519.js";
import { createKernel } from "../src/kernel/index.ts";

const { Point } = ristretto255;
const ORDER = Point.Fn.ORDER;
const LARGEST = Number(process.argv[2] ?? 100_000);
const RUNS = 5;

/** Median of the CPU time of several runs, in microseconds an operation. */
function measure(operations, run) {
  run();
  const times = Array.from({ length: RUNS }, () => {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / operations;
  }).sort((a, b) => a - b);
  return times[RUNS >> 1];
}

const report = (name, time) => process.stdout.write(`${name.padEnd(36)} ${time.toFixed(3).padStart(10)}\n`);

/** Bytes that look random and are the same each time. */
function noise(length, label) {
  return new Uint8Array(createHash("shake256", { outputLength: length }).update(label).digest());
}

function scalars(n, label) {
  const bytes = noise(32 * n, label);
  for (let i = 31; i < bytes.length; i += 32) bytes[i] &= 15;
  return bytes;
}

const numbers = (n) => Uint32Array.from({ length: n }, (_, i) => i);
const none = { points: new Uint32Array(0), scalars: new Uint8Array(0) };
const base = Point.BASE.toBytes();

const kernel = createKernel();
const fixed = [kernel.fixedBase(base)];
const second = kernel.fixedBase(ristretto255_hasher.deriveToCurve(noise(64, "second")).toBytes());
const encodings = kernel.multiplyFixed(fixed, scalars(LARGEST, "points"));
kernel.decode(encodings);
const hints = kernel.hintsOfLastDecode();

const few = 2_000;
const fewEncodings = encodings.subarray(0, 32 * few);
function decodeFew(...rest) {
  kernel.clear();
  kernel.decode(fewEncodings, ...rest);
}
report(
  "kernel decode",
  measure(few, () => decodeFew()),
);
report(
  "kernel decode with hints",
  measure(few, () => decodeFew(hints.subarray(0, 32 * few))),
);
report(
  "kernel fixed base and encode",
  measure(few, () => kernel.multiplyFixed(fixed, scalars(few, "a"))),
);
report(
  "kernel two fixed bases and encode",
  measure(few, () => kernel.multiplyFixed([...fixed, second], scalars(2 * few, "a"))),
);
report(
  "kernel row of two and encode",
  measure(few / 2, () => kernel.rows(numbers(few), scalars(few, "b"), 2)),
);
report(
  "kernel add",
  measure(few * 100, () => {
    for (let i = 0; i < 100; i++) kernel.sum(numbers(few));
  }),
);

kernel.clear();
kernel.decode(encodings, hints);
for (let n = 1_000; n <= LARGEST; n *= 10) {
  const long = { points: numbers(n), scalars: scalars(n, "long") };
  const short = { points: numbers(n), scalars: noise(16 * n, "short") };
  report(
    `kernel ${n} long, each`,
    measure(n, () => kernel.isZeroSum({ long, short: none })),
  );
  report(
    `kernel ${n} short, each`,
    measure(n, () => kernel.isZeroSum({ long: none, short })),
  );
}

const points = Array.from({ length: 200 }, (_, i) => Point.fromBytes(encodings.slice(32 * i, 32 * i + 32)));
const noise32 = noise(32 * 200, "noble");
const bigs = points.map(
  (_, i) => BigInt(`0x${Buffer.from(noise32.subarray(32 * i, 32 * i + 32)).toString("hex")}`) % ORDER,
);
report(
  "noble decode",
  measure(200, () => {
    for (const at of points.keys()) Point.fromBytes(encodings.subarray(32 * at, 32 * at + 32));
  }),
);
report(
  "noble encode",
  measure(200, () => {
    for (const p of points) p.toBytes();
  }),
);
report(
  "noble multiply, any point",
  measure(50, () => {
    for (let i = 0; i < 50; i++) points[i].multiplyUnsafe(bigs[i]);
  }),
);
report(
  "noble multiply, base point",
  measure(50, () => {
    for (let i = 0; i < 50; i++) Point.BASE.multiplyUnsafe(bigs[i]);
  }),
);
