import { isDeepStrictEqual } from "node:util";
import { type Bytes, equalBytes, fromUtf8, type Result, utf8 } from "@veche/base";
import { Fault, type Run } from "./engine/target.ts";

/** The properties that every decoder of the house keeps. Each gives the outcome of a run, or throws a `Fault`. */

type Coded = { readonly code: string };

/** What a refusal says, without the numbers in it: another reason is another outcome. */
export function outcomeOf(result: Result<unknown, Coded>): string {
  if (result.ok) return "ok";
  const { code, ...rest } = result.error as Coded & { readonly [key: string]: unknown };
  const details = Object.values(rest).filter((detail) => typeof detail === "string");
  return [code, ...details]
    .join(" ")
    .replace(/[0-9]+/g, "#")
    .slice(0, 120);
}

/** The value of a result, if there is one. */
export const acceptedOf = <T>(result: Result<T, unknown>): T | undefined =>
  result.ok ? result.value : undefined;

/** Whatever is accepted is written again as the very same bytes. */
export function insistCanonical(written: Bytes, input: Bytes, what = "what was read is written"): void {
  if (!equalBytes(written, input)) {
    throw new Fault("not canonical", `${what} otherwise, in ${written.length} bytes of ${input.length}`);
  }
}

export function insistSame(a: unknown, b: unknown, what: string): void {
  if (!isDeepStrictEqual(a, b)) throw new Fault("disagree", what);
}

/** A decoder and its encoder. */
export function strict<T>(decode: (input: Bytes) => T | undefined, encode: (value: T) => Bytes): Run {
  return (input) => {
    const value = decode(input);
    if (value === undefined) return "refused";
    insistCanonical(encode(value), input);
    return "ok";
  };
}

/** The same for a decoder that says why it refuses. */
export function strictResult<T>(
  decode: (input: Bytes) => Result<T, Coded>,
  encode: (value: T) => Bytes,
): Run {
  return (input) => {
    const read = decode(input);
    if (read.ok) insistCanonical(encode(read.value), input);
    return outcomeOf(read);
  };
}

/** A decoder of texts; what is no UTF-8 never reaches it. */
export function strictText<T>(decode: (text: string) => T | undefined, encode: (value: T) => string): Run {
  return (input) => {
    const text = fromUtf8(input);
    const value = text === undefined ? undefined : decode(text);
    if (value === undefined || text === undefined) return text === undefined ? "no text" : "refused";
    insistCanonical(utf8(encode(value)), input);
    return "ok";
  };
}

export function jsonOf(input: Bytes): unknown {
  try {
    return JSON.parse(fromUtf8(input) ?? "");
  } catch {
    return undefined;
  }
}

/** A reader of JSON values: spacing and the order of keys are free, everything else is written again as it was. */
export function strictJson<T>(read: (value: unknown) => T | undefined, write: (value: T) => unknown): Run {
  return (input) => {
    const json = jsonOf(input);
    const value = json === undefined ? undefined : read(json);
    if (value === undefined) return json === undefined ? "no JSON" : "refused";
    const again = JSON.parse(JSON.stringify(write(value))) as unknown;
    if (!isDeepStrictEqual(again, json))
      throw new Fault("not canonical", "the JSON value read is written otherwise");
    return "ok";
  };
}

/** Two decoders of one thing, of maker and verifier: both accept, and read the same, or both refuse. */
export function insistAgree<T>(maker: T | undefined, verifier: T | undefined, what: string): void {
  if ((maker === undefined) !== (verifier === undefined)) {
    throw new Fault("disagree", `${what}: only the ${maker === undefined ? "verifier" : "maker"} accepts`);
  }
  insistSame(maker, verifier, `${what}: they read different things`);
}
