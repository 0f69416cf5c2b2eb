import { jsonObject, jsonText, jsonUint } from "@veche/api";
import { PORTAL_REFUSALS, type PortalRefusalCode } from "@veche/api/portal";
import { type Answer, OFFLINE, type Refusal } from "./answer.ts";

/** Gives an untrusted answer its type, or `undefined`. */
export type Reader<T> = (body: unknown) => T | undefined;

export type Call<T> = {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly body?: unknown;
  readonly csrf?: string;
  readonly timeoutMs: number;
  readonly read: Reader<T>;
};

/** One call to the portal's own host. The cookie goes along by itself; `csrf` is the session's value (PORTAL_ROUTES). */
export async function send<T>(fetch: typeof globalThis.fetch, call: Call<T>): Promise<Answer<T>> {
  const found = await exchange(fetch, call);
  if (found === undefined) return OFFLINE;
  if (!found.isOk) return refusalOf(found.status, found.body);
  const value = call.read(found.body);
  return value === undefined ? refusal("UNAVAILABLE") : { kind: "ok", value };
}

type Exchange = { readonly isOk: boolean; readonly status: number; readonly body: unknown };

async function exchange(fetch: typeof globalThis.fetch, call: Call<unknown>): Promise<Exchange | undefined> {
  const headers = {
    accept: "application/json",
    ...(call.body === undefined ? {} : { "content-type": "application/json" }),
    ...(call.csrf === undefined ? {} : { "x-veche-csrf": call.csrf }),
  };
  try {
    const response = await fetch(call.path, {
      method: call.method,
      headers,
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(call.timeoutMs),
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    });
    const text = await response.text();
    return { isOk: response.ok, status: response.status, body: parsed(text) };
  } catch {
    return undefined;
  }
}

function parsed(text: string): unknown {
  try {
    return text === "" ? {} : JSON.parse(text);
  } catch {
    return undefined;
  }
}

const readRefusal = jsonObject(
  { code: jsonText(64), message: jsonObject({ en: jsonText(2_000), ru: jsonText(2_000) }) },
  { attemptsLeft: jsonUint, retryAfterSeconds: jsonUint },
);

/** A refusal in the service's words; where none can be read (a proxy answered, say), in ours, by the status. */
function refusalOf(status: number, body: unknown): Refusal {
  const read = readRefusal(body);
  return read === undefined ? refusal(codeOf(status)) : { kind: "refusal", ...read };
}

const codeOf = (status: number): PortalRefusalCode => {
  if (status === 401) return "NOT_SIGNED_IN";
  if (status === 404) return "NOT_FOUND";
  if (status === 413) return "TOO_LARGE";
  if (status === 429) return "TOO_MANY";
  return status >= 400 && status < 500 ? "MALFORMED" : "UNAVAILABLE";
};

export const refusal = (code: PortalRefusalCode): Refusal => ({
  kind: "refusal",
  code,
  message: PORTAL_REFUSALS[code].message,
});
