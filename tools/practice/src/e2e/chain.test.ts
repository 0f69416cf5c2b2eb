import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { SET_UP } from "@veche/abci/testing";
import type { TrackerAnswer } from "@veche/api";
import { missingTool } from "@veche/base/testing";
import { findCometbft } from "@veche/node";
import { Browser } from "../testing/browser.ts";
import { executablePath, openStage, type Stage, WANTED } from "./testing/stage.ts";
import { codeOn, RECORDED, Walker } from "./testing/walker.ts";

const { PATH, CI } = process.env;
const program = findCometbft(PATH);

describe("the same pages over a chain of four validators", {
  skip: missingTool(program && executablePath, program === undefined ? SET_UP : WANTED, { CI }),
}, () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage(program === undefined ? {} : { chain: { program } });
  });
  after(() => stage?.close());

  /** The ballot that the page calls recorded stands in the log at one place. */
  async function assertOnce({ page }: Walker): Promise<void> {
    const { practice } = stage;
    const address = `${practice.addresses.ballot}/e/${practice.a.id}/tracker/${await codeOn(page)}`;
    const { entries } = JSON.parse((await new Browser().send(address)).body) as TrackerAnswer;
    assert.deepEqual(
      entries.map(({ superseded }) => superseded),
      [false],
    );
  }

  test("L28 from the account to the receipt, with all validators and with one killed on the way", async () => {
    const first = await Walker.begin(stage, "Волкова");
    await first.goesTo(RECORDED);
    await assertOnce(first);

    const second = await Walker.begin(stage, "Семёнов");
    await second.goesTo("Your ballot is ready to cast");
    await stage.practice.kill("node 2");
    await second.goesTo(RECORDED);
    await assertOnce(second);
  });
});
