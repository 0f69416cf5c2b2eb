import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { TrackerAnswer } from "@veche/api";
import { missingTool } from "@veche/base/testing";
import { findCometbft } from "@veche/node";
import { Browser } from "../testing/browser.ts";
import { executablePath, openStage, type Stage, WANTED } from "./testing/stage.ts";
import { codeOn, RECORDED, Walker } from "./testing/walker.ts";

const { PATH, CI } = process.env;
const program = findCometbft(PATH);
const isMissing =
  missingTool(program, "no CometBFT on this machine: npm run setup:chain", { CI }) ||
  missingTool(executablePath, WANTED, { CI });

describe("the same pages over a chain of four validators", { skip: isMissing }, () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage(program === undefined ? {} : { chain: { program } });
  });
  after(() => stage?.close());

  /** What each node says of the ballot that the page calls recorded. */
  async function placesOf({ page }: Walker, nodes: readonly string[]): Promise<readonly unknown[]> {
    const tracker = await codeOn(page);
    const answers = nodes.map((node) =>
      new Browser().send(`${node}/e/${stage.practice.a.id}/tracker/${tracker}`),
    );
    return (await Promise.all(answers)).map(({ body }) => (JSON.parse(body) as TrackerAnswer).entries.length);
  }

  test("L28 from the account to the receipt, with all validators and with one killed on the way", async () => {
    const { addresses } = stage.practice;
    const first = await Walker.begin(stage, "Волкова");
    await first.goesTo(RECORDED);
    assert.deepEqual(await placesOf(first, addresses.nodes.slice(0, 1)), [1]);

    const second = await Walker.begin(stage, "Семёнов");
    await second.goesTo("Your ballot is ready to cast");
    await stage.practice.kill("node 2");
    await second.goesTo(RECORDED);
    assert.deepEqual(await placesOf(second, addresses.nodes.slice(0, 1)), [1]);
  });
});
