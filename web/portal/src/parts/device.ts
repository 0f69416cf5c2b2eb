import { browserStorage } from "@veche/ui";
import type { Device } from "../logic/readiness.ts";

/** This browser, for the readiness page. */
export const thisDevice = (clockAhead: number): Device => ({
  isSecureContext: globalThis.isSecureContext,
  hasSubtle: globalThis.crypto?.subtle !== undefined,
  hasWasm: typeof WebAssembly === "object",
  hasWorker: typeof Worker === "function",
  cookieEnabled: navigator.cookieEnabled,
  storage: storageOf(),
  tryDatabase,
  share: browserStorage(),
  clockAhead,
});

/** Even asking for it may be forbidden. */
function storageOf(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}

const NAME = "veche-readiness";

async function tryDatabase(): Promise<boolean> {
  const database = await opened();
  try {
    const write = database.transaction("try", "readwrite");
    write.objectStore("try").put("kept", "key");
    await done(write);
    const read = database.transaction("try").objectStore("try").get("key");
    return (await result(read)) === "kept";
  } finally {
    database.close();
    indexedDB.deleteDatabase(NAME);
  }
}

function opened(): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => void request.result.createObjectStore("try");
  return result(request);
}

const result = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const done = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
