import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Bytes, fromHex, toHex } from "@veche/base";

/**
 * Drawn when a process starts for the first time, and the same for those who start after it in the same folder: what a service in
 * production is given from outside. Of practice elections alone, whose folder ends with them.
 */
export function keptSecret(folder: string, name: string, draw: () => Bytes): Bytes {
  const path = join(folder, `secret-${name}`);
  const kept = existsSync(path) ? fromHex(readFileSync(path, "utf8")) : undefined;
  if (kept !== undefined) return kept;
  const secret = draw();
  mkdirSync(folder, { recursive: true });
  // Whole or not at all: a process may be killed at any moment.
  writeFileSync(`${path}.new`, toHex(secret), { mode: 0o600 });
  renameSync(`${path}.new`, path);
  return secret;
}
