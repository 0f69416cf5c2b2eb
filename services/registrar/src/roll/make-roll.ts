import { type Bytes, compareBytes, concat, err, ok, type RandomBytes, type Result, toHex } from "@veche/base";
import { type Election, ROLL_SALT_BYTES, rollEntryOf, rollRecordMessage } from "@veche/election";
import {
  encodePersonRecord,
  type PersonId,
  type PersonRecord,
  type PersonRecordError,
} from "@veche/election/person";
import { type Body, ROLL_CHUNK_ENTRIES_MAX } from "@veche/ledger";
import { newSecret, secretHash } from "./letter-secret.ts";

/** Somebody entitled to the ballot of one style (by its index). */
export type Entitled = { readonly person: PersonId; readonly record: PersonRecord; readonly style: number };

/** What issuing needs to know of a person: no name, no secret. */
export type Account = {
  readonly person: PersonId;
  readonly style: number;
  readonly entry: Bytes;
  readonly secretHash: Bytes;
};

/** What an audit of the list opens an entry with (§04.1.2). */
export type RegisterEntry = { readonly person: PersonId; readonly record: Bytes; readonly salt: Bytes };

/** What the voter gets, and nobody else (§04.1.3): `record` and `salt` open the entry, `secret` gets the ballot, once. */
export type Letter = {
  readonly person: PersonId;
  readonly styleId: string;
  readonly record: Bytes;
  readonly salt: Bytes;
  readonly entry: Bytes;
  readonly signature: Bytes;
  readonly secret: string;
};

export type Roll = {
  /** Bodies of the `roll` transactions in the order in which they must enter. */
  readonly chunks: readonly Body<"roll">[];
  readonly accounts: readonly Account[];
  readonly register: readonly RegisterEntry[];
  readonly letters: readonly Letter[];
};

export type RollError =
  | { readonly code: "STYLE_UNKNOWN" | "PERSON_TWICE" | "RECORD_TWICE"; readonly person: PersonId }
  | {
      readonly code: "RECORD_MALFORMED";
      readonly person: PersonId;
      readonly field: PersonRecordError["field"];
    };

/**
 * The roll of an election (§04.1) from the persons entitled. ⚔ A8 Each entry has a salt of its own, entries go by value over the
 * whole style, and one person, or one record, gets one entry in all. `sign`: the registrar's Ed25519 key.
 */
export function makeRoll(
  election: Election,
  entitled: readonly Entitled[],
  sign: (message: Bytes) => Bytes,
  randomBytes: RandomBytes,
): Result<Roll, RollError> {
  const persons = new Set<PersonId>();
  const records = new Set<string>();
  const made: (RegisterEntry & Account & Letter)[] = [];
  for (const { person, record, style } of entitled) {
    const encoded = encodePersonRecord(record);
    if (!encoded.ok) return err({ code: "RECORD_MALFORMED", person, field: encoded.error.field });
    if (election.manifest.styles[style] === undefined) return err({ code: "STYLE_UNKNOWN", person });
    if (persons.has(person)) return err({ code: "PERSON_TWICE", person });
    if (records.has(toHex(encoded.value))) return err({ code: "RECORD_TWICE", person });
    persons.add(person);
    records.add(toHex(encoded.value));
    made.push(makeOne(election, { person, style, record: encoded.value }, sign, randomBytes));
  }
  made.sort((a, b) => compareBytes(a.entry, b.entry));
  return ok({
    chunks: election.manifest.styles.flatMap((_, style) => rollChunks(made, style)),
    accounts: made.map(({ person, style, entry, secretHash: hash }) => ({
      person,
      style,
      entry,
      secretHash: hash,
    })),
    register: made.map(({ person, record, salt }) => ({ person, record, salt })),
    letters: made.map(({ person, styleId, record, salt, entry, signature, secret }) => ({
      person,
      styleId,
      record,
      salt,
      entry,
      signature,
      secret,
    })),
  });
}

function makeOne(
  { electionId, manifest }: Election,
  { person, style, record }: { readonly person: PersonId; readonly style: number; readonly record: Bytes },
  sign: (message: Bytes) => Bytes,
  randomBytes: RandomBytes,
): RegisterEntry & Account & Letter {
  const styleId = manifest.styles[style]?.id ?? "";
  const salt = randomBytes(ROLL_SALT_BYTES);
  const opening = { electionId, styleId, record, salt };
  const secret = newSecret(randomBytes);
  return {
    person,
    style,
    styleId,
    record,
    salt,
    entry: rollEntryOf(opening),
    signature: sign(rollRecordMessage(opening)),
    secret,
    secretHash: secretHash(electionId, person, secret),
  };
}

/** §04.1.4: the entries of a style, ascending as they come, in pieces that fit a transaction. */
export function rollChunks(
  accounts: readonly Pick<Account, "style" | "entry">[],
  style: number,
): readonly Body<"roll">[] {
  const entries = accounts.filter((account) => account.style === style).map(({ entry }) => entry);
  const chunks: Body<"roll">[] = [];
  for (let first = 0; first < entries.length; first += ROLL_CHUNK_ENTRIES_MAX) {
    chunks.push({ entries: concat(...entries.slice(first, first + ROLL_CHUNK_ENTRIES_MAX)), first, style });
  }
  return chunks;
}
