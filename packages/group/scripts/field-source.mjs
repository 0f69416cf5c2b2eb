// Writes the AssemblyScript of the two long functions of the field: the product and the square of four elements at
// once. Everything else about the field is short enough to be written by hand (kernel/field.ts).
//
// An element mod p = 2^255 − 19 is Σ limb_k · 2^⌈25.5·k⌉ with ten signed limbs, of 26 and 25 bits in turn: the schedule
// of ref10 (Bernstein, Duif, Lange, Schwabe, Yang: High-speed high-security signatures, 2011). A vector of 128 bits
// holds the same limb of four elements, so that one instruction multiplies two pairs of limbs and two make four.

const COUNT = 10;
const LIMBS = [...Array(COUNT).keys()];

/** Bits of limb k. */
const bits = (k) => (k % 2 === 0 ? 26 : 25);
const isOdd = (k) => k % 2 === 1;

/**
 * Each coefficient is at most 2^61 in absolute value before its carry. To carry with unsigned shifts, which are one
 * instruction where signed ones are many, 2^36·p is added first: its limbs are above 2^61. Half a limb more, taken
 * away in the end, makes the remainders lie around zero.
 */
const half = (k) => 2n ** BigInt(bits(k) - 1);
const limbOfPrime = (k) => (k === 0 ? 2n ** 26n - 19n : 2n ** BigInt(bits(k)) - 1n);
const bias = (k) => 2n ** 36n * limbOfPrime(k) + half(k);

/** 2^⌈25.5 i⌉ · 2^⌈25.5 j⌉ = factor · 2^⌈25.5 k⌉ mod p: two odd limbs leave a factor 2, passing 2^255 one of 19. */
function placeOf(i, j) {
  const wraps = i + j >= COUNT;
  return { k: (i + j) % COUNT, doubled: isOdd(i) && isOdd(j), wraps };
}

/** For each coefficient its products, as pairs of names of prepared limbs. */
function productsOfTwo() {
  const sums = LIMBS.map(() => []);
  for (const i of LIMBS) {
    for (const j of LIMBS) {
      const { k, doubled, wraps } = placeOf(i, j);
      sums[k].push([doubled ? `twoA${i}` : `a${i}`, wraps ? `b${j}x19` : `b${j}`]);
    }
  }
  return sums;
}

/** As before, with a_i·a_j = a_j·a_i counted once and doubled. */
function productsOfOne() {
  const sums = LIMBS.map(() => []);
  for (const i of LIMBS) {
    for (const j of LIMBS.slice(i)) {
      const { k, doubled, wraps } = placeOf(i, j);
      const factor = (i === j ? 1 : 2) * (doubled ? 2 : 1);
      const left = factor === 1 ? `a${i}` : `twoA${i}`;
      const times = (factor === 4 ? 2 : 1) * (wraps ? 19 : 1);
      sums[k].push([left, times === 1 ? `a${j}` : times === 2 ? `twoA${j}` : `a${j}x${times}`]);
    }
  }
  return sums;
}

const load = (name, k) => `  const ${name}${k} = v128.load(${name}, ${16 * k});`;
const twice = (k) => `  const twoA${k} = i32x4.add(a${k}, a${k});`;
const times = (name, k, factor) =>
  `  const ${name}${k}x${factor} = i32x4.mul(${name}${k}, i32x4.splat(${factor}));`;

/** Lines that name every prepared limb which the products use. */
function preparation(sums) {
  const used = new Set(sums.flat(2));
  const of = (name, line) => LIMBS.filter((k) => used.has(name(k))).map(line);
  return [
    ...of((k) => `twoA${k}`, twice),
    ...["a", "b"].flatMap((name) =>
      [19, 38].flatMap((factor) =>
        of(
          (k) => `${name}${k}x${factor}`,
          (k) => times(name, k, factor),
        ),
      ),
    ),
  ];
}

/** The coefficients of two of the four elements; `part` is low or high. */
function coefficients(sums, part) {
  return LIMBS.map((k) => {
    const sum = sums[k].reduce(
      (before, [left, right]) => `i64x2.add(${before}, i64x2.extmul_${part}_i32x4_s(${left}, ${right}))`,
      `bias${k === 0 ? "0" : isOdd(k) ? "Odd" : "Even"}`,
    );
    return `  let ${part}${k} = ${sum};`;
  });
}

/** ref10's order of carries: two chains that do not wait for each other, then once around through 19. */
const CARRIES = [0, 4, 1, 5, 2, 6, 3, 7, 4, 8, 9, 0];

function carries(part) {
  return CARRIES.flatMap((k, step) => {
    const to = (k + 1) % COUNT;
    const name = `${part}Carry${step}`;
    const carry = k === 9 ? timesNineteen(name) : name;
    return [
      `  const ${name} = i64x2.shr_u(${part}${k}, ${bits(k)});`,
      `  ${part}${k} = v128.and(${part}${k}, mask${bits(k)});`,
      `  ${part}${to} = i64x2.add(${part}${to}, ${carry});`,
    ];
  });
}

const timesNineteen = (name) => `i64x2.add(i64x2.add(i64x2.shl(${name}, 4), i64x2.shl(${name}, 1)), ${name})`;

/** Four limbs from the lower halves of four coefficients. */
const store = (k) =>
  `  v128.store(r, i32x4.sub(v128.shuffle<i32>(low${k}, high${k}, 0, 2, 4, 6), half${bits(k)}), ${16 * k});`;

function functionSource(head, comment, loads, sums) {
  return [
    comment,
    `export function ${head}: void {`,
    ...loads,
    ...preparation(sums),
    `  const bias0 = i64x2.splat(${bias(0)});`,
    `  const biasEven = i64x2.splat(${bias(2)});`,
    `  const biasOdd = i64x2.splat(${bias(1)});`,
    ...[26, 25].map((width) => `  const mask${width} = i64x2.splat(${2 ** width - 1});`),
    ...["low", "high"].flatMap((part) => [...coefficients(sums, part), ...carries(part)]),
    `  const half26 = i32x4.splat(${half(0)});`,
    `  const half25 = i32x4.splat(${half(1)});`,
    ...LIMBS.map(store),
    "}",
  ].join("\n");
}

export function fieldSource() {
  return `${[
    "// Written by scripts/field-source.mjs, which explains it.",
    functionSource(
      "multiply(r: usize, a: usize, b: usize)",
      "/** r = a·b. Sizes: a at most 4 reduced elements, b at most 3. */",
      [...LIMBS.map((k) => load("a", k)), ...LIMBS.map((k) => load("b", k))],
      productsOfTwo(),
    ),
    functionSource(
      "square(r: usize, a: usize)",
      "/** r = a². Size: at most 3 reduced elements. */",
      LIMBS.map((k) => load("a", k)),
      productsOfOne(),
    ),
  ].join("\n\n")}\n`;
}
