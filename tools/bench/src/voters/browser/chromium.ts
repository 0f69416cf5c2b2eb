import { findProgram } from "@veche/node";
import { type Browser, chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The browser of this machine, without a window; `undefined`: it has none, and what needs it is not measured. */
export async function openChromium(): Promise<Browser | undefined> {
  const { PATH = "" } = process.env;
  const executablePath = NAMES.map((name) => findProgram(name, [PATH])).find((found) => found !== undefined);
  if (executablePath === undefined) return undefined;
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
}
