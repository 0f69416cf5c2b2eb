import assert from "node:assert/strict";
import { test } from "node:test";
import type { MachineError } from "./machine/machine-error.ts";
import { explainError, explainWarning } from "./sentences.ts";

test("a wrong passphrase is one clear sentence", () => {
  assert.deepEqual(explainError({ code: "PASSPHRASE_WRONG" }), {
    en: "The passphrase is wrong; try again.",
    ru: "Неверная кодовая фраза; попробуйте ещё раз.",
  });
});

test("sentences name what they are about, in both languages", () => {
  const named: readonly (readonly [MachineError, string])[] = [
    [{ code: "MEDIUM_UNUSABLE", medium: "/media/stick", reason: "EIO" }, "/media/stick"],
    [{ code: "READ_BACK_DIFFERS", medium: "/media/stick", file: "head.age" }, "head.age"],
    [{ code: "MEDIA_DISAGREE", item: "share-0" }, "share-0"],
    [{ code: "KEPT_DIFFERS", item: "head" }, "head"],
    [{ code: "ITEM_UNREADABLE", item: "polynomial-2" }, "polynomial-2"],
    [{ code: "VAULT_IN_USE", medium: "/media/card", pid: 4711 }, "4711"],
    [{ code: "POLYNOMIAL_LOST", attempt: 7 }, "7"],
    [{ code: "SHARE_WRONG", dealer: 3 }, "3"],
    [{ code: "HEADS_TOO_FEW", have: 2, need: 4 }, "4"],
    [{ code: "PASSPHRASE_TOO_SHORT", characters: 5 }, "5"],
  ];
  for (const [error, name] of named) {
    const { en, ru } = explainError(error);
    assert.ok(en.includes(name) && ru.includes(name), en);
    assert.match(ru, /[а-я]/);
  }
});

test("warnings tell where and what", () => {
  for (const problem of ["MISSING", "UNREADABLE"] as const) {
    const warning = { code: "ON_ONE_MEDIUM", item: "share-0", medium: "/media/stick", problem } as const;
    const { en, ru } = explainWarning(warning);
    assert.ok([en, ru].every((text) => text.includes("/media/stick") && text.includes("share-0")));
  }
  assert.match(explainWarning({ code: "ONE_DEVICE" }).en, /one device/);
});
