import { createKernel } from "@veche/group/kernel";
import type { KernelKind } from "./machine.ts";

/**
 * The kernel is one WebAssembly module with vector instructions: where they are missing it cannot be made, and everything
 * that needs it fails instead of being slow.
 */
export function kernelKind(): KernelKind {
  return createKernel().count === 0 ? "wasm simd" : "none";
}
