import { posix } from "node:path";
import type { Tree } from "./tree.ts";

/** A workspace member: one package, service, web application or tool. */
export type Member = {
  readonly folder: string;
  readonly name: string;
  readonly files: readonly string[];
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
  /** Folders named by the references of tsconfig.json; null without a tsconfig. */
  readonly references: readonly string[] | null;
  /** Public entry points: import specifier to the source files it stands for, one for each platform. */
  readonly entries: Entries;
  /** The same for the private names that begin with `#`. */
  readonly aliases: Entries;
};

type Entries = ReadonlyMap<string, readonly string[]>;

export type Workspace = {
  readonly members: readonly Member[];
  readonly scripts: ReadonlySet<string>;
  readonly devDependencies: readonly string[];
  memberOf(path: string): Member | undefined;
  memberNamed(name: string): Member | undefined;
};

type Manifest = {
  readonly name?: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly imports?: Readonly<Record<string, unknown>>;
};

const MEMBER_MANIFEST = /^((?:packages|services|web|tools)\/[^/]+)\/package\.json$/;

export function readWorkspace(tree: Tree): Workspace {
  const root = manifestAt(tree, "package.json");
  const members = tree.files.flatMap((path) => {
    const folder = MEMBER_MANIFEST.exec(path)?.[1];
    return folder === undefined ? [] : [readMember(tree, folder)];
  });
  return {
    members,
    scripts: new Set(Object.keys(root.scripts ?? {})),
    devDependencies: Object.keys(root.devDependencies ?? {}),
    memberOf: (path) => members.find((member) => path.startsWith(`${member.folder}/`)),
    memberNamed: (name) => members.find((member) => member.name === name),
  };
}

function readMember(tree: Tree, folder: string): Member {
  const manifest = manifestAt(tree, `${folder}/package.json`);
  const name = manifest.name ?? folder;
  return {
    folder,
    name,
    files: tree.files.filter((path) => path.startsWith(`${folder}/`)),
    dependencies: Object.keys(manifest.dependencies ?? {}),
    devDependencies: Object.keys(manifest.devDependencies ?? {}),
    references: referencesOf(tree, folder),
    entries: entriesOf(folder, manifest.exports, (subpath) => posix.join(name, subpath)),
    aliases: entriesOf(folder, manifest.imports, (alias) => alias),
  };
}

export function referencesOf(tree: Tree, folder: string): readonly string[] | null {
  const path = posix.join(folder, "tsconfig.json");
  if (!tree.has(path)) return null;
  const config = JSON.parse(tree.read(path)) as { references?: readonly { path: string }[] };
  return (config.references ?? []).map((reference) => posix.join(folder, reference.path));
}

function manifestAt(tree: Tree, path: string): Manifest {
  return tree.has(path) ? (JSON.parse(tree.read(path)) as Manifest) : {};
}

function entriesOf(
  folder: string,
  targets: Readonly<Record<string, unknown>> | undefined,
  specifierOf: (key: string) => string,
): Entries {
  return new Map(
    Object.entries(targets ?? {}).map(([key, target]) => [
      specifierOf(key),
      sourcesOf(target).map((source) => posix.join(folder, source)),
    ]),
  );
}

/** All sources in a target, through any nesting of conditions. */
function sourcesOf(target: unknown): readonly string[] {
  if (typeof target === "string") return [target];
  if (typeof target !== "object" || target === null) return [];
  const { source } = target as { source?: unknown };
  return typeof source === "string" ? [source] : Object.values(target).flatMap(sourcesOf);
}

/** `@veche/base/x` to `@veche/base`, `fastify/y` to `fastify`. */
export function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/** The files that a specifier may stand for, seen from `from`; none for what is not in this house. */
export function resolveImport(
  tree: Tree,
  workspace: Workspace,
  from: string,
  specifier: string,
): readonly string[] {
  if (specifier.startsWith("#")) return workspace.memberOf(from)?.aliases.get(specifier) ?? [];
  if (!specifier.startsWith(".")) {
    return workspace.memberNamed(packageOf(specifier))?.entries.get(specifier) ?? [];
  }
  const path = posix.join(posix.dirname(from), specifier);
  return tree.has(path) ? [path] : [];
}

/** Whether a folder or file stands at or below a pattern such as `services/*`. */
export function isUnder(path: string, pattern: string): boolean {
  if (!pattern.endsWith("/*")) return path === pattern || path.startsWith(`${pattern}/`);
  return path.startsWith(pattern.slice(0, -1));
}

/** Whether a file is the module `name`: `name.ts`, or anything in the folder `name`. Its tests count too. */
export function isModule(path: string, name: string): boolean {
  return path.startsWith(`${name}/`) || path.startsWith(`${name}.`);
}
