import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { PAIRS_MAX } from "../voting/answer-key.ts";
import type { DeviceStore } from "../voting/contract.ts";

/** Bytes, or bytes with the key pairs beside them. */
type Row = Uint8Array | { readonly bytes: Uint8Array; readonly pairs: readonly CryptoKeyPair[] };

/** One table of rows for all elections of this ballot host; keys begin with the election. */
type Schema = DBSchema & { readonly kept: { readonly key: string; readonly value: Row } };

const NAME = "veche-ballot";
const TABLE = "kept";

/**
 * The device's store in IndexedDB. Each write is one transaction of strict durability: it returns when the bytes would survive the
 * end of the browser. Transactions of all tabs run one after the other, so that `putIf` is one step.
 */
export function openDeviceStore(): DeviceStore {
  let opening: Promise<IDBPDatabase<Schema>> | undefined;
  const database = (): Promise<IDBPDatabase<Schema>> => {
    opening ??= open(() => {
      opening = undefined;
    });
    return opening;
  };
  const write = async <T>(change: (table: Table) => Promise<T>): Promise<T> => {
    const transaction = (await database()).transaction(TABLE, "readwrite", { durability: "strict" });
    const [value] = await Promise.all([change(transaction.store), transaction.done]);
    return value;
  };
  return {
    get: async (key) => bytesIn(await (await database()).get(TABLE, key)),
    put: (key, value) => write(async (table) => void (await table.put(value, key))),
    putIf: (key, previous, value) => write((table) => putIf(table, key, previous, value)),
    delete: (key) => write((table) => table.delete(key)),
    keys: async (prefix) => {
      const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
      return (await database()).getAllKeys(TABLE, range);
    },
    addPair: (key, standing, pair) => write((table) => addPair(table, key, standing, pair)),
    pairsOf: async (key) => pairsIn(await (await database()).get(TABLE, key)),
  };
}

const bytesIn = (row: Row | undefined): Uint8Array | undefined =>
  row === undefined || row instanceof Uint8Array ? row : row.bytes;

const pairsIn = (row: Row | undefined): readonly CryptoKeyPair[] =>
  row === undefined || row instanceof Uint8Array ? [] : row.pairs;

/** @param lost the browser closed the database, or it could not be opened: the next use opens it again. */
async function open(lost: () => void): Promise<IDBPDatabase<Schema>> {
  try {
    return await openDB<Schema>(NAME, 1, {
      upgrade: (created) => {
        created.createObjectStore(TABLE);
      },
      terminated: lost,
    });
  } catch (error) {
    lost();
    throw error;
  }
}

type Table = {
  get(key: string): Promise<Row | undefined>;
  put(value: Row, key: string): Promise<string>;
  delete(key: string): Promise<void>;
};

async function putIf(
  table: Table,
  key: string,
  previous: Uint8Array | undefined,
  value: Uint8Array | undefined,
): Promise<boolean> {
  if (!isSame(bytesIn(await table.get(key)), previous)) return false;
  if (value === undefined) await table.delete(key);
  // ⚔ A row of other bytes has none of the pairs that stood beside the old ones.
  else await table.put(value, key);
  return true;
}

async function addPair(
  table: Table,
  key: string,
  standing: Uint8Array,
  pair: CryptoKeyPair,
): Promise<boolean> {
  const row = await table.get(key);
  const bytes = bytesIn(row);
  if (bytes === undefined || !isSame(bytes, standing)) return false;
  await table.put({ bytes, pairs: [...pairsIn(row), pair].slice(-PAIRS_MAX) }, key);
  return true;
}

function isSame(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
