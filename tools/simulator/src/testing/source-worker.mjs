// Lets a thread of voters run source files: Node 20 gives the loader of the calling thread to no other.
import { register } from "tsx/esm/api";

register();
export const { perform } = await import("../voting/voter-jobs.ts");
