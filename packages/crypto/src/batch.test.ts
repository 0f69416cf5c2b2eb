import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat, equalBytes, type RandomBytes } from "@veche/base";
import {
  add,
  BASE,
  encodePoint,
  IDENTITY,
  isIdentity,
  multiplyBase,
  multiplyScalars,
  negateScalar,
  ORDER,
  randomScalar,
  type Scalar,
} from "@veche/group";
import { createKernel, type Kernel, type Terms } from "@veche/group/kernel";
import fc from "fast-check";
import { type BatchVerdict, verifyBatch } from "./batch.ts";
import { type Equation, type Statement, verifyStatement } from "./equations.ts";
import { seeded } from "./seeded.test.ts";

const kernel = createKernel();
const randomBytes = seeded("batch");
const draw = (): Scalar => randomScalar(randomBytes);
const secret = draw();
const key = multiplyBase(secret);

/** An equation, its points numbered from `first`, with their encodings. */
type Piece = { readonly points: readonly Bytes[]; readonly equation: Equation };

/** P + c·Q + d·key − z·B, P and Q of its own, with z right, or wrong by `error`. */
function piece(first: number, error: Scalar = 0n): Piece {
  const [p, q, c, d] = [draw(), draw(), draw(), draw()];
  const z = p + multiplyScalars(c, q) + multiplyScalars(d, secret) + error;
  const points = [p, q].map((scalar) => encodePoint(multiplyBase(scalar)));
  const scalars = [1n, c, d, negateScalar(z % ORDER)];
  return { points, equation: { points: [first, first + 1, key, BASE], scalars } };
}

function statement(...errors: readonly Scalar[]): Statement {
  const pieces = errors.map((error, i) => piece(2 * i, error));
  return {
    points: concat(...pieces.flatMap(({ points }) => points)),
    sums: [],
    equations: pieces.map(({ equation }) => equation),
  };
}

const right = (): Statement => statement(0n, 0n);
const wrong = (): Statement => statement(0n, 1n);
/** Wrong where only the holder of the secret can be right. */
const forged = (): Statement => statement(1n, 0n);
/** The second point is none: 2^256 − 1. */
const noPoints = (): Statement => {
  const { points, ...rest } = right();
  return { ...rest, points: points.map((byte, i) => (i >= 32 && i < 64 ? 255 : byte)) };
};

const verdictsOf = (statements: readonly Statement[], random = randomBytes): readonly BatchVerdict[] =>
  verifyBatch(kernel, statements, random).map(({ verdict }) => verdict);

test("the batch's verdicts are those of single verification, whichever statements are wrong or no points", () => {
  const kinds: readonly (readonly [BatchVerdict, readonly Statement[]])[] = [
    ["RIGHT", Array.from({ length: 9 }, right)],
    ["WRONG", Array.from({ length: 9 }, wrong)],
    ["NOT_POINTS", Array.from({ length: 9 }, noPoints)],
    ["WRONG", Array.from({ length: 9 }, forged)],
    ["RIGHT", Array.from({ length: 9 }, () => statement(0n))],
    ["WRONG", Array.from({ length: 9 }, () => statement(ORDER - 1n))],
    ["WRONG", Array.from({ length: 9 }, () => statement(1n, 1n))],
  ];
  const kind = fc.constantFrom(0, 0, 0, 1, 2, 3, 4, 5, 6);
  fc.assert(
    fc.property(fc.array(kind, { maxLength: 9 }), (pattern) => {
      const statements = pattern.map((kind, i) => kinds[kind]?.[1][i] as Statement);
      const expected = pattern.map((kind) => kinds[kind]?.[0] as BatchVerdict);
      assert.deepEqual(verdictsOf(statements), expected);
      assert.deepEqual(
        statements.map(verifyStatement),
        expected.map((verdict) => verdict === "RIGHT"),
      );
    }),
    { numRuns: 30 },
  );
});

test("one wrong equation among thousands is found, at whatever place, and its statement named", () => {
  const rights = Array.from({ length: 40 }, right);
  const bad = wrong();
  const at = fc.sample(fc.nat(2_999), 3);
  for (const place of [0, 2_999, ...at]) {
    const statements = Array.from({ length: 3_000 }, (_, i) =>
      i === place ? bad : (rights[i % rights.length] as Statement),
    );
    const verdicts = verdictsOf(statements);
    assert.equal(verdicts[place], "WRONG", `at ${place}`);
    assert.equal(verdicts.filter((verdict) => verdict === "RIGHT").length, 2_999);
  }
});

/** The kernel, telling of every sum. */
const watching = (onSum: (terms: Terms) => void): Kernel =>
  new Proxy(kernel, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== "function") return member;
      return (...args: readonly unknown[]) => {
        if (name === "isZeroSum") onSum(args[0] as Terms);
        return Reflect.apply(member, target, args);
      };
    },
  });

test("batches larger than the kernel shall hold at once are judged in loads", () => {
  const rights = Array.from({ length: 10 }, right);
  const large = right();
  // 20,000 points more, which no equation asks for.
  const padded = { ...large, points: concat(large.points, new Uint8Array(32 * 20_000)) };
  let most = 0;
  const watched = watching(() => {
    most = Math.max(most, kernel.count);
  });
  const statements = [...rights, padded, padded, padded, padded, wrong(), padded];
  const verdicts = verifyBatch(watched, statements, randomBytes).map(({ verdict }) => verdict);
  const expected = statements.map((_, i): BatchVerdict => (i === 14 ? "WRONG" : "RIGHT"));
  assert.deepEqual(verdicts, expected);
  assert.ok(most < 70_000, `${most} points at once`);
});

/** How many sums a batch took. */
function sumsOf(statements: readonly Statement[], expected: readonly BatchVerdict[]): number {
  let sums = 0;
  const watched = watching(() => sums++);
  const judged = verifyBatch(watched, statements, randomBytes);
  assert.deepEqual(
    judged.map(({ verdict }) => verdict),
    expected,
  );
  return sums;
}

test("⚔ a flood of forgeries costs one sum more, however many they are and wherever they stand", () => {
  const isForged = fc
    .array(fc.boolean(), { minLength: 1, maxLength: 24 })
    .filter((all) => all.includes(true));
  const rights = Array.from({ length: 24 }, right);
  const fakes = Array.from({ length: 24 }, forged);
  const run = (pattern: readonly boolean[], wrongs: readonly Statement[]): number =>
    sumsOf(
      pattern.map((one, i) => (one ? wrongs : rights)[i] as Statement),
      pattern.map((one) => (one ? "WRONG" : "RIGHT")),
    );
  fc.assert(
    fc.property(isForged, (pattern) => {
      assert.equal(run(pattern, fakes), pattern.includes(false) ? 2 : 1);
    }),
    { numRuns: 30 },
  );
  const elsewhere = Array.from({ length: 8 }, wrong);
  const pattern = elsewhere.map((_, i) => i % 2 === 0);
  assert.ok(run(pattern, elsewhere) > 8, "control: what is wrong elsewhere is found by halving");
});

test("what claims one equation alone is judged by it: no sum is asked again", () => {
  const one = (error: Scalar): Statement => statement(error);
  assert.equal(sumsOf([one(0n), one(1n), one(0n)], ["RIGHT", "WRONG", "RIGHT"]), 1);
});

/** Two equations wrong by +1 and −1: their plain sum holds. */
const cancelling = (): Statement => statement(1n, ORDER - 1n);

test("⚔ errors that cancel, within a statement or between two, are refused", () => {
  assert.deepEqual(verdictsOf([right(), cancelling()]), ["RIGHT", "WRONG"]);
  const apart = [statement(1n), statement(ORDER - 1n)];
  assert.deepEqual(verdictsOf([...apart, right()]), ["WRONG", "WRONG", "RIGHT"]);
});

/** One coefficient for all equations that are drawn for together. */
const repeating: RandomBytes = (length) => {
  const one = randomBytes(16);
  return Uint8Array.from({ length }, (_, i) => one[i % 16] as number);
};
const stuck: RandomBytes = (length) => Uint8Array.from({ length }, (_, i) => (i % 16) + 1);

test("positive control: coefficients that are not fresh for each equation let errors cancel", () => {
  assert.deepEqual(verdictsOf([right(), cancelling()], repeating), ["RIGHT", "RIGHT"]);
  const apart = [statement(1n), statement(ORDER - 1n)];
  assert.deepEqual(verdictsOf(apart, stuck), ["RIGHT", "RIGHT"]);
  assert.deepEqual(verdictsOf([right(), wrong()], stuck), ["RIGHT", "WRONG"]);
});

test("⚔ whatever two errors are, no ratio of them cancels twice", () => {
  const ratios = fc.sample(fc.bigInt({ min: 1n, max: 2n ** 128n }), 4);
  for (const ratio of [1n, 2n, ORDER - 2n, ...ratios]) {
    const two = statement(ratio % ORDER, ORDER - 1n);
    assert.deepEqual(verdictsOf([right(), two]), ["RIGHT", "WRONG"]);
  }
});

test("an independent coefficient of 16 bytes is drawn for every equation, afresh at every halving", () => {
  const counted = (statements: readonly Statement[]): number => {
    const drawn: Bytes[] = [];
    verdictsOf(statements, (length) => {
      const bytes = randomBytes(length);
      drawn.push(bytes);
      return bytes;
    });
    const all = concat(...drawn);
    const distinct = new Set(
      Array.from({ length: all.length / 16 }, (_, i) => all.slice(16 * i, 16 * i + 16).join()),
    );
    assert.equal(16 * distinct.size, all.length);
    return distinct.size;
  };
  assert.equal(counted([right(), right(), right()]), 6);
  // Four statements, then the half that holds, then each statement of the other.
  assert.equal(counted([right(), right(), wrong(), right()]), 8 + 4 + 2 + 2);
});

test("a coefficient that is used changes the terms of the kernel; a coefficient of 2^128 − 1 stays short", () => {
  const largest: RandomBytes = (length) => new Uint8Array(length).fill(255);
  let short = 0;
  const watched = watching((terms) => {
    short = terms.short.points.length;
    assert.equal(terms.short.scalars.length, 16 * short);
    assert.equal(terms.long.scalars.length, 32 * terms.long.points.length);
    // Q of both equations, and key and B once for all.
    assert.equal(terms.long.points.length, 2 + 2);
  });
  assert.equal(verifyBatch(watched, [right()], largest)[0]?.verdict, "RIGHT");
  assert.equal(short, 2);
});

test("a sum's coefficient is charged to its parts, also where a part stands in other equations", () => {
  const secrets = [draw(), draw(), draw()];
  const points = concat(...secrets.map((s) => encodePoint(multiplyBase(s))));
  const total = secrets.reduce((a, b) => a + b, 0n) % ORDER;
  const one = (point: number, value: Scalar): Equation => ({
    points: [point, BASE],
    scalars: [3n, negateScalar(multiplyScalars(3n, value))],
  });
  const equations = [one(0, secrets[0] as Scalar), one(3, total)];
  const sums = [[0, 1, 2]];
  const good: Statement = { points, sums, equations };
  const bad: Statement = { points, sums, equations: [equations[0] as Equation, one(3, total - 1n)] };
  assert.deepEqual(verdictsOf([good, bad, good]), ["RIGHT", "WRONG", "RIGHT"]);
  assert.deepEqual([good, bad].map(verifyStatement), [true, false]);
  const atFirst = ({ equations: all, ...rest }: Statement): Statement => ({
    ...rest,
    equations: all.toReversed(),
  });
  assert.deepEqual(verdictsOf([atFirst(good), atFirst(bad), right()]), ["RIGHT", "WRONG", "RIGHT"]);
  assert.deepEqual(verdictsOf([bad, atFirst(good)]), ["WRONG", "RIGHT"]);
  const unused: Statement = { points, sums, equations: [equations[0] as Equation] };
  assert.deepEqual(verdictsOf([unused]), ["RIGHT"]);
});

test("the identity is an equation's term like any other; the final test is that of the group", () => {
  const identity = encodePoint(IDENTITY);
  const trivial: Statement = {
    points: identity,
    sums: [],
    equations: [{ points: [0, BASE], scalars: [5n, 0n] }],
  };
  const wholeOrder: Statement = {
    points: encodePoint(key),
    sums: [],
    equations: [{ points: [0, key], scalars: [1n, ORDER - 1n] }],
  };
  assert.deepEqual(verdictsOf([trivial, wholeOrder]), ["RIGHT", "RIGHT"]);
  assert.ok(!isIdentity(add(key, BASE)));
});

test("the hints of a statement are those that the kernel gives for its points alone", () => {
  const statements = [
    right(),
    noPoints(),
    wrong(),
    { ...right(), points: new Uint8Array(0), equations: [trivialEquation] },
  ];
  const judged = verifyBatch(kernel, statements, randomBytes);
  statements.forEach(({ points }, i) => {
    const alone = createKernel();
    alone.decode(points);
    assert.deepEqual(judged[i]?.hints, alone.hintsOfLastDecode());
  });
  assert.ok(equalBytes(judged[1]?.hints.subarray(32, 64) as Bytes, new Uint8Array(32)));
});

const trivialEquation: Equation = { points: [BASE], scalars: [0n] };

test("a broken generator is a bug, not a verdict", () => {
  assert.throws(() => verdictsOf([wrong()], (length) => new Uint8Array(length)), /generator/);
  assert.throws(() => verdictsOf([wrong()], () => new Uint8Array(3)), /generator/);
});

test("no statement, no verdict; a statement that claims nothing is a bug, half a point, too", () => {
  assert.deepEqual(verdictsOf([]), []);
  const empty: Statement = { points: new Uint8Array(0), sums: [], equations: [] };
  assert.throws(() => verdictsOf([empty]), /claims/);
  assert.throws(() => verifyStatement(empty), /claims/);
  assert.throws(() => verdictsOf([{ ...right(), points: new Uint8Array(33) }]), /32 bytes/);
});
