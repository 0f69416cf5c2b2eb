import { mkdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { findChromium, smallPng } from "@veche/ui/testing";
import { openGallery } from "./open-gallery.ts";
import { STATES } from "./states.ts";

/** Writes two pictures of every page in every state into docs/screens/ballot: a wide and a narrow one, one in each language. */
const folder = fileURLToPath(new URL("../../../../docs/screens/ballot/", import.meta.url));
/** The repository keeps pictures for ever: all four would say little more. */
const PICTURES = [
  ["ru", 1280],
  ["en", 360],
] as const;
/** Shown in dark mode too. */
const DARK = ["filling-marked", "review-blank", "casting", "recorded", "check-matches", "check-differs"];
const only = process.argv.slice(2);

const { PATH = "" } = process.env;
const executable = findChromium(PATH);
if (executable === undefined) throw new Error("no Chromium on this machine: apt-get install chromium");

if (only.length === 0) await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const gallery = await openGallery(executable);
for (const [language, width] of PICTURES) {
  const { page } = await gallery.open(width);
  for (const { name } of STATES.filter((state) => only.length === 0 || only.includes(state.name))) {
    await gallery.show(page, name, language);
    const picture = await page.screenshot({ fullPage: true });
    await writeFile(`${folder}${name}.${language}.${width}.png`, smallPng(picture));
  }
}
const { page } = await gallery.open(1280, true);
for (const name of DARK.filter((state) => only.length === 0 || only.includes(state))) {
  await gallery.show(page, name, "ru");
  await writeFile(`${folder}${name}.ru.dark.png`, smallPng(await page.screenshot({ fullPage: true })));
}
await gallery.close();
