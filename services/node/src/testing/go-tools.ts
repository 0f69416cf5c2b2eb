import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { findProgram } from "@veche/base/testing";

const OWN = fileURLToPath(new URL("../../../../.tools/bin", import.meta.url));

/** Where a test without its tool sends its reader. */
export const SET_UP_WITNESS = "no litewitness and fsck on this machine: npm run setup:witness";

export type GoTool =
  | "litewitness"
  | "litewitnesslog"
  | "tessera-fsck"
  | "tessera-posix-oneshot"
  | "tlogcheck";

/** A program that `npm run setup:witness` installs: in .tools/bin, or on the PATH. */
export function findGoTool(name: GoTool, path: string): string | undefined {
  return findProgram([name], path, [OWN]);
}

export type Ran = { readonly code: number | null; readonly output: string };

const RUN_MS = 30_000;

/** Runs a program to its end: exit code, and all that it said. */
export async function runTool(file: string, args: readonly string[]): Promise<Ran> {
  const child = spawn(file, args, { timeout: RUN_MS, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (piece) => {
      output += piece;
    });
  }
  const [code] = await once(child, "close");
  return { code, output };
}
