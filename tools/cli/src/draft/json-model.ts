import { type CborValue, err, ok, type Result } from "@veche/base";
import type { ShapeError } from "@veche/election";

/** A JSON value in the data model of the readers (§01.3.2): whole numbers from 0, texts, booleans, arrays, objects. */
export function cborOfJson(value: unknown, path: string): Result<CborValue, ShapeError> {
  if (typeof value === "string" || typeof value === "boolean") return ok(value);
  if (typeof value === "number") {
    return Number.isSafeInteger(value) && value >= 0 ? ok(value) : wrong(path, "a whole number from 0");
  }
  if (Array.isArray(value)) {
    const list: CborValue[] = [];
    for (const [at, element] of value.entries()) {
      const read = cborOfJson(element, `${path}[${at}]`);
      if (!read.ok) return read;
      list.push(read.value);
    }
    return ok(list);
  }
  if (typeof value !== "object" || value === null) return wrong(path, "a value");
  const entries: [string, CborValue][] = [];
  for (const [key, element] of Object.entries(value)) {
    const read = cborOfJson(element, path === "" ? key : `${path}.${key}`);
    if (!read.ok) return read;
    entries.push([key, read.value]);
  }
  // Not by assignment: `__proto__` would vanish instead of being refused as a key that is unknown.
  return ok(Object.fromEntries(entries));
}

const wrong = (path: string, expected: string): Result<never, ShapeError> =>
  err({ code: "SHAPE", path, expected });
