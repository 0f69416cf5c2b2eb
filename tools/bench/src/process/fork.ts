import { type ChildProcess, fork } from "node:child_process";

/** Tests run source files, which a child has to learn to read as its parent did. */
const isSource = import.meta.url.endsWith(".ts");
const EXEC_ARGV = isSource ? ["--conditions=source", "--import", "tsx"] : [];

/** Starts a module of this folder in a process of its own, so that its time and memory are its own. */
export const start = (module: "job-process" | "node-process" | "chain-node-process"): ChildProcess =>
  fork(new URL(`./${module}${isSource ? ".ts" : ".js"}`, import.meta.url), [], {
    execArgv: EXEC_ARGV,
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    serialization: "json",
  });
