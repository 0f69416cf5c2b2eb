import assert from "node:assert/strict";
import type { BrowserContext, Page } from "playwright-core";
import type { Stage } from "./stage.ts";
import { Visitor } from "./visitor.ts";

/** Somebody who does on each page what it asks for, wherever they are: so a voter goes on after whatever happened in between. */
export class Walker {
  readonly device: BrowserContext;
  page: Page;
  readonly #stage: Stage;
  readonly #person: string;
  /** Titles of the pages that were met, in order. */
  readonly met: string[] = [];

  private constructor(stage: Stage, device: BrowserContext, page: Page, person: string) {
    this.#stage = stage;
    this.device = device;
    this.page = page;
    this.#person = person;
  }

  /** From the start page of the account, with a device of their own. `script`: runs in each of its pages before theirs. */
  static async begin(stage: Stage, person: string, script = ""): Promise<Walker> {
    const device = await stage.device("en");
    await device.addInitScript(script);
    device.setDefaultTimeout(PRESS_MS);
    device.setDefaultNavigationTimeout(LOAD_MS);
    const walker = new Walker(stage, device, await device.newPage(), person);
    walker.#watch();
    await walker.page.goto(stage.practice.addresses.portal);
    return walker;
  }

  /** Goes on until one of the pages with these titles is reached. `before`: what happens in between, before each press. */
  async goesTo(
    end: string | RegExp,
    around: (title: string, press: () => Promise<void>) => Promise<void> = (_, press) => press(),
  ): Promise<void> {
    for (let steps = 0; ; steps++) {
      assert.ok(steps < STEPS_MAX, `no end: ${this.met.slice(-12).join(" / ")}`);
      const title = await this.looks();
      if (typeof end === "string" ? title === end : end.test(title)) return;
      if (this.met.at(-1) !== title) this.met.push(title);
      await around(title, async () => {
        await this.#press(title);
        await this.#settles(title);
      });
    }
  }

  /** Does what the page asks for, once. */
  async presses(): Promise<void> {
    const title = await this.looks();
    await this.#press(title);
    await this.#settles(title);
  }

  /** The title of the page, once it is one that asks for something; `""`: the browser's own page for want of a connection. */
  async looks(): Promise<string> {
    const { page } = this;
    const title = page.getByRole("heading", { level: 1, name: KNOWN }).first();
    for (let turn = 0; turn < LOOKS_MAX; turn++) {
      if (page.url().startsWith("chrome-error:")) return "";
      const text = await title.innerText({ timeout: LOOK_MS }).catch(() => undefined);
      if (text !== undefined) return text.replaceAll("\u00a0", " ");
    }
    const there = await page.locator("body").innerText({ timeout: LOOK_MS });
    return assert.fail(`nobody knows what to do at ${page.url().slice(0, 200)}, where it says:\n${there}`);
  }

  async reload(): Promise<void> {
    // A page that is just being left cannot be loaded anew: then the next one is there.
    await this.page.reload().catch(() => undefined);
  }

  /** Closes the page and opens its address in another tab. */
  async reopen(): Promise<void> {
    const url = this.page.url();
    await this.page.close();
    this.page = await this.device.newPage();
    this.#watch();
    await this.page.goto(url.startsWith("http") ? url : this.#stage.practice.addresses.portal);
  }

  /** "Leave this page?" is answered as by somebody in a hurry. */
  #watch(): void {
    this.page.on("dialog", (dialog) => void dialog.accept().catch(() => undefined));
  }

  async #press(title: string): Promise<void> {
    if (title === "") return this.reload();
    const step = STEPS.find(({ at }) => at.test(title));
    assert.ok(step, title);
    const visitor = new Visitor(this.page, "mouse");
    // A page that goes away under the finger: one looks again at what is there now.
    await step.go({ visitor, person: this.#person, sms: this.#stage.sms }).catch(() => undefined);
  }

  /** After a press: until something else is there, or for a while. */
  async #settles(title: string): Promise<void> {
    const until = Date.now() + SETTLE_MS;
    while (Date.now() < until) {
      if (this.page.url().startsWith("chrome-error:")) return;
      const same = this.page.getByRole("heading", { level: 1, name: title }).first();
      if (!(await same.isVisible().catch(() => false))) return;
    }
  }
}

/** Every page twice more than it takes, with a ballot filled in anew after each interruption. */
const STEPS_MAX = 250;
const PRESS_MS = 4_000;
/** A page that is loaded on a busy machine; without a network it fails at once. */
const LOAD_MS = 30_000;
const SETTLE_MS = 1_500;
/** One look lasts so long at most, and there are so many. */
const LOOK_MS = 500;
const LOOKS_MAX = 60;

type Means = {
  readonly visitor: Visitor;
  readonly person: string;
  readonly sms: () => Promise<string>;
};
type Step = { readonly at: RegExp; readonly go: (means: Means) => Promise<void> };

const press =
  (...names: readonly string[]) =>
  async ({ visitor }: Means): Promise<void> => {
    const button = visitor.anyOf(names);
    await button.click();
  };

const choose =
  (option: string) =>
  async ({ visitor }: Means): Promise<void> => {
    await visitor.marks(option);
    await visitor.presses("Next");
  };

async function enterCode({ visitor, sms }: Means): Promise<void> {
  await visitor.writes("Code", await sms());
  await visitor.presses("Get the ballot");
}

/** Of several ballots the one that came furthest; of requests that came to nothing the account knows the right one. */
async function continueBest({ visitor }: Means): Promise<void> {
  const cards = visitor.page.getByRole("article");
  const best = cards.filter({ hasText: /Received, not cast|Sent, not confirmed|Recorded/ }).first();
  if ((await best.count()) > 0) await best.getByRole("button", { name: /^(Continue|Show)/ }).click();
  else await visitor.presses("Go to my account");
}

/** Every page that one may meet on the way to a vote in election A, and what it asks for. */
const STEPS: readonly Step[] = [
  { at: /^Vote from home/, go: press("My elections", "Sign in") },
  { at: /^Sign in to go on$/, go: press("Sign in") },
  { at: /^Choose a test person$/, go: ({ visitor, person }) => visitor.presses(person) },
  {
    at: /^My elections$/,
    go: press("Back to the ballot : Practice election A", "Vote : Practice election A"),
  },
  { at: /^(Get your ballot|Go back to your ballot)$/, go: press("Go to the ballot page") },
  { at: /^This device is ready$/, go: press("Ask for my ballot") },
  { at: /^Your ballot has not come back yet$/, go: press("Ask again") },
  { at: /^Continue where you stopped$/, go: continueBest },
  { at: /^Begin in your account$/, go: press("Go to my account") },
  { at: /^You began on another device$/, go: async () => undefined },
  { at: /^There is no request here$/, go: press("My elections") },
  { at: /^Confirm that you want your ballot$/, go: press("Get the code") },
  { at: /^Enter the code from the text message$/, go: enterCode },
  { at: /^The connection was lost$/, go: press("Get a new code", "Try again") },
  { at: /^No connection$/, go: press("Try again") },
  { at: /^Should the Great Bridge be built anew\?$/, go: choose("Yes") },
  { at: /^Councillor of the Sophia Side$/, go: choose("Gleb Onfimov") },
  { at: /^Councillors of the Market Side/, go: choose("Nadezhda Kostina") },
  { at: /^Check your choice$/, go: press("All correct: encrypt") },
  { at: /^Your ballot is ready to cast$/, go: press("Cast 2 ballots") },
];
export const RECORDED = "Your vote is recorded";
/** Where nothing is pressed. */
const ENDS = [RECORDED, "The ballot was not accepted"];

export const codeOn = async (page: Page): Promise<string> =>
  (await page.locator("main .tracker").first().innerText()).replaceAll(/\s/g, "");

/** Pages that only pass by are not among them. */
const KNOWN = new RegExp(
  [...STEPS.map(({ at }) => at.source), ...ENDS.map((title) => `^${title}$`)].join("|"),
);
