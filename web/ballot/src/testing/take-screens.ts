import { mkdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { findChromium, smallPng } from "@veche/ui/testing";
import { openGallery } from "./open-gallery.ts";
import { STATES } from "./states.ts";

/** Writes a picture of every page in every state, in both languages and widths, into docs/screens/ballot. */
const folder = fileURLToPath(new URL("../../../../docs/screens/ballot/", import.meta.url));
/** Shown in dark mode too. */
const DARK = ["filling-marked", "review-blank", "casting", "recorded", "check-matches", "check-differs"];
const only = process.argv.slice(2);

const { PATH = "" } = process.env;
const executable = findChromium(PATH);
if (executable === undefined) throw new Error("no Chromium on this machine: apt-get install chromium");

if (only.length === 0) await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const gallery = await openGallery(executable);
for (const width of [1280, 360]) {
  const { page } = await gallery.open(width);
  for (const { name } of STATES.filter((state) => only.length === 0 || only.includes(state.name))) {
    for (const language of ["ru", "en"]) {
      await gallery.show(page, name, language);
      const picture = await page.screenshot({ fullPage: true });
      await writeFile(`${folder}${name}.${language}.${width}.png`, smallPng(picture));
    }
  }
}
const { page } = await gallery.open(1280, true);
for (const name of DARK.filter((state) => only.length === 0 || only.includes(state))) {
  await gallery.show(page, name, "ru");
  await writeFile(`${folder}${name}.ru.dark.png`, smallPng(await page.screenshot({ fullPage: true })));
}
await gallery.close();
