import { posix } from "node:path";
import type { Finding } from "../finding.ts";
import { isMadeByMachine, type Tree } from "../tree.ts";
import type { Workspace } from "../workspace.ts";

/** Links lead somewhere, commands exist, and no document knows the machine it was written on. */
export function checkDocuments(tree: Tree, workspace: Workspace): readonly Finding[] {
  const markdown = tree.files.filter((file) => file.endsWith(".md"));
  return [
    ...markdown.flatMap((file) => checkLinks(tree, file)),
    ...markdown.flatMap((file) => checkCommands(tree, workspace, file)),
    ...tree.files
      .filter((file) => IS_TEXT.test(file) && !isMadeByMachine(file))
      .flatMap((file) => checkMachinePaths(tree, file)),
  ];
}

const LINK =
  /\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)|^\[[^\]]+\]:\s*(\S+)|<(?:img|source|a)\b[^>]*?(?:src|srcset|href)="([^"]+)"/g;

function checkLinks(tree: Tree, file: string): readonly Finding[] {
  return proseLines(tree.read(file)).flatMap(({ text, line }) =>
    [...text.replace(/`[^`]*`/g, "").matchAll(LINK)].flatMap((match) => {
      const target = match[1] ?? match[2] ?? match[3] ?? "";
      if (/^[a-z][a-z+.-]*:/i.test(target)) return [];
      const problem = problemOf(tree, file, target);
      return problem === null ? [] : [finding(file, line, `dead link ${target}: ${problem}`)];
    }),
  );
}

function problemOf(tree: Tree, file: string, target: string): string | null {
  const [path = "", anchor] = target.split("#");
  const destination = path === "" ? file : posix.join(posix.dirname(file), decodeURIComponent(path));
  if (path.startsWith("/")) return "write it relative to this file";
  if (destination.startsWith("..")) return "it leaves the repository";
  if (!tree.has(destination)) return "no such file";
  if (anchor === undefined || !destination.endsWith(".md")) return null;
  return anchorsOf(tree.read(destination)).has(anchor) ? null : "no such heading";
}

/** Anchors as GitHub makes them; a repeated heading gets -1, -2, … */
function anchorsOf(source: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const { text } of proseLines(source)) {
    const heading = /^#{1,6}\s+(.*?)\s*#*$/.exec(text)?.[1];
    for (const match of text.matchAll(/<a\s+(?:id|name)="([^"]+)"/g)) anchors.add(match[1] as string);
    if (heading === undefined) continue;
    const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/[`*]/g, "");
    const slug = plain
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}_\- ]/gu, "")
      .replaceAll(" ", "-");
    let unique = slug;
    for (let i = 1; anchors.has(unique); i += 1) unique = `${slug}-${i}`;
    anchors.add(unique);
  }
  return anchors;
}

const NPM_COMMAND = /\bnpm (?:run (?:--silent |-s )?([\w:-]+)|(start|test)\b)/g;
const NODE_COMMAND = /(?:^|[`$\s&])node (?:--\S+ )*((?:\w[\w-]*\/)+[\w.-]+\.[cm]?js)\b/g;

/** A command in a document is a promise: the script exists, the file is there. */
function checkCommands(tree: Tree, workspace: Workspace, file: string): readonly Finding[] {
  return tree
    .read(file)
    .split("\n")
    .flatMap((text, at) => [
      ...[...text.matchAll(NPM_COMMAND)]
        .map((match) => (match[1] ?? match[2]) as string)
        .filter((script) => !workspace.scripts.has(script))
        .map((script) => finding(file, at + 1, `npm script "${script}" does not exist`)),
      ...[...text.matchAll(NODE_COMMAND)]
        .map((match) => match[1] as string)
        .filter((path) => !tree.has(path))
        .map((path) => finding(file, at + 1, `${path} does not exist`)),
    ]);
}

const IS_TEXT = /\.(md|ts|mts|tsx|js|mjs|cjs|json|css|html|svg|ya?ml|toml|sh|txt|service)$|^\.ci\/|^[^./]+$/;
const MACHINE_PATH =
  /(?<![\w\\.~-])(?:\/(?:work|tmp|root)\b|\/(?:home|Users)\/\w)|\b[A-Z]:\\\w|\.\.\/shared\//;

function checkMachinePaths(tree: Tree, file: string): readonly Finding[] {
  return tree
    .read(file)
    .split("\n")
    .flatMap((text, at) => {
      const path = MACHINE_PATH.exec(text)?.[0];
      return path === undefined ? [] : [finding(file, at + 1, `${path}: a path of one machine`)];
    });
}

/** The lines outside fenced code. */
function proseLines(source: string): readonly { readonly text: string; readonly line: number }[] {
  let fence: string | null = null;
  return source.split("\n").flatMap((text, at) => {
    const mark = /^\s*(```+|~~~+)/.exec(text)?.[1];
    if (mark !== undefined && (fence === null || mark.startsWith(fence))) {
      fence = fence === null ? mark : null;
      return [];
    }
    return fence === null ? [{ text, line: at + 1 }] : [];
  });
}

function finding(file: string, line: number, message: string): Finding {
  return { rule: "documents", file, line, message };
}
