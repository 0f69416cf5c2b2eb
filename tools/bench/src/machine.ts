import { execFileSync } from "node:child_process";
import { availableParallelism, cpus, loadavg, release, totalmem, type } from "node:os";

/** Where a run was made: figures of two machines are never compared. */
export type Machine = {
  readonly cpu: string;
  /** Threads of execution that this process may use. */
  readonly cores: number;
  readonly memoryMB: number;
  readonly system: string;
  readonly node: string;
  readonly openssl: string;
  /** What multiplies points: our WebAssembly, with its vector instructions or without, or nothing of the kind. */
  readonly kernel: KernelKind;
};

export type KernelKind = "wasm" | "wasm simd" | "none";

export const describeMachine = (kernel: KernelKind): Machine => ({
  cpu: cpus()[0]?.model.trim() ?? "unknown",
  cores: availableParallelism(),
  memoryMB: Math.round(totalmem() / 1_048_576),
  system: `${type()} ${release()} ${process.arch}`,
  node: process.versions.node,
  openssl: process.versions.openssl,
  kernel,
});

/** Processes that wanted to run, on average over the last minute. */
export const loadNow = (): number => Math.round((loadavg()[0] ?? 0) * 100) / 100;

/** Other work than ours makes all figures worse: above this load they are not to be believed. */
export const isBusy = (load: number, cores: number): boolean => load > cores / 4;

/** The commit of a checkout, with `+` if files were changed; `undefined` outside of one. */
export function commitOf(folder: string): string | undefined {
  const git = (...words: readonly string[]): string =>
    execFileSync("git", words, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  try {
    return `${git("rev-parse", "--short=12", "HEAD")}${git("status", "--porcelain", "-uno") === "" ? "" : "+"}`;
  } catch {
    return undefined;
  }
}
