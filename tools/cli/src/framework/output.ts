import type { Sentence } from "@veche/api";
import type { Clock } from "@veche/base";
import type { Language } from "./language.ts";
import { NO_PROGRESS, type Progress, progressOn } from "./progress.ts";
import type { Fault } from "./stop.ts";
import type { Sink } from "./world.ts";

export type { Progress } from "./progress.ts";

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * Results go to stdout and nothing else does; what a person might like to know besides goes to stderr. For programs
 * (`--json`) a result is one line of JSON, an error is one on stderr, and there is nothing besides.
 */
export type Output = {
  readonly json: boolean;
  readonly language: Language;
  readonly say: (sentence: Sentence) => string;
  readonly result: (value: Json, lines: readonly string[]) => void;
  readonly note: (sentence: Sentence) => void;
  readonly progress: (label: Sentence) => Progress;
  readonly error: (fault: Fault) => void;
};

export function outputOn(
  sinks: { readonly stdout: Sink; readonly stderr: Sink },
  clock: Clock,
  language: Language,
  json: boolean,
): Output {
  const { stdout, stderr } = sinks;
  const say = (sentence: Sentence): string => sentence[language];
  return {
    json,
    language,
    say,
    result: (value, lines) =>
      stdout.write(json ? `${JSON.stringify(value)}\n` : lines.map((line) => `${line}\n`).join("")),
    note: (sentence) => {
      if (!json) stderr.write(`${say(sentence)}\n`);
    },
    progress: (label) => (json ? NO_PROGRESS : progressOn(stderr, clock, say(label))),
    error: ({ code, sentence }) => {
      const text = say(sentence);
      stderr.write(json ? `${JSON.stringify({ error: code, message: text })}\n` : `veche: ${text}\n`);
    },
  };
}
