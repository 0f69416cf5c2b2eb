import { Session } from "node:inspector";

type Range = { readonly startOffset: number; readonly endOffset: number; readonly count: number };
type Script = {
  readonly url: string;
  readonly functions: readonly { readonly isBlockCoverage: boolean; readonly ranges: readonly Range[] }[];
};

/**
 * Which blocks of the house's own code have run, by V8's precise coverage. Asking costs some milliseconds, so it is asked for a batch of
 * inputs, and for single ones only where a batch reached something new. The engine itself does not count.
 */
export class Coverage {
  readonly #session = new Session();
  readonly #seen = new Set<string>();

  constructor() {
    this.#session.connect();
    this.#session.post("Profiler.enable");
    this.#session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  }

  get blocks(): number {
    return this.#seen.size;
  }

  /** Blocks that ran since the last call and never before. */
  take(): readonly string[] {
    const fresh: string[] = [];
    this.#session.post(
      "Profiler.takePreciseCoverage",
      (error, { result }: { readonly result: readonly Script[] }) => {
        if (error) throw error;
        for (const { url, functions } of result) {
          if (!isOwnCode(url)) continue;
          for (const { ranges } of functions) {
            for (const { startOffset, endOffset, count } of ranges) {
              const name = `${url}:${startOffset}-${endOffset}`;
              if (count > 0 && !this.#seen.has(name)) fresh.push(name);
            }
          }
        }
      },
    );
    return fresh;
  }

  learn(blocks: readonly string[]): void {
    for (const block of blocks) this.#seen.add(block);
  }

  close(): void {
    this.#session.disconnect();
  }
}

const isOwnCode = (url: string): boolean =>
  !url.includes("/node_modules/") && /\/(packages|services|tools\/(?!fuzz))/.test(url);
