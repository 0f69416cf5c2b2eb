import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findChromium } from "@veche/ui/testing";
import { type BrowserContext, type BrowserContextOptions, chromium } from "playwright-core";
import { Practice, type PracticeOptions } from "../../practice.ts";
import { Browser } from "../../testing/browser.ts";

const { PATH = "" } = process.env;

/** Missing: no test here can run. */
export const executablePath = findChromium(PATH);
export const WANTED = "no Chromium on this machine: apt-get install chromium";

/** Longer than any test here: what ends it is the test, not the clock. */
const MINUTES = 20;
/** Of one wait. A busy machine may be slow; a wait that is met costs nothing. */
const PATIENCE_MS = 30_000;

const WEB = fileURLToPath(new URL("../../../../../web/", import.meta.url));

/** A practice start with the built pages, and a Chromium to go there with. */
export type Stage = {
  readonly practice: Practice;
  /** A device of its own: nothing of another one's storage or cookies. */
  readonly device: (language: "ru" | "en", options?: BrowserContextOptions) => Promise<BrowserContext>;
  /** The newest six digits that went to any telephone. */
  readonly sms: () => Promise<string>;
  readonly close: () => Promise<void>;
};

/** `chain`: over four validators instead of one node. `minutes`: until election A closes, for a test that waits for it. */
export async function openStage(
  more: Partial<Pick<PracticeOptions, "chain" | "minutes">> = {},
): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), "veche-e2e-"));
  // The database's user has to pass through it.
  await chmod(folder, 0o711);
  const pages = { portal: join(WEB, "portal/dist"), ballot: join(WEB, "ballot/dist") };
  const told = (): void => undefined;
  // Nobody presses as quickly as a test does.
  const limits = { perSession: 100_000, perAddress: 100_000 };
  const options = { folder, minutes: MINUTES, port: 0, lan: false, pages, portal: { limits }, told, ...more };
  const practice = await Practice.start(options);
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ["--no-sandbox", "--disable-gpu"],
  });
  return {
    practice,
    device: async (language, more = {}) => {
      const locale = language === "ru" ? "ru-RU" : "en-GB";
      const context = await browser.newContext({ locale, viewport: { width: 1280, height: 800 }, ...more });
      context.setDefaultTimeout(PATIENCE_MS);
      return context;
    },
    sms: () => newestCode(practice.addresses.portal),
    close: async () => {
      await browser.close();
      await practice.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** As somebody reads it who looks at the practice telephone. */
async function newestCode(portal: string): Promise<string> {
  const { body } = await new Browser().send(`${portal}/outbox`);
  const code = /\b[0-9]{6}\b/.exec(body.slice(body.indexOf("<ol")))?.[0];
  if (code === undefined) throw new Error(`no code in the outbox: ${body}`);
  return code;
}
