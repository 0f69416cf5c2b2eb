// Lets a thread run source files (Node 20 gives the loader of the calling thread to no other) and answers with 15·P.
import { parentPort, workerData } from "node:worker_threads";
import { register } from "tsx/esm/api";

register();
const { createKernel } = await import("../index.ts");
const kernel = createKernel();
const base = kernel.fixedBase(workerData);
parentPort.postMessage(kernel.multiplyFixed([base], new Uint8Array(32).with(0, 15)));
