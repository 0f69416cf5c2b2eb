import { resolve } from "node:path";
import { type Bytes, fromHex, parseCode } from "@veche/base";
import { LOG_SIGNATURE, parseVkey, type VerifierKey } from "@veche/tlog";
import { faults } from "../texts/faults.ts";
import type { Kind } from "./options.ts";
import { type Fault, unusable } from "./stop.ts";

/** The kinds of words that commands take. Each refuses what it cannot use, by the option's name. */

const kind = <T>(placeholder: string, read: (word: string, name: string) => T): Kind<T> => ({
  placeholder,
  read,
});

function checked<T>(value: T | undefined, fault: Fault): T {
  if (value === undefined) throw unusable(fault);
  return value;
}

export const TEXT: Kind<string> = kind("TEXT", (word, name) =>
  checked(word === "" ? undefined : word, faults.optionEmpty(name)),
);

/** Paths as absolute ones, so that a later change of folder changes nothing. */
export const FILE: Kind<string> = kind("FILE", (word, name) =>
  checked(word === "" ? undefined : resolve(word), faults.optionEmpty(name)),
);
export const FOLDER: Kind<string> = { ...FILE, placeholder: "DIR" };

export const URL_OF_SERVICE: Kind<string> = kind("URL", (word, name) => {
  const url = URL.canParse(word) ? new URL(word) : undefined;
  const isHttp = url?.protocol === "http:" || url?.protocol === "https:";
  return checked(isHttp ? word.replace(/\/+$/, "") : undefined, faults.notUrl(name, word));
});

export type Address = { readonly host: string; readonly port: number };

/** `host:port`, or a port alone on this machine only; port 0 takes a free one. */
export const ADDRESS: Kind<Address> = kind("[HOST:]PORT", (word, name) => {
  const match = /^(?:(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+):)?([0-9]{1,5})$/.exec(word);
  const port = Number(match?.[2]);
  const fault = faults.notAddress(name, word);
  if (match === null || port > 65_535) throw unusable(fault);
  return { host: (match[1] ?? "127.0.0.1").replace(/^\[|\]$/g, ""), port };
});

/** An electionId: 64 hexadecimal digits. */
export const ELECTION_ID: Kind<Bytes> = kind("ELECTION", (word, name) =>
  checked(word.length === 64 ? fromHex(word.toLowerCase()) : undefined, faults.notElectionId(name, word)),
);

/** The key of a log as C2SP signed-note writes keys. */
export const LOG_KEY: Kind<VerifierKey> = kind("KEY", (word, name) => {
  const key = parseVkey(word);
  const isLog = key.ok && key.value.type === LOG_SIGNATURE;
  return checked(isLog ? key.value : undefined, faults.notLogKey(name, word));
});

/** The twenty characters of a head or a tracker. */
export const CODE: Kind<string> = kind("CODE", (word, name) =>
  checked(parseCode(word), faults.notCode(name, word)),
);

export const uint = (placeholder: string, min = 0, max = Number.MAX_SAFE_INTEGER): Kind<number> =>
  kind(placeholder, (word, name) => {
    const value = /^[0-9]{1,16}$/.test(word) ? Number(word) : Number.NaN;
    if (!(value >= min && value <= max)) throw unusable(faults.notNumber(name, word, min, max));
    return value;
  });

export const SECONDS: Kind<number> = uint("SECONDS", 0, 315_360_000);

/** A share of the real vote: above 0, at most 1. */
export const SCALE: Kind<number> = kind("SCALE", (word, name) => {
  const value = /^[0-9]*\.?[0-9]+$/.test(word) ? Number(word) : Number.NaN;
  if (!(value > 0 && value <= 1)) throw unusable(faults.notScale(name, word));
  return value;
});

export const choice = <const T extends string>(placeholder: string, known: readonly T[]): Kind<T> => ({
  known,
  ...kind(placeholder, (word, name) =>
    checked(
      known.find((candidate) => candidate === word),
      faults.notChoice(name, word, known),
    ),
  ),
});

const ISO_MOMENT = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** Milliseconds since 1970 of a day that exists: the platform counts 30 February, and 24 o'clock, on into the next days. */
export function parseMoment(text: string): number | undefined {
  const [, minute = ""] = ISO_MOMENT.exec(text) ?? [];
  const local = Date.parse(`${minute}Z`);
  const isReal = Number.isSafeInteger(local) && new Date(local).toISOString().startsWith(minute);
  const ms = isReal ? Date.parse(text) : Number.NaN;
  return Number.isSafeInteger(ms) && ms >= 0 ? ms : undefined;
}

export type Assignment = { readonly name: string; readonly values: readonly string[] };

/** `name=value[,value]`; `name=` has no values. */
export const ASSIGNMENT: Kind<Assignment> = kind("NAME=VALUE", (word, option) => {
  const match = /^([^=]+)=(.*)$/.exec(word);
  if (match === null) throw unusable(faults.notAssignment(option, word));
  const values = (match[2] as string) === "" ? [] : (match[2] as string).split(",");
  return { name: match[1] as string, values };
});
