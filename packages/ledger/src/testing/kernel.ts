import { createKernel } from "@veche/group/kernel";

/** One for all ledgers of a test: making it takes longer than a small block. */
export const kernel = createKernel();
