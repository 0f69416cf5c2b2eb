import { err, ok, type Result } from "@veche/base";
import type { Identity, IdentityError } from "./identity-provider.ts";

/** Where a value stands: names from the outside in, since claims may be objects. */
export type ClaimPath = readonly string[];

/** What a provider calls the things that an application is checked by. A part of the registrar's configuration. */
export type ClaimMap = {
  readonly family: ClaimPath;
  readonly given: ClaimPath;
  readonly patronymic?: ClaimPath;
  /** `1990-12-31` or `31.12.1990`. */
  readonly birthDate: ClaimPath;
  /** Several parts (series, number) are joined by a space. */
  readonly document: readonly ClaimPath[];
  readonly telephone?: ClaimPath;
  readonly email?: ClaimPath;
  /** Seconds since 1970, or an ISO 8601 date or time. */
  readonly openedAt: ClaimPath;
  /** What the provider says, as text, and the level that it means; anything else is level 1. */
  readonly assurance: { readonly claim: ClaimPath; readonly levels: Readonly<Record<string, 1 | 2 | 3>> };
};

const TEXT_MAX = 200;

/** Reads an identity; names every claim that is missing or unreadable, and never its value. */
export function identityOf(
  subject: string,
  claims: Readonly<Record<string, unknown>>,
  map: ClaimMap,
): Result<Identity, IdentityError> {
  const wrong: string[] = [];
  const need = <T>(path: ClaimPath, value: T | undefined, otherwise: T): T => {
    if (value === undefined) wrong.push(path.join("."));
    return value ?? otherwise;
  };
  const needText = (path: ClaimPath): string => need(path, textAt(claims, path), "");
  const mayText = (path: ClaimPath | undefined): string => (path && textAt(claims, path)) ?? "";
  const telephone = mayText(map.telephone);
  const identity: Identity = {
    subject,
    family: needText(map.family),
    given: needText(map.given),
    patronymic: mayText(map.patronymic),
    birthDate: need(map.birthDate, birthDateOf(textAt(claims, map.birthDate)), ""),
    document: map.document.map(needText).join(" "),
    telephone: telephoneOf(telephone),
    email: mayText(map.email),
    openedAt: need(map.openedAt, timeOf(valueAt(claims, map.openedAt)), 0),
    assurance: levelOf(textAt(claims, map.assurance.claim) ?? "", map.assurance.levels),
  };
  return wrong.length === 0 ? ok(identity) : err({ code: "CLAIMS_WRONG", claims: wrong });
}

const levelOf = (said: string, levels: ClaimMap["assurance"]["levels"]): 1 | 2 | 3 =>
  Object.hasOwn(levels, said) ? (levels[said] ?? 1) : 1;

function valueAt(claims: Readonly<Record<string, unknown>>, path: ClaimPath): unknown {
  return path.reduce<unknown>(
    (value, name) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, name)
        ? (value as Readonly<Record<string, unknown>>)[name]
        : undefined,
    claims,
  );
}

function textAt(claims: Readonly<Record<string, unknown>>, path: ClaimPath): string | undefined {
  const value = valueAt(claims, path);
  const text = typeof value === "number" ? String(value) : value;
  if (typeof text !== "string") return undefined;
  const trimmed = text.normalize("NFC").trim();
  return trimmed === "" || trimmed.length > TEXT_MAX ? undefined : trimmed;
}

function birthDateOf(text: string | undefined): string | undefined {
  const [, day, month, year] = /^(\d\d)\.(\d\d)\.(\d{4})$/.exec(text ?? "") ?? [];
  const iso = year === undefined ? (text ?? "") : `${year}-${month}-${day}`;
  if (!/^\d{4}-\d\d-\d\d$/.test(iso)) return undefined;
  const time = Date.parse(`${iso}T00:00:00Z`);
  // A day that no month has is moved by some readers and refused by others: it must come back as it was.
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== iso ? undefined : iso;
}

function timeOf(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isSafeInteger(value) && value > 0 ? value * 1000 : undefined;
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?$/.test(value))
    return undefined;
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : time;
}

/** `8 900 …` and `+7(900)…` are one number; what is no number is none. */
function telephoneOf(text: string): string {
  const digits = text.replace(/[\s().-]/g, "");
  const international = /^8\d{10}$/.test(digits) ? `+7${digits.slice(1)}` : digits;
  return /^\+[1-9]\d{7,14}$/.test(international) ? international : "";
}
