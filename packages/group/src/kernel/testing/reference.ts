import { assert, type Bytes, concat } from "@veche/base";
import { multiScalar } from "../../multi-scalar.ts";
import { decodePoint, encodePoint, IDENTITY, isIdentity, type Point, sumPoints } from "../../point.ts";
import { decodeScalar, type Scalar } from "../../scalar.ts";
import type { Decoded, FixedBase, Kernel, Terms } from "../contract.ts";
import { hintOf, isHintOf } from "./hint.ts";

const ELEMENT = 32;
const SHORT_SCALAR = 16;

/** The contract over noble, slowly and without ideas: what the kernel is compared with. */
export function createReferenceKernel(): Kernel {
  return new ReferenceKernel();
}

class ReferenceKernel implements Kernel {
  #points: Point[] = [];
  #hints: readonly Bytes[] = [];
  readonly #bases = new WeakMap<FixedBase, Point>();

  get count(): number {
    return this.#points.length;
  }

  clear(): void {
    this.#points = [];
    this.#hints = [];
  }

  decode(encodings: Bytes, hints?: Bytes): Decoded {
    const first = this.count;
    const all = split(encodings, ELEMENT);
    const decoded = all.map(decodePoint);
    const given = hints === undefined ? undefined : split(hints, ELEMENT);
    assert(given === undefined || given.length === all.length, "as many hints as encodings");
    for (const point of decoded) this.#points.push(point ?? IDENTITY);
    this.#hints = all.map((encoding, i) =>
      decoded[i] === undefined ? new Uint8Array(ELEMENT) : hintOf(encoding),
    );
    const valid = Uint8Array.from(decoded, (point) => (point === undefined ? 0 : 1));
    const wrongHints = (given ?? []).filter(
      (hint, i) => valid[i] === 1 && !isHintOf(all[i] as Bytes, hint),
    ).length;
    return { first, valid, allValid: !valid.includes(0), wrongHints };
  }

  hintsOfLastDecode(): Bytes {
    return concat(...this.#hints);
  }

  isZeroSum(terms: Terms): boolean {
    return isIdentity(this.#sumOfProducts(terms));
  }

  multiScalar(terms: Terms): Bytes {
    return encodePoint(this.#sumOfProducts(terms));
  }

  sum(points: Uint32Array): Bytes {
    return encodePoint(sumPoints(this.#named(points)));
  }

  rows(points: Uint32Array, scalars: Bytes, width: number): Bytes {
    return sumRows(this.#named(points), split(scalars, ELEMENT).map(scalarOf), width);
  }

  fixedBase(encoding: Bytes): FixedBase | undefined {
    assert(encoding.length === ELEMENT, "an encoding has 32 bytes");
    const point = decodePoint(encoding);
    if (point === undefined) return undefined;
    const base = Object.freeze({}) as FixedBase;
    this.#bases.set(base, point);
    return base;
  }

  multiplyFixed(bases: readonly FixedBase[], scalars: Bytes): Bytes {
    const points = bases.map((base) => this.#bases.get(base) as Point);
    const all = split(scalars, ELEMENT).map(scalarOf);
    return sumRows(
      all.map((_, i) => points[i % points.length] as Point),
      all,
      points.length,
    );
  }

  #named(points: Uint32Array): readonly Point[] {
    return Array.from(points, (number) => {
      const point = this.#points[number];
      assert(point !== undefined, "no point of this number");
      return point;
    });
  }

  #sumOfProducts({ long, short }: Terms): Point {
    const scalars = [
      ...split(long.scalars, ELEMENT).map(scalarOf),
      ...split(short.scalars, SHORT_SCALAR).map((half) =>
        scalarOf(concat(half, new Uint8Array(ELEMENT - SHORT_SCALAR))),
      ),
    ];
    return multiScalar([...this.#named(long.points), ...this.#named(short.points)], scalars);
  }
}

function sumRows(points: readonly Point[], scalars: readonly Scalar[], width: number): Bytes {
  const rows: Bytes[] = [];
  for (let at = 0; at < points.length; at += width) {
    rows.push(encodePoint(multiScalar(points.slice(at, at + width), scalars.slice(at, at + width))));
  }
  return concat(...rows);
}

function scalarOf(bytes: Bytes): Scalar {
  const scalar = decodeScalar(bytes);
  assert(scalar !== undefined, "scalar outside 0 … ℓ−1");
  return scalar;
}

function split(bytes: Bytes, size: number): readonly Bytes[] {
  assert(bytes.length % size === 0, `pieces of ${size} bytes`);
  return Array.from({ length: bytes.length / size }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
}
