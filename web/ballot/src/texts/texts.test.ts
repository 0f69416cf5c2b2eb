import assert from "node:assert/strict";
import { test } from "node:test";
import { catalogFaults } from "@veche/ui/testing";
import { CASTING_TEXTS } from "./casting.ts";
import { CHECKING_TEXTS } from "./checking.ts";
import { COMMON_TEXTS } from "./common.ts";
import { PROBLEM_TEXTS } from "./problems.ts";
import { VOTING_TEXTS } from "./voting.ts";

const ALL = [VOTING_TEXTS, CASTING_TEXTS, COMMON_TEXTS, CHECKING_TEXTS, PROBLEM_TEXTS];

test("the ballot page says the same in both languages", () => {
  assert.deepEqual(ALL.flatMap(catalogFaults), []);
});

test("no key stands in two catalogs", () => {
  const keys = ALL.flatMap((texts) => Object.keys(texts.en));
  assert.equal(new Set(keys).size, keys.length);
});

test("voters do not read the words of engineers", () => {
  const words = /blockchain|блокчейн|token|токен|hash|хеш|хэш|transaction|транзакц|oops|success/i;
  const all = ALL.flatMap((texts) => [...Object.values(texts.en), ...Object.values(texts.ru)]);
  assert.deepEqual(
    all.filter((text) => words.test(text)),
    [],
  );
  assert.match("the transaction hash", words);
});
