import { execFileSync } from "node:child_process";
import { availableParallelism, cpus, loadavg, release, totalmem, type } from "node:os";

/** Where a run was made that is kept. */
export type Computer = {
  readonly cpu: string;
  /** Threads of execution that this process may use. */
  readonly cores: number;
  readonly memoryMB: number;
  readonly system: string;
};

export const thisComputer = (): Computer => ({
  cpu: cpus()[0]?.model.trim() ?? "unknown",
  cores: availableParallelism(),
  memoryMB: Math.round(totalmem() / 1_048_576),
  system: `${type()} ${release()} ${process.arch}`,
});

/** Processes that wanted to run, on average over the last minute. */
export const currentLoad = (): number => Math.round((loadavg()[0] ?? 0) * 100) / 100;

/** The commit of a checkout, with `+` if files were changed; `undefined` outside of one. Documents do not count: runs write into them. */
export function commitOf(folder: string): string | undefined {
  const git = (...words: readonly string[]): string =>
    execFileSync("git", words, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  try {
    const changed = git("status", "--porcelain", "-uno", "--", ".", ":(exclude)docs");
    return `${git("rev-parse", "--short=12", "HEAD")}${changed === "" ? "" : "+"}`;
  } catch {
    return undefined;
  }
}
