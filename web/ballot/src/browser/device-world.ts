import { drawAnswerKeys } from "../voting/answer-key.ts";
import type { DeviceStore, DeviceWorld } from "../voting/contract.ts";
import { secureRandomBytes } from "../worker/random.ts";
import { openDeviceStore } from "./device-store.ts";
import { browserSurroundings, checkReadiness } from "./readiness.ts";

/** The browser as the device sees it. */
export function browserWorld(electionId: string): DeviceWorld {
  const store = openDeviceStore();
  return {
    electionId,
    now: () => Date.now(),
    sleep,
    fetch: (input, init) => globalThis.fetch(input, init),
    randomBytes: secureRandomBytes,
    store,
    leave: (url) => location.assign(url),
    isOnline: () => navigator.onLine,
    readiness: () => checkReadiness(browserSurroundings(() => keeps(store))),
  };
}

/** Ends early when the connection comes back: whoever sleeps then looks again. */
function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      removeEventListener("online", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    addEventListener("online", done);
  });
}

const PROBE = "probe";

async function keeps(store: DeviceStore): Promise<boolean> {
  try {
    const written = Uint8Array.of(1, 2, 3);
    await store.put(PROBE, written);
    // Some browsers keep bytes and no keys: nothing is asked for in those, since the answer could never be opened.
    await store.addPair(PROBE, written, await drawAnswerKeys());
    const [read, pairs] = [await store.get(PROBE), await store.pairsOf(PROBE)];
    await store.delete(PROBE);
    return read?.length === 3 && read[2] === 3 && pairs.length === 1;
  } catch {
    return false;
  }
}
