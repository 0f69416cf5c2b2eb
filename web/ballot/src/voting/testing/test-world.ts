import type { RandomBytes } from "@veche/base";
import { seededRandom } from "@veche/ledger/testing";
import { createEngine } from "../../worker/create-engine.ts";
import type { DeviceStore, DeviceWorld, VoterDevice } from "../contract.ts";
import { createVoterDevice } from "../voter-device.ts";
import { MemoryStore } from "./memory-store.ts";
import type { TestHost } from "./test-host.ts";

/** A browser: what of it outlives a page. Time passes only while a page sleeps. */
export class TestBrowser {
  readonly store = new MemoryStore();
  readonly host: TestHost;
  readonly randomBytes: RandomBytes;
  time: number;
  isOnline = true;
  /** Addresses that pages left for. */
  readonly left: string[] = [];
  readonly slept: number[] = [];

  constructor(host: TestHost, seed = "browser") {
    this.host = host;
    this.randomBytes = seededRandom(seed);
    this.time = host.ledger.time;
  }

  world(): DeviceWorld {
    return {
      electionId: this.host.electionId,
      now: () => this.time,
      sleep: async (ms) => {
        this.slept.push(ms);
        this.time += ms;
      },
      fetch: this.host.fetch,
      randomBytes: this.randomBytes,
      store: this.store,
      leave: (url) => {
        this.left.push(url);
      },
      isOnline: () => this.isOnline,
    };
  }

  /** A page newly opened: nothing of the one before is left but the store. */
  page(world: DeviceWorld = this.world()): VoterDevice {
    return createVoterDevice(world, createEngine(this.randomBytes));
  }

  get lastLeft(): string {
    return this.left[this.left.length - 1] ?? "";
  }
}

/** A world that ends at its n-th touch: before it, or after it took effect. `touches` counts those of a world that does not end. */
export class MortalWorld {
  readonly world: DeviceWorld;
  readonly died: Promise<"died">;
  touches = 0;

  constructor(world: DeviceWorld, endsAt: number, isAfter: boolean) {
    let die: (how: "died") => void = () => undefined;
    this.died = new Promise((resolve) => {
      die = resolve;
    });
    const forever = new Promise<never>(() => undefined);
    const touch = async <T>(act: () => Promise<T>): Promise<T> => {
      this.touches++;
      if (this.touches > endsAt) return forever;
      if (this.touches < endsAt) return act();
      if (isAfter) await act();
      die("died");
      return forever;
    };
    const { store } = world;
    const mortal: DeviceStore = {
      get: (key) => touch(() => store.get(key)),
      put: (key, value) => touch(() => store.put(key, value)),
      putIf: (key, previous, value) => touch(() => store.putIf(key, previous, value)),
      delete: (key) => touch(() => store.delete(key)),
      keys: (prefix) => touch(() => store.keys(prefix)),
      addPair: (key, standing, pair) => touch(() => store.addPair(key, standing, pair)),
      pairsOf: (key) => touch(() => store.pairsOf(key)),
    };
    this.world = {
      ...world,
      store: mortal,
      sleep: (ms) => touch(() => world.sleep(ms)),
      fetch: (input, init) => touch(() => world.fetch(input, init)),
    };
  }
}
