import { randomUUID } from "node:crypto";
import { lstat, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { jsonBoolean, jsonList, jsonObject, jsonText } from "@veche/api";
import { type Bytes, equalBytes, err, fromUtf8, ok, type Result } from "@veche/base";
import type { ChainValidator } from "@veche/ledger";
import { isMissing, syncFolder } from "../store/files.ts";
import { type ChainGenesis, chainGenesisText, parseChainGenesis } from "./chain-genesis.ts";
import {
  type ChainKeys,
  NEVER_SIGNED,
  nodeIdOf,
  nodeKeyText,
  parseChainKey,
  validatorKeyText,
} from "./chain-keys.ts";

/**
 * What a machine's operator decides, in `chain.json`: where CometBFT listens for other validators (`host:port`), the other validators
 * (`id@host:port`) and their HTTP interfaces (URLs without a slash at the end), and whether all of them run on one machine, which is for
 * trying out.
 */
export type ChainPlaces = {
  readonly listen: string;
  readonly peers: readonly string[];
  readonly nodes: readonly string[];
  readonly isOneMachine: boolean;
};

/** A validator's part of the chain, beside its node's home. */
export type ChainHome = ChainPlaces & {
  /** CometBFT's home, `chain` in that of the node. */
  readonly folder: string;
  readonly genesis: ChainGenesis;
  /** Public. */
  readonly consensus: Bytes;
  readonly nodeId: string;
};

export type ChainHomeError = {
  readonly code:
    | "CHAIN_MISSING"
    | "CHAIN_EXISTS"
    | "CHAIN_SETTINGS_MALFORMED"
    | "CHAIN_GENESIS_MALFORMED"
    | "CHAIN_KEY_MALFORMED"
    /** Others than its owner may read a secret key. */
    | "CHAIN_KEY_OPEN"
    /** Without it a validator might sign two votes of one height. */
    | "CHAIN_SIGNED_MISSING";
  readonly path: string;
  readonly reason: string;
};

const SECRET = 0o600;
const FOLDER = 0o700;
const PEERS_MAX = 49;
const PLACE = "(?:\\[[0-9a-fA-F:]{2,39}\\]|[A-Za-z0-9.-]{1,253}):([0-9]{1,5})";
const LISTEN = new RegExp(`^${PLACE}$`);
const PEER = new RegExp(`^[0-9a-f]{40}@${PLACE}$`);

/** Files of CometBFT's home, under the names that it expects. */
export const CHAIN_FILES = {
  settings: "chain.json",
  genesis: "config/genesis.json",
  config: "config/config.toml",
  validatorKey: "config/priv_validator_key.json",
  nodeKey: "config/node_key.json",
  signed: "data/priv_validator_state.json",
} as const;

/** CometBFT's home in that of a node. */
export const chainFolder = (home: string): string => join(home, "chain");

/** The first step of a validator: its keys for the engine, for their owner alone. Its folder must not be there. */
export async function createChainKeys(
  home: string,
  keys: ChainKeys,
): Promise<Result<undefined, ChainHomeError>> {
  const folder = chainFolder(home);
  if (await exists(folder)) return failed("CHAIN_EXISTS", folder, "this home has keys for a chain already");
  // Whole or not there: half a home would be taken for one whose files were lost.
  const unfinished = join(home, `.chain.${randomUUID()}`);
  for (const part of ["config", "data"])
    await mkdir(join(unfinished, part), { recursive: true, mode: FOLDER });
  await writeNew(join(unfinished, CHAIN_FILES.validatorKey), validatorKeyText(keys.consensus));
  await writeNew(join(unfinished, CHAIN_FILES.nodeKey), nodeKeyText(keys.node));
  await writeNew(join(unfinished, CHAIN_FILES.signed), NEVER_SIGNED);
  await rename(unfinished, folder);
  await syncFolder(home);
  return ok(undefined);
}

/** The second step, when all validators are known. */
export async function joinChain(
  home: string,
  genesis: ChainGenesis,
  places: ChainPlaces,
): Promise<Result<undefined, ChainHomeError>> {
  const folder = chainFolder(home);
  const path = join(folder, CHAIN_FILES.settings);
  const invalid = invalidPlaces(places);
  if (invalid !== undefined) return failed("CHAIN_SETTINGS_MALFORMED", path, invalid);
  if (!(await exists(folder))) return failed("CHAIN_MISSING", folder, "no such folder");
  if (await exists(path)) return failed("CHAIN_EXISTS", path, "this home has joined a chain already");
  // Of a join that was cut short.
  await rm(join(folder, CHAIN_FILES.genesis), { force: true });
  await writeNew(join(folder, CHAIN_FILES.genesis), chainGenesisText(genesis));
  await writeNew(path, placesText(places));
  await syncFolder(folder);
  return ok(undefined);
}

/** Whether a node with this home is a validator of a chain, or wants to be. */
export const hasChain = (home: string): Promise<boolean> => exists(chainFolder(home));

/** Public keys of a home that has made them, joined or not. */
export async function readChainKeys(
  home: string,
): Promise<Result<Pick<ChainHome, "consensus" | "nodeId">, ChainHomeError>> {
  const folder = chainFolder(home);
  const consensus = await publicKeyIn(join(folder, CHAIN_FILES.validatorKey));
  if (!consensus.ok) return consensus;
  const node = await publicKeyIn(join(folder, CHAIN_FILES.nodeKey));
  return node.ok ? ok({ consensus: consensus.value, nodeId: nodeIdOf(node.value) }) : node;
}

/** Everything that CometBFT needs at its start, checked before it does. */
export async function readChainHome(home: string): Promise<Result<ChainHome, ChainHomeError>> {
  const folder = chainFolder(home);
  const keys = await readChainKeys(home);
  if (!keys.ok) return keys;
  const settings = join(folder, CHAIN_FILES.settings);
  const text = await textIn(settings);
  if (text === undefined)
    return failed("CHAIN_MISSING", settings, "no such file: this home has joined no chain");
  const places = parsePlaces(text);
  if (places === undefined)
    return failed("CHAIN_SETTINGS_MALFORMED", settings, "not the form of a chain's settings");
  const invalid = invalidPlaces(places);
  if (invalid !== undefined) return failed("CHAIN_SETTINGS_MALFORMED", settings, invalid);
  const path = join(folder, CHAIN_FILES.genesis);
  const bytes = await bytesIn(path);
  if (bytes === undefined) return failed("CHAIN_MISSING", path, "no such file");
  const genesis = parseChainGenesis(bytes);
  if (!genesis.ok) return err({ ...genesis.error, path });
  const signed = join(folder, CHAIN_FILES.signed);
  if (!(await exists(signed))) return failed("CHAIN_SIGNED_MISSING", signed, "no such file");
  return ok({ folder, genesis: genesis.value, ...places, ...keys.value });
}

/** Verifier threads of one validator: those of a chain that is tried out on one machine share its processors. */
export const verifierThreads = ({ isOneMachine, peers }: ChainPlaces, processors: number): number =>
  Math.max(1, isOneMachine ? Math.floor(processors / (peers.length + 1)) : processors - 1);

/** The validator of the genesis that this home's engine key is; nothing if it joined later. */
export const ownValidator = ({ genesis, consensus }: ChainHome): ChainValidator | undefined =>
  genesis.validators.find((validator) => equalBytes(validator.consensus, consensus));

function invalidPlaces({ listen, peers, nodes }: ChainPlaces): string | undefined {
  if (!isPlace(LISTEN, listen)) return "listen: host:port";
  if (peers.length > PEERS_MAX || !peers.every((peer) => isPlace(PEER, peer))) return "peers: id@host:port";
  if (nodes.length > PEERS_MAX || !nodes.every(isNode)) return "nodes: http://host:port or https://host";
  const ids = new Set(peers.map((peer) => peer.split("@")[0]));
  return ids.size === peers.length ? undefined : "peers: one stands twice";
}

function isPlace(form: RegExp, text: string): boolean {
  const port = Number(form.exec(text)?.[1]);
  return port >= 1 && port <= 65_535;
}

function isNode(text: string): boolean {
  if (!/^https?:\/\/[^\s"]+[^/\s"]$/.test(text) || !URL.canParse(text)) return false;
  const { search, hash, username } = new URL(text);
  return `${search}${hash}${username}` === "";
}

const placesText = (places: ChainPlaces): string => `${JSON.stringify({ format: 1, ...places }, null, 2)}\n`;

const readPlaces = jsonObject({
  format: (value: unknown) => (value === 1 ? 1 : undefined),
  listen: jsonText(300),
  peers: jsonList(jsonText(400), PEERS_MAX),
  nodes: jsonList(jsonText(400), PEERS_MAX),
  isOneMachine: jsonBoolean,
});

function parsePlaces(text: string): ChainPlaces | undefined {
  try {
    const read = readPlaces(JSON.parse(text));
    if (read === undefined) return undefined;
    const { listen, peers, nodes, isOneMachine } = read;
    return { listen, peers, nodes, isOneMachine };
  } catch {
    return undefined;
  }
}

async function publicKeyIn(path: string): Promise<Result<Bytes, ChainHomeError>> {
  const text = await textIn(path);
  if (text === undefined) return failed("CHAIN_MISSING", path, "no such file");
  if (((await lstat(path)).mode & 0o077) !== 0) {
    return failed("CHAIN_KEY_OPEN", path, "others than its owner may read it: chmod 600");
  }
  const key = parseChainKey(text);
  return key === undefined
    ? failed("CHAIN_KEY_MALFORMED", path, "not the form of a key of CometBFT")
    : ok(key);
}

const failed = (code: ChainHomeError["code"], path: string, reason: string): Result<never, ChainHomeError> =>
  err({ code, path, reason });

async function textIn(path: string): Promise<string | undefined> {
  const bytes = await bytesIn(path);
  return bytes === undefined ? undefined : (fromUtf8(bytes) ?? "");
}

async function bytesIn(path: string): Promise<Bytes | undefined> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

async function writeNew(path: string, text: string): Promise<void> {
  const file = await open(path, "wx", SECRET);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
