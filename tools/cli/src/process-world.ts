import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import type { Fetch } from "@veche/client";
import { standardError, standardOutput } from "./framework/standard-output.ts";
import { secureRandomBytes, type World } from "./framework/world.ts";

/** The world of a real process. `onLost`: standard output cannot be written. */
export function processWorld(onLost: (reason: Error) => void): World {
  return {
    env: process.env,
    stdout: standardOutput(process.stdout, onLost),
    stderr: standardError(process.stderr),
    clock: () => Date.now(),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    randomBytes: secureRandomBytes,
    fetch: steadyFetch,
    ask,
    stopped,
  };
}

/**
 * `fetch` may pick a connection that the other side is just closing. Everything that is asked for here may be asked twice (a
 * transaction, a signature, an issue: the same request gets the same answer), so that it is asked again at once.
 */
const steadyFetch: Fetch = async (url, init) => {
  try {
    return await fetch(url, init);
  } catch (error) {
    const cause: unknown = error instanceof Error ? error.cause : undefined;
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    if (code !== "UND_ERR_SOCKET" && code !== "ECONNRESET") throw error;
    return fetch(url, init);
  }
};

async function ask(question: string, hidden: boolean): Promise<string | undefined> {
  if (process.stdin.isTTY !== true) return undefined;
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  process.stderr.write(question);
  const lines = createInterface({
    input: process.stdin,
    output: hidden ? nowhere : process.stderr,
    terminal: true,
  });
  try {
    return await lines.question("");
  } finally {
    lines.close();
    if (hidden) process.stderr.write("\n");
  }
}

function stopped(): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGINT", () => resolve());
    process.once("SIGTERM", () => resolve());
    // Of a program that started this one and is gone: `veche chain up`.
    process.once("disconnect", () => resolve());
  });
}
