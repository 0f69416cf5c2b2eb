import { cp, lstat } from "node:fs/promises";

/** All of a stopped validator's folder but the sockets in it. */
export const copyHome = (from: string, to: string): Promise<void> =>
  cp(from, to, { recursive: true, filter: async (path) => !(await lstat(path)).isSocket() });
