import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Bytes, sha256, toHex } from "@veche/base";

/** Inputs that once broke something, or reached what no other did: replayed for ever by `npm test`. */
export const CORPUS_FOLDER = fileURLToPath(new URL("../../corpus", import.meta.url));

export const corpusTargets = (): readonly string[] =>
  existsSync(CORPUS_FOLDER) ? readdirSync(CORPUS_FOLDER).sort() : [];

export function readCorpus(target: string): readonly Bytes[] {
  const folder = join(CORPUS_FOLDER, target);
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).sort();
  return files.map((file) => new Uint8Array(readFileSync(join(folder, file))));
}

/** Writes an input under its hash; the path inside the repository. */
export function writeCorpus(target: string, input: Bytes): string {
  const name = `${toHex(sha256(input)).slice(0, 16)}.bin`;
  mkdirSync(join(CORPUS_FOLDER, target), { recursive: true });
  writeFileSync(join(CORPUS_FOLDER, target, name), input);
  return `tools/fuzz/corpus/${target}/${name}`;
}
