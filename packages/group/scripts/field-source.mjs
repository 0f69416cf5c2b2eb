// Writes the AssemblyScript of the two long functions of the field: the product and the square of four elements at
// once. Everything else about the field is short enough to be written by hand (kernel/field.ts).
//
// An element mod p = 2^255 − 19 is Σ limb_k · 2^⌈25.5·k⌉ with ten signed limbs, of 26 and 25 bits in turn: the schedule
// of ref10 (Bernstein, Duif, Lange, Schwabe, Yang: High-speed high-security signatures, 2011). A vector of 128 bits
// holds the same limb of four elements, so that one instruction multiplies two pairs of limbs and two make four.
//
// With y = 2^51 an element is E(y) + 2^26·O(y): E has the even limbs, O the odd ones, y^5 = 2^255 = 19. A product is
//
//   (E + 2^26·O)·(E' + 2^26·O') = EE' + 2·y·OO' + 2^26·(EO' + OE')   with   EO' + OE' = (E+O)(E'+O') − EE' − OO'
//
// (Karatsuba): three convolutions of five limbs, 75 products of limbs instead of 100.

const LIMBS = 10;
const PAIRS = [0, 1, 2, 3, 4];
const isOdd = (k) => k % 2 === 1;
/** Bits of limb k. */
const bits = (k) => (isOdd(k) ? 25 : 26);

/** The three polynomials of an element a: its even limbs, its odd ones, and their sums. */
const POLYNOMIALS = ["Even", "Odd", "Both"];
const PARTS = ["low", "high"];

const plus = (a, b) => `i64x2.add(${a}, ${b})`;
const minus = (a, b) => `i64x2.sub(${a}, ${b})`;
const shifted = (a, by) => `i64x2.shl(${a}, ${by})`;
const sum = (terms) => terms.reduce(plus);

function polynomialsOf(a) {
  return PAIRS.flatMap((m) => [
    `  const ${a}Even${m} = v128.load(${a}, ${32 * m});`,
    `  const ${a}Odd${m} = v128.load(${a}, ${32 * m + 16});`,
    `  const ${a}Both${m} = i32x4.add(${a}Even${m}, ${a}Odd${m});`,
  ]);
}

/** What y^5 = 19 makes of the limbs that pass the top. */
function nineteenTimes(a) {
  return PAIRS.slice(1).flatMap((m) => [
    `  const ${a}Even${m}x19 = i32x4.mul(${a}Even${m}, i32x4.splat(19));`,
    `  const ${a}Odd${m}x19 = i32x4.mul(${a}Odd${m}, i32x4.splat(19));`,
    `  const ${a}Both${m}x19 = i32x4.add(${a}Even${m}x19, ${a}Odd${m}x19);`,
  ]);
}

function doubled(a) {
  return POLYNOMIALS.flatMap((name) =>
    PAIRS.map((m) => `  const ${a}${name}${m}x2 = i32x4.add(${a}${name}${m}, ${a}${name}${m});`),
  );
}

/** Pairs of limbs whose products make coefficient m of a·b. */
function pairsOfProduct(m, limb) {
  return PAIRS.map((i) => {
    const j = (m - i + 5) % 5;
    return [limb("a", i), i + j < 5 ? limb("b", j) : `${limb("b", j)}x19`];
  });
}

/** The same of a·a, where a_i·a_j = a_j·a_i is counted once and doubled. */
function pairsOfSquare(m, limb) {
  return PAIRS.flatMap((i) => {
    const j = (m - i + 5) % 5;
    if (j < i) return [];
    return [[i === j ? limb("a", i) : `${limb("a", i)}x2`, i + j < 5 ? limb("a", j) : `${limb("a", j)}x19`]];
  });
}

/** The convolutions of the three polynomials, for two of the four elements; `part` is low or high. */
function convolutions(part, pairs) {
  return POLYNOMIALS.flatMap((name) =>
    PAIRS.map((m) => {
      const products = pairs(m, (factor, i) => `${factor}${name}${i}`).map(
        ([left, right]) => `i64x2.extmul_${part}_i32x4_s(${left}, ${right})`,
      );
      return `  const ${part}${name}${m} = ${sum(products)};`;
    }),
  );
}

/**
 * Each coefficient is at most 2^61 in absolute value before its carry. To carry with unsigned shifts, which are one
 * instruction where signed ones are many, 2^36·p is added first: its limbs are above 2^61. Half a limb more, taken
 * away in the end, makes the remainders lie around zero.
 */
const half = (k) => 2n ** BigInt(bits(k) - 1);
const limbOfPrime = (k) => (k === 0 ? 2n ** 26n - 19n : 2n ** BigInt(bits(k)) - 1n);
const bias = (k) => 2n ** 36n * limbOfPrime(k) + half(k);

/** The ten coefficients by the formula above, 2·y^5 being 38. */
function coefficients(part) {
  return PAIRS.flatMap((m) => {
    const before = `${part}Odd${(m + 4) % 5}`;
    const timesTwoY = m === 0 ? sum([5, 2, 1].map((by) => shifted(before, by))) : shifted(before, 1);
    const cross = minus(minus(`${part}Both${m}`, `${part}Even${m}`), `${part}Odd${m}`);
    return [
      `  let ${part}${2 * m} = ${sum([`${part}Even${m}`, timesTwoY, m === 0 ? "bias0" : "biasEven"])};`,
      `  let ${part}${2 * m + 1} = ${plus(cross, "biasOdd")};`,
    ];
  });
}

/** ref10's order of carries: two chains that do not wait for each other, then once around through 19. */
const CARRIES = [0, 4, 1, 5, 2, 6, 3, 7, 4, 8, 9, 0];

function carries(part) {
  return CARRIES.flatMap((k, step) => {
    const to = (k + 1) % LIMBS;
    const name = `${part}Carry${step}`;
    const carry = k === 9 ? sum([shifted(name, 4), shifted(name, 1), name]) : name;
    return [
      `  const ${name} = i64x2.shr_u(${part}${k}, ${bits(k)});`,
      `  ${part}${k} = v128.and(${part}${k}, mask${bits(k)});`,
      `  ${part}${to} = ${plus(`${part}${to}`, carry)};`,
    ];
  });
}

/** Four limbs from the lower halves of four coefficients. */
function stores() {
  return Array.from(
    { length: LIMBS },
    (_, k) =>
      `  v128.store(r, i32x4.sub(v128.shuffle<i32>(low${k}, high${k}, 0, 2, 4, 6), half${bits(k)}), ${16 * k});`,
  );
}

function functionSource(comment, head, preparation, pairs) {
  return [
    comment,
    `export function ${head}: void {`,
    ...preparation,
    `  const bias0 = i64x2.splat(${bias(0)});`,
    `  const biasEven = i64x2.splat(${bias(2)});`,
    `  const biasOdd = i64x2.splat(${bias(1)});`,
    ...[26, 25].map((width) => `  const mask${width} = i64x2.splat(${2 ** width - 1});`),
    ...PARTS.flatMap((part) => [...convolutions(part, pairs), ...coefficients(part), ...carries(part)]),
    `  const half26 = i32x4.splat(${half(0)});`,
    `  const half25 = i32x4.splat(${half(1)});`,
    ...stores(),
    "}",
  ].join("\n");
}

export function fieldSource() {
  return [
    "// Written by scripts/field-source.mjs, which explains it.",
    functionSource(
      "/** r = a·b. Sizes: a at most 4 reduced elements, b at most 2: nineteen times a sum of limbs has 32 bits. */",
      "multiply(r: usize, a: usize, b: usize)",
      [...polynomialsOf("a"), ...polynomialsOf("b"), ...nineteenTimes("b")],
      pairsOfProduct,
    ),
    functionSource(
      "/** r = a². Size: at most 2 reduced elements. */",
      "square(r: usize, a: usize)",
      [...polynomialsOf("a"), ...nineteenTimes("a"), ...doubled("a")],
      pairsOfSquare,
    ),
    "",
  ].join("\n\n");
}
