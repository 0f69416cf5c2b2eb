import { isBuiltin } from "node:module";
import type { Finding } from "../finding.ts";
import {
  ALLOWED,
  type BannedWords,
  FLOATING,
  NODE_MODULES_ALLOWED,
  NODE_MODULES_OF_THE_NETWORK,
  PURE,
  RANDOM_IMPORTS,
  READERS,
  UNPREDICTABLE,
  WITHOUT_FLOATS,
  WORLDLY,
} from "../law.ts";
import { isCode, isMadeByMachine, isTest, type Tree } from "../tree.ts";
import { findWords } from "../words.ts";
import { isModule, isUnder } from "../workspace.ts";

/** Below layer 5 there is no clock, no chance, no world, no locale, and in consensus no fraction. */
export function checkPurity(tree: Tree): readonly Finding[] {
  return tree.files
    .filter((file) => isCode(file) && !isTest(file) && !isMadeByMachine(file))
    .flatMap((file) => {
      const isPure = standsIn(file, PURE);
      if (!isPure && !standsIn(file, READERS)) return [];
      return [
        ...checkWords(tree, file, isPure ? [...UNPREDICTABLE, ...WORLDLY] : UNPREDICTABLE),
        ...checkRandomImports(tree, file),
        ...checkNodeModules(tree, file, isPure),
        ...(standsIn(file, WITHOUT_FLOATS) ? checkFloats(tree, file) : []),
      ];
    });
}

function standsIn(file: string, folders: readonly string[]): boolean {
  return folders.some((folder) => isUnder(file, `${folder}/src`));
}

function checkWords(tree: Tree, file: string, banned: readonly BannedWords[]): readonly Finding[] {
  return banned.flatMap(({ words, because }) =>
    findWords(tree.code(file).tokens, words).map((hit) =>
      finding(file, hit.line, `${hit.words.replaceAll(" ", "")}: ${because}`),
    ),
  );
}

function checkRandomImports(tree: Tree, file: string): readonly Finding[] {
  return tree.code(file).imports.flatMap(({ specifier, names, line }) => {
    const source = RANDOM_IMPORTS.find(({ from }) => specifier !== null && from.test(specifier));
    if (source === undefined) return [];
    return names
      .filter((name) => source.names.test(name) && !isAllowed(file, name))
      .map((name) =>
        name === "*" || name === "default"
          ? finding(file, line, `import the names you use from ${specifier}, so that randomness shows`)
          : finding(file, line, `${name} of ${specifier}: randomness is an argument`),
      );
  });
}

function checkNodeModules(tree: Tree, file: string, isPure: boolean): readonly Finding[] {
  return tree.code(file).imports.flatMap(({ specifier, line }) => {
    if (specifier === null || !isBuiltin(specifier)) return [];
    const allowed = NODE_MODULES_ALLOWED.some(
      (row) => isUnder(file, row.folder) && row.modules.includes(specifier),
    );
    const refused = isPure ? !allowed : NODE_MODULES_OF_THE_NETWORK.test(specifier);
    return refused
      ? [finding(file, line, `${specifier}: no I/O below layer 5, and browsers have no Node`)]
      : [];
  });
}

function checkFloats(tree: Tree, file: string): readonly Finding[] {
  const fractions = tree
    .code(file)
    .tokens.filter(({ kind, text }) => kind === "number" && !/^0[xXbBoO]/.test(text) && /[.eE]/.test(text))
    .map(({ text, line }) => finding(file, line, `${text}: integers only in consensus`));
  return [...fractions, ...checkWords(tree, file, FLOATING)];
}

function isAllowed(file: string, name: string): boolean {
  return ALLOWED.some((row) => isModule(file, row.module) && row.names.includes(name));
}

function finding(file: string, line: number, message: string): Finding {
  return { rule: "purity", file, line, message };
}
