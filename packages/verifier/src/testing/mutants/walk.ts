import type { CborMap, CborValue } from "@veche/base";

/** A way into a CBOR value: keys of maps and indices of arrays. */
export type Path = readonly (string | number)[];

/** A value of an object of the format, with the way to it. */
export type Place = { readonly path: Path; readonly value: CborValue };

const isMap = (value: CborValue): value is CborMap =>
  typeof value === "object" && !Array.isArray(value) && !(value instanceof Uint8Array);

/** All values inside a value, itself first. */
export function placesOf(value: CborValue, path: Path = []): readonly Place[] {
  const inside: Place[] = [];
  if (Array.isArray(value)) {
    value.forEach((item: CborValue, i: number) => {
      inside.push(...placesOf(item, [...path, i]));
    });
  } else if (isMap(value)) {
    for (const [key, item] of Object.entries(value)) inside.push(...placesOf(item, [...path, key]));
  }
  return [{ path, value }, ...inside];
}

export const mapsOf = (value: CborValue): readonly Place[] =>
  placesOf(value).filter((one) => isMap(one.value));

/** Values that hold no others, and arrays and maps that hold nothing: the fields. */
export function leavesOf(value: CborValue): readonly Place[] {
  return placesOf(value).filter(({ value: one }) => {
    if (Array.isArray(one)) return one.length === 0;
    return !isMap(one) || Object.keys(one).length === 0;
  });
}

/** `a.b[].c`: the members of an array are one field. */
export function fieldName(path: Path): string {
  return path.reduce<string>((name, step) => {
    if (typeof step === "number") return `${name}[]`;
    return name === "" ? step : `${name}.${step}`;
  }, "");
}

export function valueAt(value: CborValue, path: Path): CborValue {
  return path.reduce<CborValue>((one, step) => {
    const next = Array.isArray(one) ? one[Number(step)] : isMap(one) ? one[String(step)] : undefined;
    if (next === undefined) throw new RangeError(`nothing stands at ${fieldName(path)}`);
    return next;
  }, value);
}

/** The value with another at the end of a path; `undefined` takes it out. */
export function withAt(
  value: CborValue,
  path: Path,
  change: (old: CborValue) => CborValue | undefined,
): CborValue {
  const changed = changeAt(value, path, change);
  if (changed === undefined) throw new RangeError("the whole value cannot be taken out");
  return changed;
}

function changeAt(
  value: CborValue,
  path: Path,
  change: (old: CborValue) => CborValue | undefined,
): CborValue | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return change(value);
  const inner = changeAt(valueAt(value, [step]), rest, change);
  if (Array.isArray(value)) {
    return value.flatMap((item: CborValue, i: number) =>
      i !== step ? [item] : inner === undefined ? [] : [inner],
    );
  }
  const entries = Object.entries(value as CborMap).flatMap(([key, item]): [string, CborValue][] =>
    key !== step ? [[key, item]] : inner === undefined ? [] : [[key, inner]],
  );
  return Object.fromEntries(entries);
}

/** A key more in the map at the path. */
export const withKey = (value: CborValue, path: Path, key: string, item: CborValue): CborValue =>
  withAt(value, path, (old) => ({ ...(old as CborMap), [key]: item }));

/** Values of every other kind of the data model (§01.3.2). */
export function otherKinds(
  value: CborValue,
): readonly { readonly kind: string; readonly value: CborValue }[] {
  const kinds: readonly { readonly kind: string; readonly value: CborValue; readonly same: boolean }[] = [
    { kind: "an integer", value: 1, same: typeof value === "number" },
    { kind: "bytes", value: new Uint8Array(32).fill(1), same: value instanceof Uint8Array },
    { kind: "a text", value: "1", same: typeof value === "string" },
    { kind: "a boolean", value: true, same: typeof value === "boolean" },
    { kind: "an array", value: [value], same: Array.isArray(value) },
    { kind: "a map", value: { en: "1", ru: "1" }, same: isMap(value) },
  ];
  return kinds.filter((one) => !one.same).map(({ kind, value: other }) => ({ kind, value: other }));
}
