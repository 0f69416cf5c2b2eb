export type { Decoded, FixedBase, Kernel, Terms } from "./contract.ts";
export { createKernel } from "./kernel.ts";
