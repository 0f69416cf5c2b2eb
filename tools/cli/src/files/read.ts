import { open, stat } from "node:fs/promises";
import type { JsonReader } from "@veche/api";
import { type Bytes, fromUtf8 } from "@veche/base";
import { unusable } from "../framework/stop.ts";
import { faults } from "../texts/faults.ts";

/** No file that a person hands over is larger. */
const BYTES_MAX = 256_000_000;

/** A file that must be there. */
export async function readBytes(path: string, maxBytes = BYTES_MAX): Promise<Bytes> {
  const bytes = await readIfThere(path, maxBytes);
  if (bytes === undefined) throw unusable(faults.fileMissing(path));
  return bytes;
}

export async function readIfThere(path: string, maxBytes = BYTES_MAX): Promise<Bytes | undefined> {
  const kind = await kindOf(path);
  if (kind === undefined) return undefined;
  if (kind !== "file") throw unusable(faults.notAFile(path));
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    if (size > maxBytes) throw unusable(faults.fileTooLarge(path, maxBytes));
    return new Uint8Array(await file.readFile());
  } finally {
    await file.close();
  }
}

export async function readText(path: string, maxBytes?: number): Promise<string> {
  const text = fromUtf8(await readBytes(path, maxBytes));
  if (text === undefined) throw unusable(faults.notUtf8(path));
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

export async function readJson(path: string): Promise<unknown> {
  const text = await readText(path);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw unusable(faults.notJson(path, error instanceof Error ? oneLine(error.message) : ""));
  }
}

/** A JSON file of one form; `what` names the form for the sentence. */
export async function readForm<T>(path: string, reader: JsonReader<T>, what: string): Promise<T> {
  const value = reader(await readJson(path));
  if (value === undefined) throw unusable(faults.wrongForm(path, what));
  return value;
}

export async function kindOf(path: string): Promise<"file" | "folder" | "other" | undefined> {
  try {
    const found = await stat(path);
    return found.isFile() ? "file" : found.isDirectory() ? "folder" : "other";
  } catch (error) {
    if (hasCode(error, "ENOENT") || hasCode(error, "ENOTDIR")) return undefined;
    throw error;
  }
}

export async function requireFolder(path: string): Promise<void> {
  const kind = await kindOf(path);
  if (kind !== "folder")
    throw unusable(kind === undefined ? faults.folderMissing(path) : faults.notAFolder(path));
}

export const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;

const oneLine = (text: string): string => text.replace(/\s+/g, " ").replace(/\.$/, "");
