import { byPlace, type Finding } from "./finding.ts";
import { checkAnonymity } from "./rules/anonymity.ts";
import { checkClauses } from "./rules/clauses.ts";
import { checkDependencies } from "./rules/dependencies.ts";
import { checkDocuments } from "./rules/documents.ts";
import { checkLayers } from "./rules/layers.ts";
import { checkPromises } from "./rules/promises.ts";
import { checkPurity } from "./rules/purity.ts";
import { checkStyle } from "./rules/style.ts";
import type { Tree } from "./tree.ts";
import { readWorkspace } from "./workspace.ts";

/** Every breach of the house law in a tree, in order of place. */
export function checkHouse(tree: Tree, options: { readonly release: boolean }): readonly Finding[] {
  const workspace = readWorkspace(tree);
  return [
    ...checkLayers(tree, workspace),
    ...checkDependencies(tree, workspace),
    ...checkAnonymity(tree, workspace),
    ...checkPurity(tree),
    ...checkStyle(tree),
    ...checkClauses(tree),
    ...checkPromises(tree, options),
    ...checkDocuments(tree, workspace),
  ].toSorted(byPlace);
}
