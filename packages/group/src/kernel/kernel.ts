import { assert, type Bytes } from "@veche/base";
import type { Decoded, FixedBase, Kernel, Terms } from "./contract.ts";
import { Block, Layout, Memory } from "./memory.ts";
import { type Address, instantiate, type Wasm } from "./wasm.ts";

const ELEMENT = 32;
const SHORT_SCALAR = 16;
/** Four field elements, or one point: see kernel/field.ts. */
const QUAD = 160;
const LANES = 4;
const NUMBER = 4;

/** A kernel with an empty table. Compiling takes some milliseconds the first time in a thread. */
export function createKernel(): Kernel {
  return new WasmKernel(instantiate());
}

class WasmKernel implements Kernel {
  readonly #wasm: Wasm;
  readonly #memory: Memory;
  /** Points decoded, one quad each. */
  readonly #table: Block;
  /** Roots of the last decoding. */
  readonly #roots: Block;
  /** Arguments, results and what a call works in; of no meaning between calls. */
  readonly #work: Block;
  readonly #bases = new WeakMap<FixedBase, Address>();
  #count = 0;
  #lastDecoded = 0;

  constructor(wasm: Wasm) {
    this.#wasm = wasm;
    this.#memory = new Memory(wasm);
    this.#table = new Block(this.#memory);
    this.#roots = new Block(this.#memory);
    this.#work = new Block(this.#memory);
  }

  get count(): number {
    return this.#count;
  }

  clear(): void {
    this.#count = 0;
    this.#lastDecoded = 0;
  }

  decode(encodings: Bytes, hints?: Bytes): Decoded {
    assert(encodings.length % ELEMENT === 0, "an encoding has 32 bytes");
    assert(hints === undefined || hints.length === encodings.length, "as many hints as encodings");
    const first = this.#count;
    const n = encodings.length / ELEMENT;
    const groups = Math.ceil(n / LANES);
    const table = this.#table.reserve((first + groups * LANES) * QUAD, first * QUAD);
    const roots = this.#roots.reserve(groups * QUAD, 0);
    const layout = new Layout();
    const encodingsAt = layout.add(groups * LANES * ELEMENT);
    const hintsAt = layout.add(groups * LANES * ELEMENT);
    const validAt = layout.add(groups * LANES);
    const work = this.#work.reserve(layout.size, 0);
    this.#writePadded(work + encodingsAt, encodings, groups);
    if (hints !== undefined) this.#writePadded(work + hintsAt, hints, groups);
    const wrongHints = this.#wasm.decodeGroups(
      table + first * QUAD,
      work + validAt,
      roots,
      work + encodingsAt,
      hints === undefined ? 0 : work + hintsAt,
      n,
    );
    this.#count += n;
    this.#lastDecoded = n;
    const valid = this.#memory.read(work + validAt, n);
    return { first, valid, allValid: !valid.includes(0), wrongHints };
  }

  hintsOfLastDecode(): Bytes {
    const groups = Math.ceil(this.#lastDecoded / LANES);
    const work = this.#work.reserve(groups * LANES * ELEMENT, 0);
    this.#wasm.writeHintsOfGroups(work, this.#roots.address, groups);
    return this.#memory.read(work, this.#lastDecoded * ELEMENT);
  }

  isZeroSum(terms: Terms): boolean {
    return this.#wasm.isIdentity(this.#sumOfProducts(terms)) !== 0;
  }

  multiScalar(terms: Terms): Bytes {
    return this.#encodeOne(this.#sumOfProducts(terms));
  }

  sum(points: Uint32Array): Bytes {
    this.#assertPoints(points);
    const layout = new Layout();
    const resultAt = layout.add(LANES * QUAD + ELEMENT * LANES);
    const pointsAt = layout.add(points.length * NUMBER);
    const work = this.#work.reserve(layout.size, 0);
    this.#memory.writeNumbers(work + pointsAt, points);
    this.#wasm.sumOfPoints(work + resultAt, this.#table.address, work + pointsAt, points.length);
    return this.#encodeOne(work + resultAt);
  }

  rows(points: Uint32Array, scalars: Bytes, width: number): Bytes {
    assert(Number.isInteger(width) && width > 0 && points.length % width === 0, "rows of equal width");
    assert(scalars.length === points.length * ELEMENT, "as many scalars as points");
    this.#assertPoints(points);
    const n = points.length / width;
    const layout = new Layout();
    const results = this.#addResults(layout, n);
    const pointsAt = layout.add(points.length * NUMBER);
    const scalarsAt = layout.add(scalars.length);
    const workAt = layout.add(this.#wasm.rowBytes(width));
    const work = this.#work.reserve(layout.size, 0);
    this.#memory.writeNumbers(work + pointsAt, points);
    this.#writeHalves(work + scalarsAt, scalars);
    this.#wasm.sumRows(
      work + results.pointsAt,
      this.#table.address,
      work + pointsAt,
      work + scalarsAt,
      n,
      width,
      work + workAt,
    );
    return this.#encodeResults(work, results, n);
  }

  fixedBase(encoding: Bytes): FixedBase | undefined {
    assert(encoding.length === ELEMENT, "an encoding has 32 bytes");
    const layout = new Layout();
    const encodingsAt = layout.add(LANES * ELEMENT);
    const validAt = layout.add(LANES);
    const summandsAt = layout.add(LANES * QUAD);
    const rootsAt = layout.add(QUAD);
    const work = this.#work.reserve(layout.size, 0);
    this.#writePadded(work + encodingsAt, encoding, 1);
    this.#wasm.decodeGroups(work + summandsAt, work + validAt, work + rootsAt, work + encodingsAt, 0, 1);
    if (this.#memory.view(work + validAt, 1)[0] !== 1) return undefined;
    const table = this.#memory.allocate(this.#wasm.fixedTableBytes());
    this.#wasm.makeFixedTable(table, work + summandsAt);
    const base = Object.freeze({}) as FixedBase;
    this.#bases.set(base, table);
    return base;
  }

  multiplyFixed(bases: readonly FixedBase[], scalars: Bytes): Bytes {
    const width = bases.length;
    assert(width > 0 && scalars.length % (width * ELEMENT) === 0, "a scalar for each base in each row");
    const n = scalars.length / (width * ELEMENT);
    const layout = new Layout();
    const results = this.#addResults(layout, n);
    const tablesAt = layout.add(width * NUMBER);
    const scalarsAt = layout.add(scalars.length);
    const work = this.#work.reserve(layout.size, 0);
    this.#memory.writeNumbers(
      work + tablesAt,
      Uint32Array.from(bases, (base) => this.#tableOf(base)),
    );
    this.#writeHalves(work + scalarsAt, scalars);
    this.#wasm.sumFixedRows(work + results.pointsAt, work + tablesAt, width, work + scalarsAt, n);
    return this.#encodeResults(work, results, n);
  }

  /** Encodings or hints, filled up to whole groups with the last one, so that a right hint stands by each. */
  #writePadded(address: Address, bytes: Bytes, groups: number): void {
    const room = this.#memory.view(address, groups * LANES * ELEMENT);
    room.set(bytes);
    for (let at = bytes.length; at < room.length; at += ELEMENT) room.copyWithin(at, at - ELEMENT, at);
  }

  #writeScalars(address: Address, scalars: Bytes): void {
    this.#memory.write(address, scalars);
    assert(this.#wasm.areScalars(address, scalars.length / ELEMENT) !== 0, "scalar outside 0 … ℓ−1");
  }

  /** Scalars of sums whose doubles will be encoded: that is cheaper by far than encoding the sums. */
  #writeHalves(address: Address, scalars: Bytes): void {
    this.#writeScalars(address, scalars);
    this.#wasm.halveScalars(address, scalars.length / ELEMENT);
  }

  #assertPoints(points: Uint32Array): void {
    let largest = -1;
    for (const point of points) if (point > largest) largest = point;
    assert(largest < this.#count, "no point of this number");
  }

  #tableOf(base: FixedBase): Address {
    const table = this.#bases.get(base);
    assert(table !== undefined, "a fixed base belongs to the kernel that made it");
    return table;
  }

  /** The address of the sum, followed by room for `#encodeOne`. */
  #sumOfProducts({ long, short }: Terms): Address {
    assert(long.scalars.length === long.points.length * ELEMENT, "32 bytes for each long scalar");
    assert(short.scalars.length === short.points.length * SHORT_SCALAR, "16 bytes for each short scalar");
    this.#assertPoints(long.points);
    this.#assertPoints(short.points);
    const layout = new Layout();
    const resultAt = layout.add(LANES * QUAD + ELEMENT * LANES);
    const longPointsAt = layout.add(long.points.length * NUMBER);
    const longScalarsAt = layout.add(long.scalars.length);
    const shortPointsAt = layout.add(short.points.length * NUMBER);
    const shortScalarsAt = layout.add(short.scalars.length);
    const workAt = layout.add(this.#wasm.workBytes(long.points.length, short.points.length));
    const work = this.#work.reserve(layout.size, 0);
    this.#memory.writeNumbers(work + longPointsAt, long.points);
    this.#writeScalars(work + longScalarsAt, long.scalars);
    this.#memory.writeNumbers(work + shortPointsAt, short.points);
    this.#memory.write(work + shortScalarsAt, short.scalars);
    this.#wasm.sumOfProducts(
      work + resultAt,
      this.#table.address,
      work + longPointsAt,
      work + longScalarsAt,
      long.points.length,
      work + shortPointsAt,
      work + shortScalarsAt,
      short.points.length,
      work + workAt,
    );
    return work + resultAt;
  }

  /** Encodes the point at an address that has room for a whole group and its encodings behind it. */
  #encodeOne(point: Address): Bytes {
    const encoding = point + LANES * QUAD;
    this.#wasm.clearPoints(point + QUAD, LANES - 1);
    this.#wasm.encodeFour(encoding, point);
    return this.#memory.read(encoding, ELEMENT);
  }

  #addResults(layout: Layout, n: number): Results {
    const groups = Math.ceil(n / LANES);
    return {
      groups,
      pointsAt: layout.add(groups * LANES * QUAD),
      encodingsAt: layout.add(groups * LANES * ELEMENT),
    };
  }

  /** Encodes the doubles of the results, which were made with halves. */
  #encodeResults(work: Address, { groups, pointsAt, encodingsAt }: Results, n: number): Bytes {
    this.#wasm.clearPoints(work + pointsAt + n * QUAD, groups * LANES - n);
    this.#wasm.encodeDoublesOfGroups(work + encodingsAt, work + pointsAt, groups);
    return this.#memory.read(work + encodingsAt, n * ELEMENT);
  }
}

/** Where so many points and then their encodings stand. */
type Results = { readonly groups: number; readonly pointsAt: number; readonly encodingsAt: number };
