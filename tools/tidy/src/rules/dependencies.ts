import { isBuiltin } from "node:module";
import type { Finding } from "../finding.ts";
import { isCode, isTest, type Tree } from "../tree.ts";
import { type Member, packageOf, referencesOf, type Workspace } from "../workspace.ts";

type Use = { readonly name: string; readonly file: string; readonly line: number };

/** package.json and tsconfig.json say what the code really imports: no more and no less. */
export function checkDependencies(tree: Tree, workspace: Workspace): readonly Finding[] {
  return [
    ...workspace.members.flatMap((member) => {
      const uses = usesOf(tree, member);
      return [
        ...undeclared(member, workspace, uses),
        ...unused(member, uses),
        ...checkReferences(member, workspace, uses),
      ];
    }),
    ...checkRootReferences(tree, workspace),
  ];
}

function usesOf(tree: Tree, member: Member): readonly Use[] {
  const styles = member.files.filter((file) => file.endsWith(".css"));
  return [...usesOfCode(tree, member), ...styles.flatMap((file) => usesOfStyle(tree, file))];
}

/** What a style sheet takes from a package: `url("@scope/name/file")`, `@import "name/file"`. */
function usesOfStyle(tree: Tree, file: string): readonly Use[] {
  const found = tree.read(file).matchAll(/(?:url\(|@import )"([^"./#][^":/]*\/[^":]*)"/g);
  return [...found].map(([, specifier = ""]) => ({ name: packageOf(specifier), file, line: 1 }));
}

function usesOfCode(tree: Tree, member: Member): readonly Use[] {
  return member.files.filter(isCode).flatMap((file) =>
    tree.code(file).imports.flatMap(({ specifier, line }) => {
      if (specifier === null || /^[.#]/.test(specifier) || isBuiltin(specifier)) return [];
      const name = packageOf(specifier);
      return name === member.name ? [] : [{ name, file, line }];
    }),
  );
}

function undeclared(member: Member, workspace: Workspace, uses: readonly Use[]): readonly Finding[] {
  const forTests = [...member.dependencies, ...member.devDependencies, ...workspace.devDependencies];
  return uses
    .filter(({ name, file }) => !(isTest(file) ? forTests : member.dependencies).includes(name))
    .map(({ name, file, line }) => {
      const list = isTest(file) ? "devDependencies" : "dependencies";
      return finding(file, `${name} is imported but not in ${list} of package.json`, line);
    });
}

function unused(member: Member, uses: readonly Use[]): readonly Finding[] {
  const file = `${member.folder}/package.json`;
  const used = new Set(uses.map(({ name }) => name));
  const usedBySource = new Set(uses.filter((use) => !isTest(use.file)).map(({ name }) => name));
  const isUsed = (name: string): boolean => used.has(name.replace(/^@types\//, ""));
  return [...member.dependencies, ...member.devDependencies].flatMap((name) => {
    if (!isUsed(name)) return [finding(file, `${name} is declared but never imported`)];
    if (!member.dependencies.includes(name) || usedBySource.has(name) || name.startsWith("@types/"))
      return [];
    return [finding(file, `${name} is used by tests only: it belongs in devDependencies`)];
  });
}

function checkReferences(member: Member, workspace: Workspace, uses: readonly Use[]): readonly Finding[] {
  if (member.references === null) return [];
  const file = `${member.folder}/tsconfig.json`;
  const needed = new Set(
    uses
      .filter((use) => use.file.startsWith(`${member.folder}/src/`))
      .flatMap(({ name }) => workspace.memberNamed(name)?.folder ?? []),
  );
  const missing = [...needed].filter((folder) => !member.references?.includes(folder));
  const idle = member.references.filter((folder) => !needed.has(folder));
  return [
    ...missing.map((folder) => finding(file, `references lack ${folder}, which the code imports`)),
    ...idle.map((folder) => finding(file, `references name ${folder}, which the code does not import`)),
  ];
}

/** A member that the root tsconfig does not name is never built. */
function checkRootReferences(tree: Tree, workspace: Workspace): readonly Finding[] {
  const built = referencesOf(tree, "");
  if (built === null) return [];
  return workspace.members
    .filter((member) => member.references !== null && !built.includes(member.folder))
    .map((member) => finding("tsconfig.json", `references lack ${member.folder}: it is never built`));
}

function finding(file: string, message: string, line = 0): Finding {
  return { rule: "dependencies", file, line, message };
}
