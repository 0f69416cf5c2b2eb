import { randomUUID } from "node:crypto";
import { link, mkdir, open, readdir, rename, rm, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { type Bytes, utf8 } from "@veche/base";
import { syncFolder } from "@veche/client/folder";
import { unusable } from "../framework/stop.ts";
import { faults } from "../texts/faults.ts";
import { hasCode, kindOf } from "./read.ts";

const SECRET_FILE = 0o600;
const SECRET_FOLDER = 0o700;
const PUBLIC_FILE = 0o644;

export type FileMode = "secret" | "public";

/** Refuses early what would be refused at the end, before long work begins. */
export async function refuseExisting(path: string): Promise<void> {
  if ((await kindOf(path)) !== undefined) throw unusable(faults.targetExists(path));
}

/** A file that must not be there yet: whole, on the disk, or not at all. */
export async function writeNewFile(path: string, content: Bytes | string, mode: FileMode): Promise<void> {
  await refuseExisting(path);
  await writeBeside(path, content, mode, async (temporary) => {
    try {
      // Unlike a rename, a link never replaces what came in between.
      await link(temporary, path);
      await unlink(temporary);
    } catch (error) {
      if (hasCode(error, "EEXIST")) throw unusable(faults.targetExists(path));
      if (!hasCode(error, "EPERM") && !hasCode(error, "ENOTSUP")) throw error;
      await rename(temporary, path);
    }
  });
}

/** A file that may be there: the old one or the new one, never a mixture. */
export async function replaceFile(path: string, content: Bytes | string, mode: FileMode): Promise<void> {
  await writeBeside(path, content, mode, (temporary) => rename(temporary, path));
}

async function writeBeside(
  path: string,
  content: Bytes | string,
  mode: FileMode,
  place: (temporary: string) => Promise<void>,
): Promise<void> {
  const temporary = temporaryBeside(path);
  try {
    const file = await open(temporary, "wx", mode === "secret" ? SECRET_FILE : PUBLIC_FILE);
    try {
      await file.writeFile(typeof content === "string" ? utf8(content) : content);
      await file.sync();
    } finally {
      await file.close();
    }
    await place(temporary);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** A folder that must not be there yet, or be empty: filled under another name first, so that it is whole or not there. */
export async function writeNewFolder(
  path: string,
  mode: FileMode,
  fill: (temporary: string) => Promise<void>,
): Promise<void> {
  await refuseFilledFolder(path);
  const temporary = temporaryBeside(path);
  await mkdir(dirname(path), { recursive: true });
  try {
    await mkdir(temporary, { mode: mode === "secret" ? SECRET_FOLDER : 0o755 });
    await fill(temporary);
    await syncFolder(temporary);
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    if (hasCode(error, "ENOTEMPTY") || hasCode(error, "EEXIST")) throw unusable(faults.targetExists(path));
    throw error;
  }
}

export async function refuseFilledFolder(path: string): Promise<void> {
  const kind = await kindOf(path);
  if (kind === undefined) return;
  if (kind !== "folder" || (await readdir(path)).length > 0) throw unusable(faults.targetExists(path));
}

export const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const temporaryBeside = (path: string): string => join(dirname(path), `.${basename(path)}.${randomUUID()}`);
