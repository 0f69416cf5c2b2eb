import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./internal.ts";

/** Every function of the house that reads what others wrote, by its name: `decode…`, `load…`, `parse…`, `read…`, `split…`. */
const DECODER =
  /^export (?:async )?(?:function\*? |const )((?:decode|load|parse|read|split)(?:[A-Z]\w*)?)\b/gm;
const RENAMED = /^export \{([^}]*)\} from/gm;

/** Code that runs in production: no tests, no helpers of tests, no scripts, and not the tools that look at the house itself. */
const OUTSIDE =
  /\/(node_modules|dist|testing|scripts|vectors|kernel\/assembly|targets|engine|golden)(\/|$)|^tools\/(tidy|fuzz|mutants|bench)\//;

/** `path of the module#name` of each. */
export function decodersOfTheHouse(): readonly string[] {
  return ["packages", "services", "tools"].flatMap(sourcesUnder).flatMap(decodersIn).sort();
}

function sourcesUnder(path: string): readonly string[] {
  return readdirSync(join(ROOT, path), { withFileTypes: true }).flatMap((entry) => {
    const child = `${path}/${entry.name}`;
    if (OUTSIDE.test(child) || OUTSIDE.test(`${child}/`)) return [];
    if (entry.isDirectory()) return sourcesUnder(child);
    return child.endsWith(".ts") && !/(\.(test|d)|test-support)\.ts$/.test(child) ? [child] : [];
  });
}

export function decodersIn(path: string): readonly string[] {
  const source = readFileSync(join(ROOT, path), "utf8");
  const declared = [...source.matchAll(DECODER)].map(([, name]) => `${path}#${name}`);
  const renamed = [...source.matchAll(RENAMED)].flatMap(([, list = ""]) =>
    [...list.matchAll(/\bas ((?:decode|load|parse|read|split)[A-Z]\w*)/g)].map(
      ([, name]) => `${path}#${name}`,
    ),
  );
  return [...declared, ...renamed];
}

/** Decoders without a target of their own, each with its reason. */
export const WITHOUT_TARGET: Readonly<Record<string, string>> = {
  "packages/client/src/storage.ts#readEntry":
    "asks the storage for one entry; the entries are read by `entry`",
  "packages/election/src/manifest/index.ts#readNoteName": "a text of the manifest, read by `manifest`",
  "packages/election/src/manifest/index.ts#readOrigin": "a text of the manifest, read by `manifest`",
  "packages/election/src/manifest/index.ts#readText": "a text of the manifest, read by `manifest`",
  "packages/group/kernel/field.ts#loadBytes": "part of `decodeFour`, in the kernel's own memory",
  "packages/ledger/src/format/parts.ts#splitIntoParts": "writes: it cuts our own transaction into parts",
  "packages/ui/src/language/message.ts#readMessage":
    "our own catalogs; a property test holds it to the full formatter",
  "packages/tlog/src/subtree.ts#splitPoint": "arithmetic on a size: nothing is read",
  "services/node/src/chain/proposal.ts#readProposal":
    "a list of chain transactions, each of them read by `chain-transaction`; its own rules are held by a property test",
  "services/node/src/home/chain-home.ts#readChainHome":
    "files of a folder: its genesis is read by `chain-genesis`, its keys by `chain-key`",
  "services/node/src/home/chain-home.ts#readChainKeys": "files of a folder, read by `chain-key`",
  "services/node/src/http/page-files.ts#readPage": "files of a folder as they are",
  "services/registrar/src/config.ts#readConfig": "the operator's own file, held to its schema by its tests",
  "tools/practice/src/options.ts#readOptions": "the command line of whoever starts it",
  "services/node/src/publish/publisher.ts#readPublished": "a file; its note is read by `checkpoint-policy`",
  "services/node/src/tiles/read-tiles.ts#readPublishedTile":
    "a file of our own; bundle and tile are read by `bundle` and `tiles`",
  "tools/cli/src/bench/documents.ts#readHistory": "our own figures, for charts",
  "tools/cli/src/chain/layout.ts#readTrial": "our own list of the validators that it made on this machine",
  "tools/cli/src/files/read.ts#readBytes": "a file as it is",
  "tools/cli/src/files/read.ts#readIfThere": "a file as it is",
  "tools/cli/src/files/read.ts#readText": "a file as UTF-8, which `persons` reads with it",
  "tools/cli/src/files/read.ts#readJson": "a file as JSON, which `public-keys` reads with it",
  "tools/cli/src/files/read.ts#readForm": "a JSON file of a form, which `public-keys` reads with it",
  "tools/cli/src/keys/home.ts#readHomePublic": "a file of a folder, read by `public-keys`",
  "tools/simulator/src/voting/requests.ts#readRow": "rows that the simulator's own threads write, in memory",
};
