import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { type Sink, secureRandomBytes, type World } from "./framework/world.ts";

const DEFAULT_COLUMNS = 100;

/** The world of a real process. */
export function processWorld(): World {
  // Whoever reads us may stop reading (`veche verify … | head`).
  process.stdout.on("error", () => process.exit(0));
  return {
    env: process.env,
    stdout: sinkOf(process.stdout),
    stderr: sinkOf(process.stderr),
    clock: () => Date.now(),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    randomBytes: secureRandomBytes,
    fetch: (url, init) => fetch(url, init),
    ask,
    stopped,
  };
}

function sinkOf(stream: NodeJS.WriteStream): Sink {
  return {
    write: (text) => {
      stream.write(text);
    },
    isTerminal: stream.isTTY === true,
    columns: stream.columns ?? DEFAULT_COLUMNS,
  };
}

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
  });
}
