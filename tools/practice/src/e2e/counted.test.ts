import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import type { StatusAnswer } from "@veche/api";
import { missingTool } from "@veche/base/testing";
import { Browser } from "../testing/browser.ts";
import { executablePath, openStage, type Stage, WANTED } from "./testing/stage.ts";
import { visit } from "./testing/visit.ts";
import { codeOn, RECORDED, Walker } from "./testing/walker.ts";

const { CI } = process.env;

/** Time enough for one to vote on a busy machine; then the election closes by itself. */
const MINUTES = 1;
const CERTIFIED_MS = 90_000;

describe("after the end", { skip: missingTool(executablePath, WANTED, { CI }) }, () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage({ minutes: MINUTES });
  });
  after(() => stage?.close());

  async function certified(): Promise<void> {
    const { addresses, a } = stage.practice;
    const isCertified = async (): Promise<boolean> => {
      const { body } = await new Browser().send(`${addresses.ballot}/e/${a.id}/status`);
      return (JSON.parse(body) as StatusAnswer).certified;
    };
    while (!(await isCertified())) {
      assert.ok(Date.now() < a.castEnds + CERTIFIED_MS, "certified soon after the end");
      await new Promise((done) => setTimeout(done, 250));
    }
  }

  test("§12.7.3 a recorded ballot is called counted once the result is certified: by its own device, and for anyone with its code", async () => {
    const voter = await Walker.begin(stage, "Семёнов");
    await voter.goesTo(RECORDED);
    const code = await codeOn(voter.page);
    const { visitor, assertClean } = await visit(stage, "ru", "mouse");
    const find = `${stage.practice.addresses.ballot}/e/${stage.practice.a.id}/find/`;
    const look = async (): Promise<void> => {
      await visitor.page.goto(find);
      await visitor.sees("Найти бюллетень по коду");
      await visitor.writes("Код бюллетеня", code);
      await visitor.presses("Найти", true);
    };
    await look();
    await visitor.sees("Этот бюллетень записан");

    await certified();
    await voter.reload();
    await voter.page.getByRole("heading", { level: 1, name: "Your vote is counted" }).waitFor();
    assert.equal(await codeOn(voter.page), code);
    const [file] = await Promise.all([
      voter.page.waitForEvent("download"),
      voter.page.getByRole("button", { name: "Save the receipt", exact: true }).click(),
    ]);
    assert.ok((await readFile(await file.path())).length > 0, "the receipt is still to be had");
    await look();
    await visitor.sees("Этот бюллетень посчитан");
    await assertClean();
  });
});
