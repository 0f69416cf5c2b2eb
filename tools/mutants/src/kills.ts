import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import type { CodeMutant } from "./instrument.ts";
import { keyOf } from "./page.ts";
import type { Result } from "./run.ts";

/** So many new ones are written at once. */
const WRITTEN_AFTER = 25;

/**
 * Which record showed which mutant, in a file that runs leave behind. The next run tries that record first, so that it verifies about
 * once for each mutant; nothing is believed of it.
 */
export class Kills {
  readonly #path: string;
  readonly #killers: Map<string, string>;
  #unwritten = 0;

  constructor(path: string) {
    this.#path = path;
    const kept = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Record<string, string>) : {};
    this.#killers = new Map(Object.entries(kept));
  }

  killerOf(mutant: CodeMutant): string | undefined {
    return this.#killers.get(keyOf(mutant));
  }

  note({ mutant, outcome }: Result): void {
    const key = keyOf(mutant);
    if (outcome.killedBy === undefined || this.#killers.get(key) === outcome.killedBy) return;
    this.#killers.set(key, outcome.killedBy);
    this.#unwritten += 1;
    if (this.#unwritten >= WRITTEN_AFTER) this.flush();
  }

  /** Keeps those of a run of everything, and nothing of mutants that are gone. */
  writeWhole(results: readonly Result[]): void {
    this.#killers.clear();
    for (const result of results) this.note(result);
    this.flush();
  }

  flush(): void {
    const text = `${JSON.stringify(Object.fromEntries(this.#killers), undefined, 2)}\n`;
    writeFileSync(`${this.#path}.new`, text);
    renameSync(`${this.#path}.new`, this.#path);
    this.#unwritten = 0;
  }
}
