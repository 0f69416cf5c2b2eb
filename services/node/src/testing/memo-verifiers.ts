import { randomBytes } from "node:crypto";
import { Answerer } from "../verify/answer.ts";
import { type Answer, type Question, questionKey, type Verifiers } from "../verify/question.ts";

/** Verifiers in this very thread, which remember every answer: for tests in which many judge the same. */
export class MemoVerifiers implements Verifiers {
  /** How often each question was asked, by its name. */
  readonly asked = new Map<string, { readonly question: Question; times: number }>();
  readonly #answers = new Map<string, Answer>();
  readonly #answerer = new Answerer((length) => new Uint8Array(randomBytes(length)));

  addContext: Verifiers["addContext"] = (context) => this.#answerer.addContext(context);

  ask: Verifiers["ask"] = async (questions) => {
    const keys = questions.map(questionKey);
    const unknown = questions.filter((_, at) => !this.#answers.has(keys[at] as string));
    this.#answerer.answer(unknown).forEach((answer, at) => {
      this.#answers.set(questionKey(unknown[at] as Question), answer);
    });
    return keys.map((key, at) => {
      const asked = this.asked.get(key) ?? { question: questions[at] as Question, times: 0 };
      asked.times++;
      this.asked.set(key, asked);
      return this.#answers.get(key) as Answer;
    });
  };
}
