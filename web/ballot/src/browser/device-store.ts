import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { DeviceStore } from "../voting/contract.ts";

/** One table of bytes for all elections of this ballot host; keys begin with the election. */
type Schema = DBSchema & { readonly kept: { readonly key: string; readonly value: Uint8Array } };

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
    get: async (key) => (await database()).get(TABLE, key),
    put: (key, value) => write(async (table) => void (await table.put(value, key))),
    putIf: (key, previous, value) => write((table) => putIf(table, key, previous, value)),
    delete: (key) => write((table) => table.delete(key)),
    keys: async (prefix) => {
      const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
      return (await database()).getAllKeys(TABLE, range);
    },
  };
}

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
  get(key: string): Promise<Uint8Array | undefined>;
  put(value: Uint8Array, key: string): Promise<string>;
  delete(key: string): Promise<void>;
};

async function putIf(
  table: Table,
  key: string,
  previous: Uint8Array | undefined,
  value: Uint8Array | undefined,
): Promise<boolean> {
  if (!isSame(await table.get(key), previous)) return false;
  if (value === undefined) await table.delete(key);
  else await table.put(value, key);
  return true;
}

function isSame(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
