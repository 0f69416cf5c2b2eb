import { type Bytes, decodeCbor, encodeCbor, err, ok, type Result } from "@veche/base";
import { type LockError, RecordFile, type RecordFileError } from "@veche/client/folder";
import { anyBytes, bytes32, mapOf, textOf, uintOf } from "@veche/election";
import { type PersonId, parsePersonId } from "@veche/election/person";
import type { Account, RegisterEntry } from "./roll/make-roll.ts";

export type AccountsError =
  | RecordFileError
  | LockError
  | { readonly code: "ACCOUNTS_MALFORMED" | "ACCOUNTS_PRESENT" };

export type Accounts = ReadonlyMap<string, Account>;

const account = mapOf({ entry: bytes32, person: textOf(1, 64), secret: bytes32, style: uintOf(0, 65_535) });
const opening = mapOf({ person: textOf(1, 64), record: anyBytes, salt: bytes32 });

/** All accounts by the voter's number, from a file that was written once. */
export async function readAccounts(path: string): Promise<Result<Accounts, AccountsError>> {
  const accounts = new Map<string, Account>();
  const read = await readAll(path, (bytes) => {
    const one = accountOf(bytes);
    if (one !== undefined && !accounts.has(one.person)) accounts.set(one.person, one);
  });
  if (!read.ok) return read;
  return read.value === accounts.size ? ok(accounts) : err({ code: "ACCOUNTS_MALFORMED" });
}

/** Writes the accounts of a roll; a roll that stands there already is never replaced. */
export const writeAccounts = (
  path: string,
  accounts: readonly Account[],
): Promise<Result<undefined, AccountsError>> =>
  writeOnce(
    path,
    accounts.map(({ person, style, entry, secretHash }) =>
      encodeCbor({ entry, person, secret: secretHash, style }),
    ),
  );

/** What opens each entry of the roll, for the audit of the list. The most private file of the registrar; issuing does not read it. */
export const writeRegister = (
  path: string,
  register: readonly RegisterEntry[],
): Promise<Result<undefined, AccountsError>> =>
  writeOnce(
    path,
    register.map(({ person, record, salt }) => encodeCbor({ person, record, salt })),
  );

export async function readRegister(path: string): Promise<Result<readonly RegisterEntry[], AccountsError>> {
  const register: RegisterEntry[] = [];
  const read = await readAll(path, (bytes) => {
    const value = decodeCbor(bytes);
    const one = value.ok ? opening(value.value, "") : value;
    const person = one.ok ? personOf(one.value.person) : undefined;
    if (one.ok && person !== undefined)
      register.push({ person, record: one.value.record, salt: one.value.salt });
  });
  if (!read.ok) return read;
  return read.value === register.length ? ok(register) : err({ code: "ACCOUNTS_MALFORMED" });
}

function accountOf(bytes: Bytes): Account | undefined {
  const value = decodeCbor(bytes);
  const read = value.ok ? account(value.value, "") : value;
  const person = read.ok ? personOf(read.value.person) : undefined;
  if (!read.ok || person === undefined) return undefined;
  const { style, entry, secret } = read.value;
  return { person, style, entry, secretHash: secret };
}

function personOf(text: string): PersonId | undefined {
  const person = parsePersonId(text);
  return person.ok ? person.value : undefined;
}

/** How many records there were. */
async function readAll(path: string, take: (record: Bytes) => void): Promise<Result<number, AccountsError>> {
  let count = 0;
  const file = await RecordFile.open(path, (record) => {
    count++;
    take(record);
  });
  if (!file.ok) return file;
  await file.value.close();
  return ok(count);
}

async function writeOnce(path: string, records: readonly Bytes[]): Promise<Result<undefined, AccountsError>> {
  let isEmpty = true;
  const file = await RecordFile.open(path, () => {
    isEmpty = false;
  });
  if (!file.ok) return file;
  if (isEmpty) await Promise.all(records.map((record) => file.value.append(record)));
  await file.value.close();
  return isEmpty ? ok(undefined) : err({ code: "ACCOUNTS_PRESENT" });
}
