import type { Finding } from "../finding.ts";
import { MANY_DOMAINS, SECRETS, type Secret, SIMULATORS } from "../law.ts";
import { isCode, type Tree } from "../tree.ts";
import { isModule, isUnder, type Member, resolveImport, type Workspace } from "../workspace.ts";

/**
 * Anonymity as an import rule: the module that knows who a person is and the module that holds what a person
 * can cast never come together in one trust domain, neither directly nor through a third module.
 */
export function checkAnonymity(tree: Tree, workspace: Workspace): readonly Finding[] {
  const graph = importGraph(tree, workspace);
  return [
    ...SECRETS.flatMap((secret) => checkGuarded(tree, workspace, secret)),
    ...SECRETS.flatMap((secret) => checkDeclarations(tree, secret)),
    ...workspace.members.flatMap((member) => [
      ...SECRETS.flatMap((secret) => checkHidden(graph, member, secret)),
      ...checkMeeting(graph, member),
    ]),
  ];
}

type Graph = ReadonlyMap<string, readonly string[]>;

function importGraph(tree: Tree, workspace: Workspace): Graph {
  return new Map(
    tree.files.filter(isCode).map((file) => [
      file,
      tree.code(file).imports.flatMap(({ specifier }) => {
        return specifier === null ? [] : resolveImport(tree, workspace, file, specifier);
      }),
    ]),
  );
}

/** A rule about a module that is gone guards nothing: it must say so instead of passing. */
function checkGuarded(tree: Tree, workspace: Workspace, secret: Secret): readonly Finding[] {
  const owner = workspace.memberOf(secret.module);
  if (owner === undefined) return [];
  const sources = owner.entries.get(secret.exportedAs) ?? [];
  if (sources.length > 0 && sources.every((file) => isModule(file, secret.module) && tree.has(file)))
    return [];
  const message = `must export ${secret.exportedAs} from ${secret.module}: the anonymity rule guards that module`;
  return [finding(`${owner.folder}/package.json`, message)];
}

/** The type may be declared in its module only: a copy elsewhere would be out of the rule's sight. */
function checkDeclarations(tree: Tree, secret: Secret): readonly Finding[] {
  return tree.files
    .filter((file) => isCode(file) && !isModule(file, secret.module))
    .flatMap((file) => {
      const tokens = tree.code(file).tokens;
      return tokens.flatMap((token, at) => {
        const declares = token.kind === "word" && /^(type|interface|class)$/.test(token.text);
        const next = tokens[at + 1];
        if (!declares || next?.kind !== "word" || next.text !== secret.type) return [];
        if (!["=", "{", "<", "extends", "implements"].includes(tokens[at + 2]?.text ?? "")) return [];
        return [finding(file, `${secret.type} may be declared only in ${secret.module}`, token.line)];
      });
    });
}

function checkHidden(graph: Graph, member: Member, secret: Secret): readonly Finding[] {
  if (!secret.hiddenFrom.some((pattern) => isUnder(member.folder, pattern))) return [];
  return member.files.filter(isCode).flatMap((file) => {
    const way = wayTo(graph, file, secret);
    if (way === null) return [];
    return [finding(file, `${member.folder} must not reach ${secret.exportedAs}: ${way.join(" → ")}`)];
  });
}

function checkMeeting(graph: Graph, member: Member): readonly Finding[] {
  const files = member.files.filter(isCode);
  const byFile = MANY_DOMAINS.includes(member.folder);
  if (byFile) {
    return files.flatMap((file) => {
      if (SIMULATORS.some((place) => isUnder(file, place))) return [];
      const met = SECRETS.every((secret) => touches(graph, file, secret));
      return met ? [finding(file, `${namesOfSecrets()} meet in one file`)] : [];
    });
  }
  const ways = SECRETS.map((secret) => files.find((file) => wayTo(graph, file, secret) !== null));
  if (ways.some((file) => file === undefined)) return [];
  return [finding(`${member.folder}/package.json`, `${namesOfSecrets()} meet: ${ways.join(" and ")}`)];
}

/** In a member of many domains only what a file itself imports, or is, counts. */
function touches(graph: Graph, file: string, secret: Secret): boolean {
  return [file, ...(graph.get(file) ?? [])].some((path) => isModule(path, secret.module));
}

/** The shortest chain of files from `file` to the module, or null. */
function wayTo(graph: Graph, file: string, secret: Secret): readonly string[] | null {
  const seen = new Set([file]);
  const queue: (readonly string[])[] = [[file]];
  for (const way of queue) {
    const last = way.at(-1) as string;
    if (isModule(last, secret.module)) return way;
    for (const next of graph.get(last) ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      queue.push([...way, next]);
    }
  }
  return null;
}

function namesOfSecrets(): string {
  return SECRETS.map((secret) => secret.type).join(" and ");
}

function finding(file: string, message: string, line = 0): Finding {
  return { rule: "anonymity", file, line, message };
}
