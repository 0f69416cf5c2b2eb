import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { build } from "vite";
import { portal } from "../../scripts/vite.mjs";
import { type Host, hostOf } from "./host.ts";

export type Stage = { readonly browser: Browser; readonly host: Host; readonly close: () => Promise<void> };

/** The portal as it is built for use, on a free port of this machine, and a Chromium to look at it. */
export async function openStage(executablePath: string): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), "veche-portal-"));
  await build({ ...portal, build: { ...portal.build, outDir: folder } });
  const host = await hostOf(folder);
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  const close = async (): Promise<void> => {
    await browser.close();
    await host.close();
    await rm(folder, { recursive: true });
  };
  return { browser, host, close };
}
