import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Import, importsOf } from "./imports.ts";
import { type Token, tokenize } from "./lexer.ts";

/** The files of the house, read once. Paths are relative to the root and use `/`. */
export type Tree = {
  readonly root: string;
  readonly files: readonly string[];
  has(path: string): boolean;
  read(path: string): string;
  code(path: string): Code;
};

export type Code = { readonly tokens: readonly Token[]; readonly imports: readonly Import[] };

const NOT_OURS = new Set(["node_modules", "dist", "out", "coverage"]);
const HIDDEN_BUT_OURS = new Set([".ci", ".github"]);

export function readTree(root: string): Tree {
  const files = filesUnder(root, "").sort();
  const known = new Set(files);
  const texts = new Map<string, string>();
  const codes = new Map<string, Code>();

  const read = (path: string): string => remember(texts, path, () => readFileSync(join(root, path), "utf8"));
  const code = (path: string): Code =>
    remember(codes, path, () => {
      const tokens = tokenize(read(path));
      return { tokens, imports: importsOf(tokens) };
    });
  const has = (path: string): boolean =>
    known.has(path) || statSync(join(root, path), { throwIfNoEntry: false }) !== undefined;
  return { root, files, has, read, code };
}

export function isCode(path: string): boolean {
  return /\.(ts|mts|cts|tsx|js|mjs|cjs|jsx)$/.test(path);
}

/** A file with tests, or one that only tests use: `test-support.ts` and what stands in a folder `testing`. */
export function isTest(path: string): boolean {
  return /\.test\.[cm]?[jt]sx?$|\/test-support\.ts$|\/(testing|scripts)\//.test(path);
}

/** Files that a program or another project wrote: the law about style and length is not for them. */
export function isMadeByMachine(path: string): boolean {
  return /(^|\/)(vectors|data|generated)\//.test(path) || path.endsWith("package-lock.json");
}

function filesUnder(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return isOurs(entry.name) ? filesUnder(root, path) : [];
    return entry.isFile() ? [path] : [];
  });
}

function isOurs(folder: string): boolean {
  if (folder.startsWith(".")) return HIDDEN_BUT_OURS.has(folder);
  return !NOT_OURS.has(folder);
}

function remember<T>(known: Map<string, T>, key: string, make: () => T): T {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}
