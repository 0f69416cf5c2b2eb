/** For tests of what uses a kernel: one over noble, which takes the place of the real one. */
export { createReferenceKernel } from "./reference.ts";
