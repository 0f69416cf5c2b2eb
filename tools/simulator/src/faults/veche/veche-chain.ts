import { createHash } from "node:crypto";
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { BugError, type Bytes, expectOk, sha256, toHex } from "@veche/base";
import { type Manifest, splitBallot } from "@veche/election";
import { ed25519PublicKey } from "@veche/group";
import { decodeEntry, decodeTransaction } from "@veche/ledger";
import {
  type ChainGenesis,
  chainFolder,
  createChainKeys,
  createHome,
  fsckHome,
  joinChain,
  RPC_SOCKET,
  readChainHome,
  readChainKeys,
  wipeChain,
} from "@veche/node";
import { appendLeaves, EMPTY_FRONTIER, frontierRoot, leafHash } from "@veche/tlog";
import { seededRandom } from "../../seeded-random.ts";
import type { ChainUnderTest, Home, Leaf, SeenLog } from "../chain-under-test.ts";
import { copyHome } from "../copy-home.ts";
import type { Place } from "../net.ts";
import { giveOrders, HONEST } from "../relay/orders.ts";
import { output } from "../shell.ts";
import { wordsFor } from "../siblings.ts";
import { writeWrapper } from "./comet-wrapper.ts";
import { KEYS_FILE, TAPE_FILE } from "./files.ts";
import { type PublishedLog, publishedLog, publishedSize } from "./published-log.ts";
import { makeTape, organisationOf, storeTape } from "./tape.ts";
import { statusAtWitness } from "./witness.ts";

const HTTP_PORT = 7_000;
const P2P_PORT = 26_656;

type Keys = Readonly<Record<"consensus" | "node" | "key" | "logKey", Bytes>>;

export type VecheChainOptions = {
  /** CometBFT's program. */
  readonly cometbft: string;
  readonly seed: string;
  /** Of the prepared election. */
  readonly voters: number;
};

const orders = (home: Home): string => join(home.folder, "orders");
const wrapper = (home: Home): string => join(home.folder, "cometbft");
const inChain = (home: Home, ...names: readonly string[]): string => join(chainFolder(home.folder), ...names);
const urlOf = ({ address }: Place): string => `http://${address}:${HTTP_PORT}`;

/** The real nodes of this repository, with an election that was prepared before. */
export function vecheChain(options: VecheChainOptions): ChainUnderTest {
  const { cometbft } = options;
  return {
    name: "veche",
    versions: async () => ({ cometbft: (await output(cometbft, ["version"])).trim() }),
    prepare: (folder, places, relayed) => prepare(options, folder, places, relayed),
    twin: (original, place) => twin(options, original, place),
    mislead: async (home, original, second) => {
      const file = inChain(home, "chain.json");
      const text = await readFile(file, "utf8");
      await writeFile(file, text.replace(urlOf(original.place), urlOf(second.place)));
    },
    commands: (home) => [
      {
        called: "node",
        program: process.execPath,
        words: [
          ...wordsFor("./veche/validator"),
          home.folder,
          home.place.address,
          `${HTTP_PORT}`,
          home.relayed ? wrapper(home) : cometbft,
        ],
        listensAt: inChain(home, RPC_SOCKET),
      },
    ],
    rpc: (home) => inChain(home, RPC_SOCKET),
    wal: (home) => inChain(home, "data", "cs.wal", "wal"),
    orders,
    log,
    publishedSize: ({ folder }) => publishedSize(folder),
    witness: statusAtWitness,
    forget,
    wipe: async ({ folder }) => {
      expectOk(await wipeChain(folder), "the home of a stopped validator");
    },
    loader: (homes, journal, seed) => ({
      called: "loader",
      program: process.execPath,
      words: [
        ...wordsFor("./veche/loader"),
        journal,
        seed,
        join(homes[0]?.folder ?? "", "..", TAPE_FILE),
        ...homes.map(({ name, place }) => `${name}=${urlOf(place)}`),
      ],
    }),
  };
}

const keysOf = (seed: string, at: number): Keys => {
  const key = (what: string): Bytes => seededRandom(seed, `validator ${at} ${what}`)(32);
  return { consensus: key("consensus"), node: key("node"), key: key("key"), logKey: key("log") };
};

async function prepare(
  { cometbft, seed, voters }: VecheChainOptions,
  folder: string,
  places: readonly Place[],
  relayed: ReadonlySet<number>,
): Promise<readonly Home[]> {
  const parties = await organisationOf(seed, folder);
  const keys = places.map((_, at) => keysOf(seed, at));
  const validators = keys.map(({ consensus, key, logKey }, at) => ({
    name: `v${at}.example`,
    consensus: ed25519PublicKey(consensus),
    key: ed25519PublicKey(key),
    logKey: ed25519PublicKey(logKey),
  }));
  const now = Date.now();
  const organisations = parties.genesis.map(({ member }) => member);
  const genesis = { chainId: "faults", time: now - 1_000, genesis: { organisations, quorum: 1 }, validators };
  const homes = places.map((place, at) => {
    const { name } = place;
    return { name, place, folder: join(folder, name), relayed: relayed.has(at) };
  });
  for (const [at, home] of homes.entries()) await makeKeys(home, keys[at] as Keys, genesis);
  for (const home of homes) await joinAll(home, genesis, homes);
  for (const home of homes.filter((one) => one.relayed))
    await writeWrapper(wrapper(home), cometbft, chainFolder(home.folder), orders(home));
  const named: Manifest["validators"] = validators.map(({ name, key, logKey }) => ({ name, key, logKey }));
  const tape = await makeTape({ seed, folder, validators: named, voters, now }, parties);
  await storeTape(join(folder, TAPE_FILE), tape);
  return homes;
}

async function makeKeys(
  home: Home,
  { consensus, node, key, logKey }: Keys,
  { genesis }: ChainGenesis,
): Promise<void> {
  await mkdir(home.folder, { recursive: true });
  expectOk(await createHome(home.folder, { name: `${home.name}.example`, genesis }), "a validator's home");
  expectOk(await createChainKeys(home.folder, { consensus, node }), "the keys of a validator");
  const secrets = { log: toHex(logKey), validator: toHex(key) };
  await writeFile(join(home.folder, KEYS_FILE), JSON.stringify(secrets), { mode: 0o600 });
  giveOrders(orders(home), HONEST);
}

async function joinAll(home: Home, genesis: ChainGenesis, all: readonly Home[]): Promise<void> {
  const others = all.filter(({ name }) => name !== home.name);
  const peers: string[] = [];
  for (const { folder, place } of others) {
    const { nodeId } = expectOk(await readChainKeys(folder), "the keys of a peer");
    peers.push(`${nodeId}@${place.address}:${P2P_PORT}`);
  }
  const nodes = others.map(({ place }) => urlOf(place));
  const listen = `${home.place.address}:${P2P_PORT}`;
  expectOk(await joinChain(home.folder, genesis, { listen, peers, nodes, isOneMachine: false }), "to join");
}

/** All keys are the original's, but the one that peers tell machines apart by. */
async function twin({ seed }: VecheChainOptions, original: Home, place: Place): Promise<Home> {
  const folder = `${original.folder}-twin`;
  await rm(folder, { recursive: true, force: true });
  const home = { name: place.name, place, folder, relayed: false };
  const known = expectOk(await readChainHome(original.folder), "the original's home");
  await copyHome(original.folder, folder);
  await rm(join(folder, "lock"), { recursive: true, force: true });
  await otherNodeKey(home, seed);
  const peers = [...known.peers, `${known.nodeId}@${original.place.address}:${P2P_PORT}`];
  const nodes = [...known.nodes, urlOf(original.place)];
  const listen = `${place.address}:${P2P_PORT}`;
  const places = { listen, peers, nodes, isOneMachine: false };
  for (const file of ["chain.json", join("config", "genesis.json")]) await rm(inChain(home, file));
  expectOk(await joinChain(folder, known.genesis, places), "a twin joins");
  return home;
}

async function otherNodeKey(home: Home, seed: string): Promise<void> {
  const made = `${home.folder}-key`;
  const { consensus } = keysOf(seed, 0);
  const node = seededRandom(seed, `twin ${home.name}`)(32);
  await mkdir(made);
  expectOk(await createChainKeys(made, { consensus, node }), "a key");
  await copyFile(
    join(chainFolder(made), "config", "node_key.json"),
    inChain(home, "config", "node_key.json"),
  );
  await rm(made, { recursive: true });
}

/** The application plays all blocks again; what was promised stays in the outbox. */
async function forget(home: Home): Promise<void> {
  const elections = join(home.folder, "elections");
  for (const name of await readdir(elections)) await rm(join(elections, name), { recursive: true });
  await rm(join(home.folder, "application", "state"), { force: true });
}

/** What readers are given, and what the whole-home check makes of it. */
async function log(home: Home): Promise<SeenLog> {
  const reports = expectOk(await fsckHome(home.folder), "the check of a stopped node's home");
  const bad = reports.flatMap(({ problems }) => problems);
  if (bad.length > 0) throw new BugError(`${home.name}: ${JSON.stringify(bad.slice(0, 3))}`);
  const published = await publishedLog(home.folder);
  if (published === undefined) return { leaves: [], checkpoints: [], digest: "" };
  const digest = createHash("sha256");
  let frontier = EMPTY_FRONTIER;
  const checkpoints = published.entries.map((entry) => {
    digest.update(entry);
    frontier = appendLeaves(frontier, [leafHash(entry)]);
    return { size: frontier.size, root: toHex(frontierRoot(frontier)) };
  });
  return { leaves: leavesOf(published), checkpoints, digest: digest.digest("hex") };
}

/** A ballot's credential with its number; everything else has none. */
function leavesOf({ entries, manifest }: PublishedLog): readonly Leaf[] {
  return entries.map((entry) => {
    const { transaction } = expectOk(decodeEntry(entry), "an entry");
    const { type, body } = expectOk(decodeTransaction(transaction), "a transaction");
    const hash = toHex(sha256(transaction));
    const { ballot } = body as { readonly ballot?: Bytes };
    if (type !== "cast" || ballot === undefined) return { credential: "", hash };
    const { credential, seq } = expectOk(splitBallot(ballot, manifest), "a ballot");
    return { credential: `${toHex(credential)} ${seq}`, hash };
  });
}
