import { createEngine } from "./create-engine.ts";
import { type Port, serveEngine } from "./protocol.ts";
import { secureRandomBytes } from "./random.ts";

/** What runs in the worker. `self` of a worker has the two methods of a port. */
serveEngine(globalThis as unknown as Port, createEngine(secureRandomBytes));
