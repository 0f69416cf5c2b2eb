import { isBuiltin } from "node:module";
import { posix } from "node:path";
import type { Finding } from "../finding.ts";
import { ISLANDS, LAYERS, SIDEWAYS } from "../law.ts";
import { isCode, isTest, type Tree } from "../tree.ts";
import { isUnder, type Member, packageOf, type Workspace } from "../workspace.ts";

/** The law of imports: downwards only, through the front door only, tests included. */
export function checkLayers(tree: Tree, workspace: Workspace): readonly Finding[] {
  return workspace.members.flatMap((member) => [
    ...checkPlace(member),
    ...member.files.filter(isCode).flatMap((file) =>
      tree.code(file).imports.flatMap(({ specifier, line }) =>
        checkImport(workspace, member, file, specifier).map((message) => ({
          rule: "layers",
          file,
          line,
          message,
        })),
      ),
    ),
  ]);
}

function checkPlace(member: Member): readonly Finding[] {
  if (layerOf(member.folder) !== null || islandAt(member.folder) !== undefined) return [];
  const message = "is not in the house plan: a new member needs an ADR and a row in tools/tidy/src/law.ts";
  return [{ rule: "layers", file: `${member.folder}/package.json`, line: 0, message }];
}

function checkImport(
  workspace: Workspace,
  member: Member,
  file: string,
  specifier: string | null,
): readonly string[] {
  if (specifier === null) {
    return isUnder(member.folder, "tools/*") ? [] : ["import of a computed path: the law cannot see it"];
  }
  if (specifier.startsWith(".")) {
    const target = posix.join(posix.dirname(file), specifier);
    if (isTest(target) && !isTest(file)) return [`${specifier} is for tests only`];
    if (isUnder(target, member.folder)) return [];
    return [`${specifier} leaves ${member.folder}: import a package by its name`];
  }
  if (specifier.startsWith("#")) {
    return member.aliases.has(specifier) ? [] : [`${specifier} is not in the imports of package.json`];
  }
  if (isBuiltin(specifier)) return specifier.startsWith("node:") ? [] : [`write node:${specifier}`];
  const target = workspace.memberNamed(packageOf(specifier));
  if (target === undefined) return [];
  if (target === member) return [`${specifier} is the package itself: import the file`];
  if (!target.entries.has(specifier)) {
    return [`${specifier} is no public entry of ${target.name}: see its exports`];
  }
  return checkDirection(member.folder, target);
}

function checkDirection(from: string, target: Member): readonly string[] {
  const fromIsland = islandAt(from);
  if (fromIsland !== undefined) {
    if (fromIsland.mayImport.includes(target.folder)) return [];
    return [
      `${from} stands alone and may import only ${fromIsland.mayImport.join(", ")}, not ${target.folder}`,
    ];
  }
  const toIsland = islandAt(target.folder);
  if (toIsland !== undefined) {
    if (toIsland.importedBy.some((pattern) => isUnder(from, pattern))) return [];
    return [`${target.folder} may be imported only by ${toIsland.importedBy.join(", ")}`];
  }
  const above = layerOf(from);
  const below = layerOf(target.folder);
  if (above === null || below === null || below < above) return [];
  if (SIDEWAYS.some((way) => way.from === from && way.to === target.folder)) return [];
  return [`${target.folder} (layer ${below}) is not below ${from} (layer ${above})`];
}

function layerOf(folder: string): number | null {
  return LAYERS.find((row) => isUnder(folder, row.folder))?.layer ?? null;
}

function islandAt(folder: string): (typeof ISLANDS)[number] | undefined {
  return ISLANDS.find((island) => island.folder === folder);
}
