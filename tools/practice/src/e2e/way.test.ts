import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import type { VotingAnswer } from "@veche/api";
import { type Bytes, expectOk, fromBase64 } from "@veche/base";
import { missingTool } from "@veche/base/testing";
import { checkReceipt } from "@veche/client";
import { decodeManifest, type Manifest } from "@veche/election";
import type { Page } from "playwright-core";
import { Browser } from "../testing/browser.ts";
import { executablePath, openStage, type Stage, WANTED } from "./testing/stage.ts";
import { visit } from "./testing/visit.ts";
import type { Visitor } from "./testing/visitor.ts";

const { CI } = process.env;

describe("the whole way, as a new user goes it", {
  skip: missingTool(executablePath, WANTED, { CI }),
}, () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage?.close());

  test("L28 in Russian by keyboard alone: sign in, ballot, receipt, and the look-up that anyone may do", async () => {
    const { visitor, assertClean } = await visit(stage, "ru", "keyboard");
    await visitor.page.goto(stage.practice.addresses.portal);
    await toTheBallotPageInRussian(visitor);
    await confirmInRussian(visitor, stage);
    await voteInRussian(visitor);
    await visitor.sees("Ваш голос записан");
    const code = await codeOn(visitor.page);
    const file = await saved(visitor, "Сохранить квитанцию");
    expectOk(checkReceipt(file, await manifestAt(visitor.page, stage)), "the receipt");
    await visitor.page.reload();
    await visitor.sees("Ваш голос записан");
    await assertClean();

    const anyone = await visit(stage, "ru", "keyboard");
    await anyone.visitor.page.goto(`${stage.practice.addresses.ballot}/e/${stage.practice.a.id}/find/`);
    await anyone.visitor.sees("Найти бюллетень по коду");
    await anyone.visitor.writes("Код бюллетеня", code.toLowerCase());
    await anyone.visitor.presses("Найти", true);
    await anyone.visitor.sees("Этот бюллетень записан");
    assert.equal(await codeOn(anyone.visitor.page), code);
    await anyone.assertClean();
  });

  test("who may not vote reads why, what to do and whom to ask; faults in the form are named", async () => {
    const { visitor, assertClean } = await visit(stage, "ru", "mouse");
    await visitor.page.goto(`${stage.practice.addresses.portal}/elections/b/apply`);
    await visitor.sees("Войдите, чтобы продолжить");
    await visitor.presses("Войти");
    await visitor.presses("Юнов Дмитрий");
    await visitor.sees("Заявление о голосовании через интернет");
    await visitor.writes("Мобильный телефон", "8 900");
    await visitor.presses("Проверить ответы");
    const faults = visitor.page.getByRole("alert");
    for (const field of ["мобильный номер", "адрес почты", "согласие"])
      await faults.getByText(field).waitFor();
    await visitor.sees("Заявление о голосовании через интернет");
    await visitor.writes("Мобильный телефон", "8 900 000-00-05");
    await visitor.writes("Электронная почта", "test-5@practice.example");
    await visitor.marks("Согласие");
    await visitor.presses("Проверить ответы");
    await visitor.sees("Проверьте ответы");
    await visitor.presses("Получить код");
    await visitor.sees("Введите код из СМС");
    await visitor.writes("Код", await stage.sms());
    await visitor.presses("Отправить заявление");
    await visitor.sees("Заявление не принято");
    await visitor.page.getByText("вам ещё не исполнится нужный возраст").waitFor();
    await visitor.presses("Подать жалобу");
    await visitor.sees("Жалоба на отказ");
    await assertClean();
  });

  test("L28 in English by keyboard alone: application, status, go on to voting, letter, vote", async () => {
    const { visitor, assertClean } = await visit(stage, "en", "keyboard");
    await visitor.page.goto(stage.practice.addresses.portal);
    await visitor.sees("Vote from home");
    await signIn(visitor, "Archer Margaret");
    await visitor.presses("Apply");
    await applyInEnglish(visitor, "8 900 000-00-03", "test-3@practice.example");
    await visitor.presses("Get the code");
    await visitor.sees("Enter the code");
    await visitor.writes("Code", await stage.sms());
    await visitor.presses("Send the application");
    await visitor.sees("Your application is accepted");
    await visitor.presses("Application", true);
    await visitor.sees("Your application is accepted");
    await visitor.presses("Go on to voting");
    await visitor.sees("This practice election is waiting for you");
    await visitor.presses("Go on to voting");
    await visitor.sees("Get your ballot");

    await visitor.presses("My elections");
    await visitor.sees("My elections");
    await visitor.presses("Practice election B: City council", true);
    await visitor.sees("Your application is accepted");
    await visitor.presses("Letter from the registrar");
    await visitor.sees("Letter from the registrar");
    await visitor.page.getByText("Your entry stands in the published list, once").waitFor();
    const letter: unknown = JSON.parse(new TextDecoder().decode(await saved(visitor, "Save the letter")));
    assert.deepEqual(Object.keys(letter as object), [
      "election",
      "style",
      "record",
      "salt",
      "entry",
      "signature",
    ]);

    await visitor.presses("Application", true);
    await visitor.presses("Get the ballot");
    await visitor.sees("Get your ballot");
    await voteInEnglish(visitor, stage);
    await visitor.sees("Your vote is recorded");
    const file = await saved(visitor, "Save the receipt");
    expectOk(checkReceipt(file, await manifestAt(visitor.page, stage)), "the receipt");
    await assertClean();
  });
});

/** Home, the device's check, sign-in, the election's status. */
async function toTheBallotPageInRussian(visitor: Visitor): Promise<void> {
  await visitor.sees("Голосуйте из дома");
  await visitor.presses("Готово ли моё устройство");
  await visitor.sees("Устройство готово");
  await visitor.presses("Главная");
  await visitor.sees("Голосуйте из дома");
  await visitor.presses("Войти");
  await visitor.sees("Выберите тестового избирателя");
  await visitor.presses("Семёнов Пётр");
  await visitor.sees("Мои выборы");
  await visitor.presses("Учебные выборы A: Городской совет", true);
  await visitor.sees("Заявление принято");
  await visitor.presses("Получить бюллетень");
  await visitor.sees("Получение бюллетеня");
  await visitor.presses("Перейти к бюллетеню");
  await visitor.sees("Устройство готово");
}

/** With the resume code saved first, and a wrong code of the telephone before the right one. */
async function confirmInRussian(visitor: Visitor, stage: Stage): Promise<void> {
  const code = await saved(visitor, "Сохранить файлом");
  const file = Buffer.from(code).toString();
  assert.equal(Buffer.from(file, "base64url").length, 68 + 288 * 3, "§12.5.1, for three issuers");
  await visitor.presses("Показать QR-код");
  await visitor.page.getByRole("heading", { name: "Код разблокировки" }).waitFor();
  await visitor.presses("Запросить бюллетень");
  await visitor.sees("Подтвердите получение бюллетеня");
  await visitor.presses("Получить код");
  await visitor.sees("Введите код из СМС");
  const right = await stage.sms();
  await visitor.writes("Код", String((Number(right) + 1) % 1_000_000).padStart(6, "0"));
  await visitor.page.keyboard.press("Enter");
  await visitor.page.getByRole("alert").getByText("Код не подошёл. Осталось 4 попытки").waitFor();
  await visitor.sees("Введите код из СМС");
  await visitor.writes("Код", right);
  await visitor.page.keyboard.press("Enter");
}

/** Contest by contest, one of two left too early once. */
async function voteInRussian(visitor: Visitor): Promise<void> {
  await visitor.sees("Построить ли заново Великий мост?");
  await visitor.presses("Дальше");
  await visitor.page.getByRole("alert").getByText("Выберите не меньше 1: ничего не отмечено").waitFor();
  await visitor.sees("Построить ли заново Великий мост?");
  await visitor.marks("Нет");
  await visitor.presses("Дальше");
  await visitor.sees("Депутаты от Торговой стороны");
  await visitor.marks("Костина");
  await visitor.marks("Ёлкин");
  await visitor.presses("Дальше");
  await visitor.sees("Проверьте свой выбор");
  for (const chosen of ["Нет", "Костина Надежда Юрьевна", "Ёлкин Артём Сергеевич"])
    assert.equal(await visitor.page.locator("main").getByText(chosen, { exact: true }).count(), 1);
  await visitor.presses("Всё верно");
  await visitor.sees("Бюллетень готов к отправке");
  await visitor.presses("Отправить 2 бюллетеня");
}

async function signIn(visitor: Visitor, name: string): Promise<void> {
  await visitor.presses("Sign in");
  await visitor.sees("Choose a test person");
  await visitor.presses(name);
  await visitor.sees("My elections");
}

async function applyInEnglish(visitor: Visitor, telephone: string, email: string): Promise<void> {
  await visitor.sees("Apply to vote online");
  await visitor.writes("Mobile phone", telephone);
  await visitor.writes("E-mail", email);
  await visitor.marks("I agree");
  await visitor.presses("Check your answers");
  await visitor.sees("Check your answers");
}

async function voteInEnglish(visitor: Visitor, stage: Stage): Promise<void> {
  await visitor.presses("Go to the ballot page");
  await visitor.sees("This device is ready");
  await visitor.presses("Ask for my ballot");
  await visitor.sees("Confirm that you want your ballot");
  await visitor.presses("Get the code");
  await visitor.sees("Enter the code");
  await visitor.writes("Code", await stage.sms());
  await visitor.presses("Get the ballot");
  await visitor.sees("Should the Great Bridge be built anew?");
  await visitor.marks("Yes");
  await visitor.presses("Next");
  await visitor.sees("Councillor of the Sophia Side");
  await visitor.marks("Gleb Onfimov");
  await visitor.presses("Next");
  await visitor.sees("Check your choice");
  await visitor.presses("All correct: encrypt");
  await visitor.sees("Your ballot is ready to cast");
  await visitor.presses("Cast 2 ballots");
}

async function saved(visitor: Visitor, button: string): Promise<Bytes> {
  const [file] = await Promise.all([visitor.page.waitForEvent("download"), visitor.presses(button)]);
  return new Uint8Array(await readFile(await file.path()));
}

const codeOn = async (page: Page): Promise<string> =>
  (await page.locator("main .tracker").first().innerText()).replaceAll(/\s/g, "");

/** Of the election whose ballot page is open, as its node gives it. */
async function manifestAt(page: Page, { practice }: Stage): Promise<Manifest> {
  const id = /\/e\/([0-9a-f]{64})\//.exec(page.url())?.[1] ?? "";
  const { body } = await new Browser().send(`${practice.addresses.ballot}/e/${id}/voting/0`);
  const bytes = fromBase64((JSON.parse(body) as VotingAnswer).manifest);
  return expectOk(decodeManifest(bytes ?? new Uint8Array(0)), "the manifest");
}
