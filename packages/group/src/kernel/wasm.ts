import { assert, type Bytes, fromBase64 } from "@veche/base";
import { KERNEL_WASM } from "./generated/wasm.ts";

/** The part of the WebAssembly interface that is used here: no library of types for browsers is loaded in this house. */
declare const WebAssembly: {
  readonly Module: new (bytes: Bytes) => object;
  readonly Instance: new (module: object, imports?: object) => { readonly exports: unknown };
};

/** An address in the kernel's memory. */
export type Address = number;

/** What kernel/index.ts exports, which says what each does. */
export type Wasm = {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  firstFreeByte(): Address;
  areScalars(scalars: Address, count: number): number;
  decodeGroups(
    summands: Address,
    valid: Address,
    roots: Address,
    encodings: Address,
    hints: Address,
    count: number,
  ): number;
  writeHintsOfGroups(bytes: Address, roots: Address, groups: number): void;
  halveScalars(scalars: Address, count: number): void;
  encodeFour(encodings: Address, points: Address): void;
  encodeDoublesOfGroups(encodings: Address, points: Address, groups: number): void;
  clearPoints(points: Address, count: number): void;
  isIdentity(point: Address): number;
  sumOfPoints(result: Address, table: Address, points: Address, count: number): void;
  workBytes(longCount: number, shortCount: number): number;
  sumOfProducts(
    result: Address,
    table: Address,
    longPoints: Address,
    longScalars: Address,
    longCount: number,
    shortPoints: Address,
    shortScalars: Address,
    shortCount: number,
    work: Address,
  ): void;
  rowBytes(width: number): number;
  sumRows(
    results: Address,
    table: Address,
    points: Address,
    scalars: Address,
    rows: number,
    width: number,
    work: Address,
  ): void;
  fixedTableBytes(): number;
  makeFixedTable(table: Address, summand: Address): void;
  sumFixedRows(results: Address, tables: Address, width: number, scalars: Address, rows: number): void;
};

let compiled: object | undefined;

/** A new instance with a memory of its own. The code is compiled once a thread. */
export function instantiate(): Wasm {
  compiled ??= compile();
  return new WebAssembly.Instance(compiled, {}).exports as Wasm;
}

function compile(): object {
  const bytes = fromBase64(KERNEL_WASM);
  assert(bytes !== undefined, "the module of the kernel is base64");
  return new WebAssembly.Module(bytes);
}
