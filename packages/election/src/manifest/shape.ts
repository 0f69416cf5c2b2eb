import { type Bytes, type CborMap, type CborValue, err, isCborText, ok, type Result } from "@veche/base";

/**
 * Readers give a decoded CBOR value its type (§01.3.4): each key of a table, no other, and each value of the type
 * and within the bounds that the table says. They never throw and copy nothing but the containers.
 */
export type Reader<T> = (value: CborValue, path: string) => Result<T, ShapeError>;

/** Where the first deviation stands (`contests[0].max`) and what had to stand there. */
export type ShapeError = { readonly code: "SHAPE"; readonly path: string; readonly expected: string };

const wrong = (path: string, expected: string): Result<never, ShapeError> =>
  err({ code: "SHAPE", path, expected });

/** An unsigned integer within bounds, both included. */
export function uintOf(min = 0, max = Number.MAX_SAFE_INTEGER): Reader<number> {
  return (value, path) =>
    typeof value === "number" && value >= min && value <= max
      ? ok(value)
      : wrong(path, `unsigned integer ${min}…${max}`);
}

export const uint: Reader<number> = uintOf();

export const bool: Reader<boolean> = (value, path) =>
  typeof value === "boolean" ? ok(value) : wrong(path, "boolean");

/** A byte string of a length within bounds, both included. */
export function bytesOf(min: number, max: number = min): Reader<Bytes> {
  return (value, path) =>
    value instanceof Uint8Array && value.length >= min && value.length <= max
      ? ok(value)
      : wrong(path, min === max ? `byte string of ${min} bytes` : `byte string of ${min}…${max} bytes`);
}

export const bytes32: Reader<Bytes> = bytesOf(32);
export const bytes64: Reader<Bytes> = bytesOf(64);
export const anyBytes: Reader<Bytes> = bytesOf(0, Number.MAX_SAFE_INTEGER);

/** A text that matches a pattern as a whole; the pattern brings its own anchors. */
export function textMatching(pattern: RegExp, meaning: string): Reader<string> {
  return (value, path) =>
    typeof value === "string" && pattern.test(value) ? ok(value) : wrong(path, meaning);
}

/** A text of a length within bounds, counted in UTF-8 bytes. What people typed need not be one that can be encoded (§01.1.2). */
export function textOf(min: number, max: number): Reader<string> {
  return (value, path) => {
    if (typeof value !== "string" || !isCborText(value)) return wrong(path, "text");
    const length = utf8Length(value);
    return length >= min && length <= max ? ok(value) : wrong(path, `text of ${min}…${max} bytes`);
  };
}

function utf8Length(text: string): number {
  let length = 0;
  for (const character of text) {
    const point = character.codePointAt(0) as number;
    length += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x1_0000 ? 3 : 4;
  }
  return length;
}

/** One of the listed values. */
export function oneOf<const T extends number | string>(...values: readonly T[]): Reader<T> {
  return (value, path) => {
    const found = values.find((candidate) => candidate === value);
    return found === undefined ? wrong(path, values.join(" | ")) : ok(found);
  };
}

/** An array of anything the reader takes, of a length within bounds. */
export function arrayOf<T>(
  reader: Reader<T>,
  min = 0,
  max: number = Number.MAX_SAFE_INTEGER,
): Reader<readonly T[]> {
  return (value, path) => {
    if (!isArray(value) || value.length < min || value.length > max) {
      return wrong(path, `array of ${min}…${max} elements`);
    }
    const out: T[] = [];
    for (const [index, element] of value.entries()) {
      const read = reader(element, `${path}[${index}]`);
      if (!read.ok) return read;
      out.push(read.value);
    }
    return ok(out);
  };
}

/** An array of exactly the given elements, in their order. */
export function tupleOf<T extends readonly unknown[]>(
  ...readers: { readonly [K in keyof T]: Reader<T[K]> }
): Reader<T> {
  return (value, path) => {
    if (!isArray(value) || value.length !== readers.length) {
      return wrong(path, `array of ${readers.length} elements`);
    }
    const out: unknown[] = [];
    for (const [index, reader] of readers.entries()) {
      const read = reader(value[index] as CborValue, `${path}[${index}]`);
      if (!read.ok) return read;
      out.push(read.value);
    }
    return ok(out as unknown as T);
  };
}

type Fields = { readonly [key: string]: Reader<unknown> };
type Read<R> = R extends Reader<infer T> ? T : never;
type ReadFields<F extends Fields> = { readonly [K in keyof F]: Read<F[K]> };

/** A map with exactly the keys of `fields`, and of `optional` any. */
export function mapOf<F extends Fields, O extends Fields = Record<never, never>>(
  fields: F,
  optional?: O,
): Reader<ReadFields<F> & Partial<ReadFields<O>>> {
  const readers = new Map(Object.entries({ ...optional, ...fields }));
  const required = Object.keys(fields);
  return (value, path) => {
    if (!isMap(value)) return wrong(path, "map");
    const missing = required.find((key) => !Object.hasOwn(value, key));
    if (missing !== undefined) return wrong(below(path, missing), "a value");
    const out: Record<string, unknown> = {};
    for (const [key, element] of Object.entries(value)) {
      const reader = readers.get(key);
      if (reader === undefined) return wrong(below(path, key), "no such key");
      const read = reader(element, below(path, key));
      if (!read.ok) return read;
      out[key] = read.value;
    }
    return ok(out as ReadFields<F> & Partial<ReadFields<O>>);
  };
}

/** A map from texts that match a pattern to values of one type, of at most `max` keys. */
export function dictionaryOf<T>(
  keys: RegExp,
  reader: Reader<T>,
  max: number,
): Reader<{ readonly [key: string]: T }> {
  return (value, path) => {
    if (!isMap(value)) return wrong(path, "map");
    const entries = Object.entries(value);
    if (entries.length > max) return wrong(path, `map of at most ${max} keys`);
    const out: Record<string, T> = {};
    for (const [key, element] of entries) {
      if (!keys.test(key)) return wrong(below(path, key), "no such key");
      const read = reader(element, below(path, key));
      if (!read.ok) return read;
      out[key] = read.value;
    }
    return ok(out);
  };
}

const below = (path: string, key: string): string => (path === "" ? key : `${path}.${key}`);

function isArray(value: CborValue): value is readonly CborValue[] {
  return Array.isArray(value);
}

function isMap(value: CborValue): value is CborMap {
  return typeof value === "object" && !Array.isArray(value) && !(value instanceof Uint8Array);
}
