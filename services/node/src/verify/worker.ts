import { randomBytes } from "node:crypto";
import { parentPort } from "node:worker_threads";
import { assert } from "@veche/base";
import { Answerer } from "./answer.ts";
import { type PackedAnswers, type PackedQuestions, packAnswers, unpackQuestions } from "./packing.ts";
import type { ContextData } from "./question.ts";

/** To the worker: contexts that it does not know yet, then questions. */
export type Job = {
  readonly contexts: readonly ContextData[];
  readonly questions: PackedQuestions;
};

/** Back: one answer for each question, in order. */
export type JobDone = { readonly answers: PackedAnswers };

assert(parentPort !== null, "the verifier runs in a worker thread");
const port = parentPort;
const answerer = new Answerer((length) => new Uint8Array(randomBytes(length)));

port.on("message", ({ contexts, questions }: Job) => {
  for (const context of contexts) answerer.addContext(context);
  const answers = packAnswers(answerer.answer(unpackQuestions(questions)));
  port.postMessage({ answers } satisfies JobDone, [answers.rows.buffer, answers.hints.buffer]);
});
