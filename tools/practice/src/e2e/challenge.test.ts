import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { missingTool } from "@veche/base/testing";
import type { BrowserContext, Page } from "playwright-core";
import { executablePath, openStage, type Stage, WANTED } from "./testing/stage.ts";
import { Visitor } from "./testing/visitor.ts";
import { codeOn, RECORDED, Walker } from "./testing/walker.ts";

const { CI } = process.env;

/** Keeps what the QR code of a sealed ballot holds, where this test can read it. */
const WATCH = `{
  const Honest = Worker;
  globalThis.Worker = class extends Honest {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({ data }) => {
        const hash = data.value?.value?.trackerHash;
        if (hash !== undefined) globalThis.sealed = btoa(String.fromCharCode(...hash));
      });
    }
  };
}`;

/** Seals “No” in the first contest whatever the voter marked; a bold one also shows the second device what the voter marked. */
const lie = (isBold: boolean): string => `{
  const Honest = Worker;
  const shown = new Set();
  globalThis.Worker = class extends Honest {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({ data }) => {
        if (${isBold} && shown.has(data.id) && data.value !== undefined) data.value[68] = 1;
      });
    }
    postMessage(call) {
      if (call.method === "reveal") shown.add(call.id);
      if (call.method !== "seal") return super.postMessage(call);
      const [credential, seq, [, ...others]] = call.args;
      super.postMessage({ ...call, args: [credential, seq, [[0, 1], ...others]] });
    }
  };
}`;

describe("a ballot is checked with a second device before it is cast", {
  skip: missingTool(executablePath, WANTED, { CI }),
}, () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage?.close());

  const check = (): string => `${stage.practice.addresses.ballot}/e/${stage.practice.a.id}/check/`;
  const openAt = async (device: BrowserContext, address: string): Promise<Visitor> => {
    const page = await device.newPage();
    await page.goto(address);
    return new Visitor(page, "mouse");
  };
  const sealed = async (person: string, script: string): Promise<Walker> => {
    const walker = await Walker.begin(stage, person, script);
    await walker.goesTo(SEALED);
    return walker;
  };

  test("typed and by link: it matches, the checked ballots are not cast, and a new one is", async () => {
    const first = await sealed("Волкова", WATCH);
    const second = await stage.device("en");
    const typed = await openAt(second, check());
    const codes = [await codeOn(first.page)];
    await takeTyped(typed, codes[0] ?? "");
    await typed.writes("Second code as text", await opened(first));
    await typed.presses("Compare");
    await typed.sees("The device did not change the choice");
    await assertChosen(typed.page, ["Yes", "Gleb Onfimov"]);

    await again(first);
    codes.push(await codeOn(first.page));
    assert.notEqual(codes[1], codes[0]);
    const taking = await openAt(second, `${check()}#t${await hashInQr(first.page)}`);
    await taking.sees("Code taken");
    assert.equal(await codeOn(taking.page), codes[1]);
    const comparing = await openAt(second, `${check()}#o${await opened(first)}`);
    await comparing.sees("The device did not change the choice");
    assert.equal(new URL(comparing.page.url()).hash, "");

    await again(first);
    await first.goesTo(RECORDED);
    for (const code of codes) {
      const find = await openAt(second, check().replace("check/", "find/"));
      await find.writes("Ballot code", code);
      await find.presses("Find", true);
      await find.sees("No ballot with this code is in the log");
    }
  });

  test("a page that seals another choice than it shows is found out by the second device", async () => {
    const first = await sealed("Archer", lie(true));
    const second = await openAt(await stage.device("en"), check());
    await takeTyped(second, await codeOn(first.page));
    await second.writes("Second code as text", await opened(first));
    await second.presses("Compare");
    await second.sees("Do not vote on the first device");
    await second.page.getByText("The code does not fit the choices. Your vote is not lost").waitFor();
    await second.page.getByText(/Give this case number: \S+/).waitFor();
  });

  test("a page that shows what it sealed in truth is found out by the voter, who chose something else", async () => {
    const first = await sealed("Семёнов", lie(false));
    const second = await openAt(await stage.device("en"), check());
    await takeTyped(second, await codeOn(first.page));
    await second.writes("Second code as text", await opened(first));
    await second.presses("Compare");
    await second.sees("The device did not change the choice");
    await assertChosen(second.page, ["No", "Nadezhda Kostina"]);
    await second.presses("I chose something else");
    await second.sees("Do not vote on the first device");
  });

  test("opened before its code was taken: the check says nothing", async () => {
    const first = await sealed("Ёлкина-Соколова", WATCH);
    const text = await opened(first);
    const second = await openAt(await stage.device("en"), `${check()}#o${text}`);
    await second.sees("This check says nothing");
    const damaged = await openAt(await stage.device("en"), `${check()}#o${text.slice(0, -4)}`);
    await damaged.sees("This is not a code of the first device");
  });
});

const SEALED = "Your ballot is ready to cast";

async function takeTyped(visitor: Visitor, code: string): Promise<void> {
  await visitor.sees("Take the ballot code");
  await visitor.writes("Ballot code", code);
  await visitor.presses("Take the code");
  await visitor.sees("Code taken");
  assert.equal(await codeOn(visitor.page), code);
}

/** Opens the sealed ballot on the first device; its second code. */
async function opened({ page }: Walker): Promise<string> {
  const visitor = new Visitor(page, "mouse");
  await visitor.presses("Check this ballot first");
  await visitor.sees("Check this ballot first");
  await visitor.presses("The code is taken: open this ballot");
  await visitor.sees("This ballot is now a test");
  return page.locator("main .code-text").innerText();
}

async function again(walker: Walker): Promise<void> {
  await new Visitor(walker.page, "mouse").presses("Fill in a new ballot");
  await walker.goesTo(SEALED);
}

const hashInQr = async (page: Page): Promise<string> =>
  Buffer.from((await page.evaluate("globalThis.sealed")) as string, "base64").toString("base64url");

async function assertChosen(page: Page, names: readonly string[]): Promise<void> {
  for (const name of names) await page.locator("main").getByText(name, { exact: true }).waitFor();
}
