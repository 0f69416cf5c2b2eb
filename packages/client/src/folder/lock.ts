import { readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { err, ok, type Result } from "@veche/base";

/** One process at a time writes a file: two issuers on one journal could sign two hashes for one entry. */
export type Lock = { readonly release: () => void };

export type LockError = { readonly code: "IN_USE"; readonly path: string; readonly pid: number };

const heldHere = new Set<string>();

/**
 * Takes `<path>.lock`, which names the process that holds it. The lock of a process that is gone is taken over. Processes that
 * cannot see each other (two containers, two machines) are not kept apart: give each its own folder.
 */
export function takeLock(path: string): Result<Lock, LockError> {
  const file = `${path}.lock`;
  for (let attempt = 0; attempt < 3; attempt++) {
    if (heldHere.has(file)) return err({ code: "IN_USE", path, pid: process.pid });
    if (writeNew(file)) {
      heldHere.add(file);
      return ok({ release: () => release(file) });
    }
    const pid = holderOf(file);
    if (pid !== undefined && pid !== process.pid && isAlive(pid)) return err({ code: "IN_USE", path, pid });
    removeIfThere(file);
  }
  return err({ code: "IN_USE", path, pid: holderOf(file) ?? 0 });
}

function release(file: string): void {
  heldHere.delete(file);
  removeIfThere(file);
}

function writeNew(file: string): boolean {
  try {
    writeFileSync(file, `${process.pid}\n`, { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (isCode(error, "EEXIST")) return false;
    throw error;
  }
}

function holderOf(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, "utf8").trim());
    return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
  } catch (error) {
    if (isCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !isCode(error, "ESRCH");
  }
}

function removeIfThere(file: string): void {
  try {
    unlinkSync(file);
  } catch (error) {
    if (!isCode(error, "ENOENT")) throw error;
  }
}

export const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;
