import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { err, ok, type Result } from "@veche/base";
import type { HomeError } from "./home.ts";

/** Homes that this very process holds: its own number in a lock file says nothing about them. */
const held = new Set<string>();

/**
 * One process works in a home at a time. The lock names a process and when it began, so that the lock of a killed process,
 * or of an earlier boot, is nobody's: it never has to be removed by hand.
 */
export function lockHome(folder: string): Result<() => void, HomeError> {
  const home = resolve(folder);
  const path = join(home, "lock");
  const inUse = (reason: string): Result<never, HomeError> => err({ code: "HOME_IN_USE", path, reason });
  if (held.has(home)) return inUse("this process works in it already");
  const holder = readLock(path);
  if (holder !== undefined && isAlive(holder)) return inUse(`process ${holder.pid} works in it`);
  rmSync(path, { force: true });
  const own = { pid: process.pid, began: beginOf(process.pid) ?? "" };
  try {
    writeFileSync(path, `${own.pid} ${own.began}\n`, { flag: "wx" });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") {
      return inUse("another process has just begun to work in it");
    }
    throw error;
  }
  held.add(home);
  return ok(() => {
    held.delete(home);
    rmSync(path, { force: true });
  });
}

type Holder = { readonly pid: number; readonly began: string };

function readLock(path: string): Holder | undefined {
  const match = /^([1-9][0-9]*) (.*)\n$/.exec(readText(path) ?? "");
  return match === null ? undefined : { pid: Number(match[1]), began: match[2] as string };
}

function isAlive({ pid, began }: Holder): boolean {
  if (pid === process.pid) return false;
  const now = beginOf(pid);
  if (now !== undefined) return now === began;
  // Where there is no /proc, the number alone has to do.
  return readText("/proc/self/stat") === undefined && isRunning(pid);
}

/** Boot and start time of a running process (Linux); nothing if there is none, or if it has ended and waits to be reaped. */
function beginOf(pid: number): string | undefined {
  const stat = readText(`/proc/${pid}/stat`);
  // The second field is the program's name, which may hold spaces and parentheses.
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state, started] = [fields?.[0], fields?.[19]];
  if (started === undefined || state === "Z" || state === "X") return undefined;
  return `${started}@${readText("/proc/sys/kernel/random/boot_id")?.trim() ?? ""}`;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
