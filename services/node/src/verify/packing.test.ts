import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { packAnswers, packQuestions, unpackAnswers, unpackQuestions } from "./packing.ts";
import type { Answer, Question } from "./question.ts";

const bytes = fc.uint8Array({ maxLength: 100 });
const name = fc.constantFrom("one", "two", "three");

const question: fc.Arbitrary<Question> = fc.oneof(
  fc.record({ kind: fc.constant("ballot" as const), context: name, moduli: name, ballot: bytes }),
  fc.record({ kind: fc.constant("issueSignature" as const), key: bytes, message: bytes, signature: bytes }),
  fc.record({ kind: fc.constant("signature" as const), key: bytes, message: bytes, signature: bytes }),
  fc.record({ kind: fc.constant("ballotForm" as const), context: name, ballot: bytes }),
);

const verdict = fc.constantFrom(
  "RIGHT" as const,
  "WRONG" as const,
  "MALFORMED" as const,
  "TOKEN_WRONG" as const,
);
const answer: fc.Arbitrary<Answer> = fc.oneof(fc.record({ verdict }), fc.record({ verdict, hints: bytes }));

test("questions come out of the buffer as they went in", () => {
  fc.assert(
    fc.property(fc.array(question), (questions) => {
      const sent = structuredClone(packQuestions(questions));
      assert.deepEqual(unpackQuestions(sent).map(plain), questions.map(plain));
    }),
  );
});

test("answers, too: with hints, with none, and with none known", () => {
  fc.assert(
    fc.property(fc.array(answer), (answers) => {
      const sent = structuredClone(packAnswers(answers));
      assert.deepEqual(unpackAnswers(sent).map(plain), answers.map(plain));
    }),
  );
});

/** Byte strings as arrays of numbers: whose buffer they are in does not matter. */
const plain = (value: object): unknown =>
  Object.entries(value)
    .map(([key, item]) => [key, item instanceof Uint8Array ? [...item] : item])
    .sort();
