import { appendFileSync, existsSync, readFileSync } from "node:fs";

/** What a loader has done and been told, one line of JSON each; `at` is the machine's clock in ms. */
export type JournalLine = {
  readonly at: number;
  /** Of one request to one validator. */
  readonly id: string;
  readonly to: string;
  readonly credential: string;
  /** SHA-256 of the transaction's bytes, in hex. */
  readonly hash: string;
} & (
  | { readonly what: "request" }
  /** The promise that is checked: it stands at this place, and is final. */
  | { readonly what: "receipt"; readonly index: number; readonly size: number; readonly root: string }
  | { readonly what: "refusal"; readonly code: string }
  /** No answer: nothing is promised and nothing excluded. */
  | { readonly what: "silence" }
);

export class Journal {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  write(line: JournalLine): void {
    appendFileSync(this.#file, `${JSON.stringify(line)}\n`);
  }

  /** Whole lines; a loader that was ended may have torn its last one. */
  lines(): readonly JournalLine[] {
    if (!existsSync(this.#file)) return [];
    const text = readFileSync(this.#file, "utf8");
    const whole = text.slice(0, text.lastIndexOf("\n") + 1);
    return whole
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as JournalLine);
  }
}
