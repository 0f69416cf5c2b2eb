import type { Fetch } from "@veche/client";
import { COMMANDS } from "../commands/index.ts";
import { secureRandomBytes, type World } from "../framework/world.ts";
import { run } from "../run.ts";

/** What a command line did, as a shell would see it. */
export type Ran = { readonly code: number; readonly stdout: string; readonly stderr: string };

export type FakeOptions = {
  /** Answers of the person at the terminal, in order; nobody sits there if it is not given. */
  readonly answers?: readonly string[];
  readonly language?: "en" | "ru";
  /** Waits take no time, and the clock goes on as if they had. */
  readonly isImpatient?: boolean;
  readonly fetch?: Fetch;
  /** Resolves when the operator ends a service; never if it is not given. */
  readonly stopped?: Promise<void>;
};

/** Runs a command line in this process, with everything that it writes kept. */
export async function runHere(argv: readonly string[], options: FakeOptions = {}): Promise<Ran> {
  const written = { stdout: "", stderr: "" };
  let slept = 0;
  const answers = [...(options.answers ?? [])];
  const sink = (stream: "stdout" | "stderr") => ({
    write: (text: string) => {
      written[stream] += text;
    },
    isTerminal: false,
    columns: 100,
  });
  const world: World = {
    env: { LANG: options.language === "ru" ? "ru_RU.UTF-8" : "C" },
    stdout: sink("stdout"),
    stderr: sink("stderr"),
    clock: () => Date.now() + slept,
    sleep: async (ms) => {
      if (options.isImpatient) slept += ms;
      await new Promise((resolve) => setTimeout(resolve, options.isImpatient ? 0 : ms));
    },
    randomBytes: secureRandomBytes,
    fetch: options.fetch ?? ((url, init) => fetch(url, init)),
    ask: async () => (options.answers === undefined ? undefined : (answers.shift() ?? "")),
    stopped: () => options.stopped ?? new Promise(() => {}),
  };
  const code = await run(COMMANDS, argv, world);
  return { code, ...written };
}

/** The JSON result of a command that went well; its shape is the test's business. */
export function resultOf<T>(ran: Ran): T {
  if (ran.code !== 0) throw new Error(`exit ${ran.code}: ${ran.stderr}`);
  return JSON.parse(ran.stdout) as T;
}
