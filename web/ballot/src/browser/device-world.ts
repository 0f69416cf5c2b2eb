import type { DeviceWorld } from "../voting/contract.ts";
import { secureRandomBytes } from "../worker/random.ts";
import { openDeviceStore } from "./device-store.ts";
import { keeps } from "./probe.ts";
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
    readiness: () => checkReadiness(browserSurroundings(() => keeps(store, secureRandomBytes))),
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
