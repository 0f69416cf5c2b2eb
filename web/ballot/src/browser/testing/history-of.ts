import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Bytes } from "@veche/base";

/** The pages' own store; and answers of servers, among them the receipt, which holds the ballot as the public log has it. */
const APART = /\/(IndexedDB|Cache)\//;

/** What a profile keeps beside that, by file: visited addresses, tabs and their histories, and all the rest. */
export async function historyOf(profile: string): Promise<ReadonlyMap<string, Buffer>> {
  const folder = join(profile, "Default");
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const kept = new Map<string, Buffer>();
  for (const file of files.filter((name) => !APART.test(name))) {
    const bytes = await readFile(file);
    kept.set(
      file.slice(folder.length + 1),
      isDatabase(bytes) ? Buffer.concat([bytes, ...chainsIn(bytes)]) : bytes,
    );
  }
  return kept;
}

const isDatabase = (bytes: Buffer): boolean => bytes.subarray(0, 15).toString() === "SQLite format 3";

/** SQLite cuts long texts into pages that begin with the number of the next one (file format, 1.7): put together again. */
function chainsIn(bytes: Buffer): readonly Buffer[] {
  const size = bytes.readUInt16BE(16) === 1 ? 65_536 : bytes.readUInt16BE(16);
  const count = Math.floor(bytes.length / size);
  const pages = Array.from({ length: count }, (_, at) => bytes.subarray(at * size, (at + 1) * size));
  const next = pages.map((page) => page.readUInt32BE(0)).map((number) => (number <= count ? number : 0));
  const followers = new Set(next);
  return pages.flatMap((_, at) => {
    if (next[at] === 0 || followers.has(at + 1)) return [];
    const chain: Buffer[] = [];
    for (let page = at + 1; page !== 0 && chain.length < count; page = next[page - 1] ?? 0)
      chain.push((pages[page - 1] as Buffer).subarray(4));
    return [Buffer.concat(chain)];
  });
}

/** Long enough for 32 bytes. */
const BASE64 = /[A-Za-z0-9+/_-]{43,}/g;
const HEX = /[0-9a-fA-F]{64,}/g;
/** A proof in base64 stands in a handover in base64url. */
const DEPTH = 2;

/** Whether bytes hold a secret: as it is, or inside of what decodes as hex or base64 of either alphabet, however it is shifted against its letters. */
export function tells(kept: Buffer, secret: Bytes, depth = DEPTH): boolean {
  if (kept.includes(Buffer.from(secret))) return true;
  if (depth === 0) return false;
  const text = kept.toString("latin1");
  const runs = [...text.matchAll(BASE64)].flatMap(([run]) =>
    [0, 1, 2, 3].map((from) => Buffer.from(run.slice(from), "base64url")),
  );
  const hex = [...text.matchAll(HEX)].flatMap(([run]) =>
    [0, 1].map((from) => Buffer.from(run.slice(from), "hex")),
  );
  return [...runs, ...hex].some((bytes) => tells(bytes, secret, depth - 1));
}
