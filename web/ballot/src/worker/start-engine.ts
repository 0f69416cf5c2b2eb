import type { Engine } from "../voting/engine.ts";
import { connectEngine } from "./protocol.ts";

/** An engine in a worker of its own. The address is written so that bundlers see it and make a second bundle of it. */
export function startEngine(): Engine {
  return connectEngine(new Worker(new URL("./worker.ts", import.meta.url), { type: "module" }));
}
