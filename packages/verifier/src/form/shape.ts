import { type Bytes, type CborMap, type CborValue, utf8 } from "@veche/base";

/** A shape reads a CBOR value as a `T`, or says `undefined` (§01.3.4). No `T` contains `undefined`. */
export type Shape<T> = (value: CborValue) => T | undefined;

export type Range = { readonly min: number; readonly max: number };
const ANY: Range = { min: 0, max: Number.MAX_SAFE_INTEGER };

const within = (value: number, range: Range): boolean => value >= range.min && value <= range.max;

export function uint(range: Range = ANY): Shape<number> {
  return (value) => (typeof value === "number" && within(value, range) ? value : undefined);
}

export function bytes(length: number | Range = ANY): Shape<Bytes> {
  const range = typeof length === "number" ? { min: length, max: length } : length;
  return (value) => (value instanceof Uint8Array && within(value.length, range) ? value : undefined);
}

/** A text whose UTF-8 length is in the range; texts carry no byte order mark (§01.1.2). */
export function text(range: Range = ANY, pattern?: RegExp): Shape<string> {
  return (value) => {
    if (typeof value !== "string" || value.startsWith("\ufeff")) return undefined;
    if (pattern !== undefined && !pattern.test(value)) return undefined;
    return within(utf8(value).length, range) ? value : undefined;
  };
}

export function oneOf<const T extends string>(...choices: readonly T[]): Shape<T> {
  return (value) => choices.find((choice) => choice === value);
}

export function list<T>(element: Shape<T>): Shape<readonly T[]> {
  return (value) => {
    if (!Array.isArray(value)) return undefined;
    const out: T[] = [];
    for (const item of value as readonly CborValue[]) {
      const read = element(item);
      if (read === undefined) return undefined;
      out.push(read);
    }
    return out;
  };
}

export function isMap(value: CborValue): value is CborMap {
  return typeof value === "object" && !Array.isArray(value) && !(value instanceof Uint8Array);
}

type Fields = { readonly [key: string]: Shape<unknown> };
type Read<F extends Fields> = { readonly [K in keyof F]: F[K] extends Shape<infer T> ? T : never };

/** A map with exactly these keys. */
export function map<F extends Fields>(fields: F): Shape<Read<F>> {
  return mapWith(fields, {});
}

/** A map with exactly these keys, of which the second group may be missing. */
export function mapWith<F extends Fields, O extends Fields>(
  fields: F,
  optional: O,
): Shape<Read<F> & Partial<Read<O>>> {
  return (value) => {
    if (!isMap(value)) return undefined;
    const out: { [key: string]: unknown } = {};
    for (const [key, item] of Object.entries(value)) {
      const shape = own(fields, key) ?? own(optional, key);
      const read = shape?.(item);
      if (read === undefined) return undefined;
      out[key] = read;
    }
    if (Object.keys(fields).some((key) => !Object.hasOwn(out, key))) return undefined;
    return out as Read<F> & Partial<Read<O>>;
  };
}

function own(fields: Fields, key: string): Shape<unknown> | undefined {
  return Object.hasOwn(fields, key) ? fields[key] : undefined;
}
