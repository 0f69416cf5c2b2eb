import { COMMANDS } from "../commands/index.ts";
import { secureRandomBytes, type World } from "../framework/world.ts";
import { run } from "../run.ts";

/** What a command line did, as a shell would see it. */
export type Ran = { readonly code: number; readonly stdout: string; readonly stderr: string };

export type FakeOptions = {
  /** Answers of the person at the terminal, in order; nobody sits there if it is not given. */
  readonly answers?: readonly string[];
  readonly language?: "en" | "ru";
};

/** Runs a command line in this process, with everything that it writes kept. */
export async function runHere(argv: readonly string[], options: FakeOptions = {}): Promise<Ran> {
  const written = { stdout: "", stderr: "" };
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
    clock: () => Date.now(),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    randomBytes: secureRandomBytes,
    fetch: (url, init) => fetch(url, init),
    ask: async () => (options.answers === undefined ? undefined : (answers.shift() ?? "")),
    stopped: () => Promise.resolve(),
  };
  const code = await run(COMMANDS, argv, world);
  return { code, ...written };
}
