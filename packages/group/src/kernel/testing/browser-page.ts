import { createKernel } from "../index.ts";
import { disagreement } from "./compare.ts";
import { createReferenceKernel } from "./reference.ts";

/** The script of a page: compares the kernel with noble where a browser runs both. Cases are strings of any bytes. */
const page = globalThis as unknown as {
  compareKernels: (cases: readonly (readonly number[])[]) => readonly (string | undefined)[];
};

page.compareKernels = (cases) => {
  const [kernel, reference] = [createKernel(), createReferenceKernel()];
  return cases.map((bytes) => disagreement(kernel, reference, Uint8Array.from(bytes)));
};
