import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Bytes, err, fromHex, fromUtf8, ok, type Result, toHex, utf8 } from "@veche/base";
import { isStrictPublicKey } from "@veche/group";
import type { Genesis } from "@veche/ledger";
import { isMissing, syncFolder, writeWhole } from "../store/files.ts";

/** What `node.json` holds: who this node is, and which organisations may begin an election on it. */
export type HomeConfig = { readonly name: string; readonly genesis: Genesis };

export type HomeError = {
  readonly code: "HOME_MISSING" | "HOME_EXISTS" | "HOME_MALFORMED" | "HOME_IN_USE";
  readonly path: string;
  readonly reason: string;
};

const FORMAT = 1;

/** Makes a new home. Its folder may exist; `node.json` must not. */
export async function createHome(home: string, config: HomeConfig): Promise<Result<undefined, HomeError>> {
  const path = join(home, "node.json");
  const invalid = invalidConfig(config);
  if (invalid !== undefined) return err({ code: "HOME_MALFORMED", path, reason: invalid });
  await mkdir(join(home, "elections"), { recursive: true });
  if ((await readIfThere(path)) !== undefined) {
    return err({ code: "HOME_EXISTS", path, reason: "this folder is the home of a node already" });
  }
  const text = `${JSON.stringify({ format: FORMAT, ...toJson(config) }, null, 2)}\n`;
  await writeWhole(path, utf8(text), { temporary: home, durable: true });
  await syncFolder(home);
  return ok(undefined);
}

export async function readHome(home: string): Promise<Result<HomeConfig, HomeError>> {
  const path = join(home, "node.json");
  const bytes = await readIfThere(path);
  if (bytes === undefined) return err({ code: "HOME_MISSING", path, reason: "no such file" });
  const config = fromJson(parseJson(bytes));
  const reason = config === undefined ? "not the form of a node's configuration" : invalidConfig(config);
  return config === undefined || reason !== undefined
    ? err({ code: "HOME_MALFORMED", path, reason: reason ?? "" })
    : ok(config);
}

/** Folder of an election, named by its id in hexadecimal digits. */
export const electionFolder = (home: string, electionId: Bytes): string =>
  join(home, "elections", toHex(electionId));

/** Ids of the elections that have a folder, ascending. */
export async function electionsOf(home: string): Promise<readonly Bytes[]> {
  const names = await readdir(join(home, "elections"));
  return names.sort().flatMap((name) => {
    const id = fromHex(name);
    return id?.length === 32 ? [id] : [];
  });
}

/** The rules of §02.2.3 and §01.5.1, which every manifest of this node will have to meet. */
function invalidConfig({ name, genesis }: HomeConfig): string | undefined {
  return name === "" ? "a node has a name" : invalidGenesis(genesis);
}

/** Why no node can have such a genesis; nothing if one can. */
export function invalidGenesis({ organisations, quorum }: Genesis): string | undefined {
  const count = organisations.length;
  if (count < 1 || count > 50) return "genesis: 1…50 organisations (02.2.3)";
  if (!Number.isSafeInteger(quorum) || quorum < 1 || quorum > count || 2 * quorum <= count) {
    return "genesis: the quorum is more than half of the organisations (02.2.3)";
  }
  if (!organisations.every(({ key }) => isStrictPublicKey(key)))
    return "genesis: a key is not valid (01.5.1)";
  const keys = new Set(organisations.map(({ key }) => toHex(key)));
  return keys.size === count ? undefined : "genesis: two organisations have one key (02.2.2)";
}

function toJson({ name, genesis }: HomeConfig): object {
  const organisations = genesis.organisations.map((one) => ({ key: toHex(one.key), name: one.name }));
  return { name, genesis: { organisations, quorum: genesis.quorum } };
}

function parseJson(bytes: Bytes): unknown {
  try {
    return JSON.parse(fromUtf8(bytes) ?? "");
  } catch {
    return undefined;
  }
}

function fromJson(value: unknown): HomeConfig | undefined {
  const { format, name, genesis } = recordOf(value);
  const { organisations: listed, quorum } = recordOf(genesis);
  if (format !== FORMAT || typeof name !== "string" || typeof quorum !== "number") return undefined;
  if (!Array.isArray(listed)) return undefined;
  const organisations = listed.flatMap((one: unknown) => {
    const organisation = recordOf(one);
    const key = typeof organisation.key === "string" ? fromHex(organisation.key) : undefined;
    return key !== undefined && typeof organisation.name === "string"
      ? [{ key, name: organisation.name }]
      : [];
  });
  return organisations.length === listed.length ? { name, genesis: { organisations, quorum } } : undefined;
}

type Fields = {
  readonly [key in "format" | "name" | "genesis" | "organisations" | "quorum" | "key"]?: unknown;
};

const recordOf = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};

async function readIfThere(path: string): Promise<Bytes | undefined> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
