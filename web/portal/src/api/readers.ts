import type { Reader } from "./http.ts";

/** An answer of our own service: its outermost fields are checked, so that a foreign answer is seen as none. */

type Kind = "string" | "number" | "boolean" | "list" | "object";

const kindOf = (value: unknown): Kind | undefined => {
  if (Array.isArray(value)) return "list";
  const kind = typeof value;
  if (kind === "object") return value === null ? undefined : "object";
  return kind === "string" || kind === "number" || kind === "boolean" ? kind : undefined;
};

export const withFields =
  <T>(fields: { readonly [K in keyof T]?: Kind }): Reader<T> =>
  (body) => {
    if (kindOf(body) !== "object") return undefined;
    const found = body as Readonly<Record<string, unknown>>;
    const fits = Object.entries(fields).every(([name, kind]) => kindOf(found[name]) === kind);
    return fits ? (body as T) : undefined;
  };

export const anything: Reader<unknown> = (body) => body ?? {};

/** Options of WebAuthn for the browser, as JSON, and the number under which the answer is sent back. */
export type PasskeyOptions = { readonly id: string; readonly options: Readonly<Record<string, unknown>> };

export const readPasskeyOptions: Reader<PasskeyOptions> = withFields<PasskeyOptions>({
  id: "string",
  options: "object",
});
