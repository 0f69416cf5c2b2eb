import { readFileSync } from "node:fs";

/** Of one process: `cpu` µs of all its threads so far, and the most memory that was resident, MB. */
export type Usage = { readonly cpu: number; readonly peakMB: number };

/** Linux counts processor time in hundredths of a second for whoever reads it (`USER_HZ`). */
const TICK_MICROSECONDS = 10_000;
const KILOBYTES_IN_MB = 1_000_000 / 1_024;

/** Linux only: elsewhere nothing is known. */
export function usageOf(pid: number): Usage | undefined {
  const stat = read(`/proc/${pid}/stat`);
  const peak = /^VmHWM:\s+(\d+)/m.exec(read(`/proc/${pid}/status`) ?? "")?.[1];
  if (stat === undefined || peak === undefined) return undefined;
  // After the name, which may hold anything, from the third field: user and system time are the 14th and 15th.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = Number(fields[11]) + Number(fields[12]);
  return { cpu: ticks * TICK_MICROSECONDS, peakMB: Number(peak) / KILOBYTES_IN_MB };
}

/** Processes that the main thread of a process has started. */
export function childrenOf(pid: number): readonly { readonly pid: number; readonly name: string }[] {
  const children = (read(`/proc/${pid}/task/${pid}/children`) ?? "").split(" ").filter((one) => one !== "");
  return children.map((child) => ({ pid: Number(child), name: (read(`/proc/${child}/comm`) ?? "").trim() }));
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
