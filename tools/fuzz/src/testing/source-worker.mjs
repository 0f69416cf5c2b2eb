// Lets a thread run source files: Node 20 gives the loader of the calling thread to no other.
import { register } from "tsx/esm/api";

register();
await import("../engine/worker.ts");
