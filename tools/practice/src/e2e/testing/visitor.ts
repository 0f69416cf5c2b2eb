import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";

/** The tab key goes through more stops than any page here has. */
const STOPS_MAX = 80;

/** Somebody at a page, with nothing but a keyboard, or with a mouse. What they look for they know by its role and its words. */
export class Visitor {
  readonly page: Page;
  readonly #means: "keyboard" | "mouse";
  readonly #arrived: (page: Page) => Promise<void>;

  /** `arrived`: what is looked at on each page that `sees`. */
  constructor(
    page: Page,
    means: "keyboard" | "mouse",
    arrived: (page: Page) => Promise<void> = async () => undefined,
  ) {
    this.page = page;
    this.#means = means;
    this.#arrived = arrived;
  }

  /** Waits for the page with this title. */
  async sees(title: string): Promise<void> {
    await this.#finds(this.page.getByRole("heading", { level: 1, name: title }));
    await this.#arrived(this.page);
  }

  /** Presses a button or follows a link. */
  async presses(name: string, isExact = false): Promise<void> {
    const { page } = this;
    const options = { name, exact: isExact };
    await this.#press(page.getByRole("button", options).or(page.getByRole("link", options)).first(), "Enter");
  }

  /** The first of these buttons and links that the page has. */
  anyOf(names: readonly string[]): Locator {
    const all = names.map((name) =>
      this.page.getByRole("button", { name }).or(this.page.getByRole("link", { name })),
    );
    return all.reduce((one, other) => one.or(other)).first();
  }

  /** Marks a radio button or a box. */
  async marks(name: string): Promise<void> {
    const { page } = this;
    const box = page.getByRole("checkbox", { name });
    const target = page.getByRole("radio", { name }).or(box).first();
    if (this.#means === "mouse") return target.check();
    await this.#finds(target);
    if ((await box.count()) > 0) return this.#press(target, "Space");
    // The tab key takes a group as one; the arrows go through it.
    const group = page.getByRole("radio");
    await this.#reach(group);
    for (let press = 0; press < (await group.count()); press++) {
      await page.keyboard.press("ArrowDown");
      if (await target.isChecked()) return;
    }
    assert.fail(`the arrows do not reach ${name}`);
  }

  /** Writes into a field in place of what stands there. */
  async writes(label: string, text: string): Promise<void> {
    const field = this.page.getByRole("textbox", { name: label });
    if (this.#means === "mouse") return field.fill(text);
    await this.#reach(field);
    await this.page.keyboard.press("ControlOrMeta+A");
    await this.page.keyboard.type(text);
  }

  /** Whoever does not find it says what is there instead. */
  async #finds(target: Locator): Promise<void> {
    const found = await target.waitFor().then(
      () => true,
      () => false,
    );
    if (found) return;
    const there = await this.page.locator("body").innerText({ timeout: 1_000 });
    assert.fail(`${target} is not at ${this.page.url().slice(0, 200)}, where it says:\n${there}`);
  }

  async #press(target: Locator, key: "Enter" | "Space"): Promise<void> {
    if (this.#means === "mouse") return target.click();
    await this.#reach(target);
    await this.page.keyboard.press(key);
  }

  /** Goes with the tab key to any of what the locator finds. */
  async #reach(target: Locator): Promise<void> {
    await this.#finds(target.first());
    const focused = target.and(this.page.locator(":focus"));
    for (let press = 0; press < STOPS_MAX; press++) {
      if ((await focused.count()) > 0) return;
      await this.page.keyboard.press("Tab");
    }
    assert.fail(`the tab key does not reach ${target}`);
  }
}
