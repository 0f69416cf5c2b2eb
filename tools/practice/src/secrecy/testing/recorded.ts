import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Name of the variable that tells a process where to record. */
export const RECORD_FOLDER = "VECHE_TEST_RECORDINGS";

/**
 * Answers of which the hash alone is kept: tiles are pieces of the log, which is searched entry by entry, and the practice outbox stands
 * for everybody's telephone and mailbox; its messages are searched once, at the end.
 */
export const LEFT_OUT = /\/tile\/|^\/outbox/;

/** A line of a recording. Bodies in base64; `headers` name, value, name, value …; `head`: status line and headers as they were sent. */
export type Recorded = { readonly kind: "said"; readonly text: string } | RecordedExchange;

export type RecordedExchange = {
  readonly kind: "exchange";
  readonly address: string;
  readonly port: number;
  readonly method: string;
  readonly url: string;
  readonly headers: readonly string[];
  readonly body: string;
  readonly head: string;
  readonly answer: string;
};

/** `role`: of the process, as in the name of its module. `process`: its number. */
export type Recording = {
  readonly role: string;
  readonly process: string;
  readonly lines: readonly Recorded[];
};

export function readRecordings(folder: string): readonly Recording[] {
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const [role = "", process = ""] = name.split(".");
      const text = readFileSync(join(folder, name), "utf8");
      const lines = text
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as Recorded);
      return { role, process, lines };
    });
}
