import assert from "node:assert/strict";
import { test } from "node:test";
import { catalogFaults } from "@veche/ui/testing";
import { TEXTS } from "./index.ts";

test("the portal says the same in both languages", () => {
  assert.deepEqual(catalogFaults(TEXTS), []);
});

const WORDS =
  /blockchain|\btoken|\bhash|transaction|блокчейн|токен|хеш|транзакц|осуществл|пожалуйста|please|oops|success!|!/i;

test("the portal keeps to the voice: no exclamation marks, no words that voters do not use", () => {
  const faults = Object.entries({ ...TEXTS.en, ...mapKeys(TEXTS.ru) }).filter(([, text]) => WORDS.test(text));
  assert.deepEqual(faults, []);
  assert.ok(WORDS.test("Success! Your transaction is on the blockchain."), "the rule finds what it is for");
});

test("every time that is put into a text brings its zone along: no text names a clock time itself", () => {
  const faults = Object.values(TEXTS).flatMap((texts) =>
    Object.values(texts).filter((text) => /\b\d{1,2}:\d{2}\b/.test(text)),
  );
  assert.deepEqual(faults, []);
});

/** The words of the design for hard moments, literally. */
const LITERAL: readonly (readonly [key: keyof typeof TEXTS.en, ru: string, en: string])[] = [
  [
    "refused.correct",
    "Исправьте данные до {until} или проголосуйте на участке № {station}.",
    "Correct the details by {until}, or vote on paper at station {station}.",
  ],
  [
    "next.too-late.station.yesterday",
    "Приём заявлений закончился вчера в {clock}. Вас ждут на участке № {station}.",
    "Applications closed yesterday at {clock}. You can vote at station {station}.",
  ],
  [
    "code.none.issue",
    "Код не пришёл за пять минут. Позвоните {phone}: бюллетень ещё не выдан и никуда не денется.",
    "No code after five minutes. Call {phone}: your ballot has not been issued and cannot get lost.",
  ],
  [
    "next.ended.results",
    "Голосование закончилось {day} в {clock}. Итоги появятся здесь около {results}.",
    "Voting ended on {day} at {clock}. Results appear here at about {results}.",
  ],
];

for (const [key, ru, en] of LITERAL) {
  test(`${key} has the words of the design`, () =>
    assert.deepEqual([TEXTS.ru[key], TEXTS.en[key]], [ru, en]));
}

function mapKeys(texts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [`ru ${key}`, text]));
}
