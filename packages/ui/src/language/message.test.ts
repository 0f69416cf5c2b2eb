import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { IntlMessageFormat } from "intl-messageformat";
import { LANGUAGES } from "./language.ts";
import { readMessage } from "./message.ts";
import { sayOf } from "./say.tsx";

/** Messages of the syntax, in words of letters and signs that mean nothing in it. */
const word = fc.stringMatching(/^[а-яёA-Za-z0-9 .,:;!?()«»“”№-]{0,8}$/u);
const simple = fc.oneof(word, fc.constantFrom("{n}", "{name}"));
const counted = fc.oneof(word, fc.constantFrom("#", "{name}"));
const plural = fc
  .tuple(counted, counted, counted, counted, counted)
  .map(
    ([zero, one, few, many, other]) =>
      `{n, plural, =0 {${zero}} one {${one}} few {${few}} many {${many}} other {${other}}}`,
  );
const message = fc.array(
  fc.oneof(
    simple,
    plural,
    simple.map((inner) => `<b>${inner}</b>`),
  ),
  { maxLength: 5 },
);

test("what is said is what the full formatter says, in both languages and for all numbers", () => {
  fc.assert(
    fc.property(message, fc.nat(2_000_000), fc.constantFrom(...LANGUAGES), (parts, n, language) => {
      const text = parts.join("");
      const theirs = new IntlMessageFormat(text, language).format({
        n,
        name: "Аня",
        b: (chunks) => chunks.join(""),
      });
      assert.equal(sayOf(language, { text })("text", { n, name: "Аня" }), String(theirs));
    }),
  );
});

test("what is no message of the syntax is refused", () => {
  for (const text of [
    "{",
    "}",
    "{n",
    "<b>x",
    "x</b>",
    "<b>x</i>",
    "{n, plural, one {x}}",
    "{n, select, other {x}}",
    "it's",
    "{d, date}",
  ]) {
    assert.throws(() => readMessage(text), SyntaxError, text);
  }
});

test("a missing text or value is a bug and stops", () => {
  const say = sayOf("en", { text: "{n} of {m}" });
  assert.throws(() => say("other"), /no text other/);
  assert.throws(() => say("text", { n: 1 }), /wants the value m/);
});
