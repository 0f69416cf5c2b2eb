import { type JsonReader, jsonHex, jsonObject, jsonText } from "@veche/api";
import { type Bytes, toHex } from "@veche/base";
import { readForm } from "../files/read.ts";

/** Parties whose keys `veche keys new` makes. Trustees make theirs with `veche trustee keygen`, on two media. */
export const KEY_ROLES = ["genesis", "commission", "registrar", "issuer", "validator", "witness"] as const;
export type KeyRole = (typeof KEY_ROLES)[number];
export type PartyRole = KeyRole | "trustee";

/**
 * `public.json`: what a party hands to those who write the manifest. Keys are Ed25519 but `issueKey`, a ristretto255 point
 * (registrar), and `age`, an age recipient (trustee). `logKey` (validator) signs checkpoints under the log's origin.
 */
export type PublicKeys = {
  readonly role: PartyRole;
  readonly name: string;
  readonly key: Bytes;
  readonly logKey?: Bytes;
  readonly issueKey?: Bytes;
  readonly age?: string;
};

const FORMAT = 1;
const isFormat: JsonReader<1> = (value) => (value === FORMAT ? FORMAT : undefined);
const roleOf =
  <R extends PartyRole>(...roles: readonly R[]): JsonReader<R> =>
  (value) =>
    roles.find((role) => role === value);

const base = { format: isFormat, name: jsonText(200), key: jsonHex(32) };

const READERS: readonly JsonReader<PublicKeys>[] = [
  jsonObject({ ...base, role: roleOf("genesis", "commission", "issuer", "witness") }),
  jsonObject({ ...base, role: roleOf("validator"), logKey: jsonHex(32) }),
  jsonObject({ ...base, role: roleOf("registrar"), issueKey: jsonHex(32) }),
  jsonObject({ ...base, role: roleOf("trustee"), age: jsonText(62) }),
];

const readPublicKeys: JsonReader<PublicKeys> = (value) => {
  for (const reader of READERS) {
    const read = reader(value);
    if (read !== undefined) return read;
  }
  return undefined;
};

export const PUBLIC_FILE = "public.json";

export const readPublicFile = (path: string): Promise<PublicKeys> =>
  readForm(path, readPublicKeys, "public.json");

export function publicJson({
  role,
  name,
  key,
  logKey,
  issueKey,
  age,
}: PublicKeys): Record<string, string | number> {
  return {
    format: FORMAT,
    role,
    name,
    key: toHex(key),
    ...(logKey === undefined ? {} : { logKey: toHex(logKey) }),
    ...(issueKey === undefined ? {} : { issueKey: toHex(issueKey) }),
    ...(age === undefined ? {} : { age }),
  };
}
