/** For tests of what uses a kernel: one over noble, which takes the place of the real one, and a comparison for fuzzing. */
export { disagreement } from "./compare.ts";
export { createReferenceKernel } from "./reference.ts";
