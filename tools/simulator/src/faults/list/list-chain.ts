import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { toHex } from "@veche/base";
import type { ChainUnderTest, Command, Home, SeenLog } from "../chain-under-test.ts";
import { copyHome } from "../copy-home.ts";
import type { Place } from "../net.ts";
import { giveOrders, HONEST } from "../relay/orders.ts";
import { output } from "../shell.ts";
import { wordsFor } from "../siblings.ts";
import { configure, makeEngineHomes, wipeEngineHome } from "./engine-home.ts";
import { List } from "./list.ts";
import { hashOf, listedOf } from "./transaction.ts";

const GATEWAY_PORT = 7_000;

const inside = (home: Home, name: string): string => join(home.folder, name);
const engine = (home: Home): string => inside(home, "engine");
const rpc = (home: Home): string => inside(home, "rpc");
const orders = (home: Home): string => inside(home, "orders");
const listFile = (home: Home): string => inside(home, "list");

/**
 * A chain of the smallest application that has what the invariants ask for: credentials that count once, receipts with a place in a log, a hash of
 * it all. It shows what the engine and this harness do, apart from what a node does.
 */
export function listChain(cometbft: string): ChainUnderTest {
  return {
    name: "list",
    versions: async () => ({ cometbft: (await output(cometbft, ["version"])).trim() }),
    prepare: (folder, places, relayed) => prepare(cometbft, folder, places, relayed),
    twin,
    // Its validators ask one another for nothing.
    mislead: async () => undefined,
    commands: (home) => commands(cometbft, home),
    rpc,
    wal: (home) => join(engine(home), "data", "cs.wal", "wal"),
    orders,
    log,
    publishedSize: async () => 0,
    witness: async () => undefined,
    forget: (home) => rm(listFile(home), { force: true }),
    wipe: async (home) => {
      await rm(listFile(home), { force: true });
      await wipeEngineHome(engine(home));
    },
    loader: (homes, journal, seed) => {
      const targets = homes.map(({ name, place }) => `${name}=${place.address}:${GATEWAY_PORT}`);
      return {
        called: "loader",
        program: process.execPath,
        words: [...wordsFor("./list/loader"), journal, seed, ...targets],
      };
    },
  };
}

async function prepare(
  cometbft: string,
  folder: string,
  places: readonly Place[],
  relayed: ReadonlySet<number>,
): Promise<readonly Home[]> {
  const engines = await makeEngineHomes(cometbft, folder, places);
  const homes = places.map((place, at) => {
    const { name } = place;
    return { name, place, folder: join(folder, name), relayed: relayed.has(at) };
  });
  for (const [at, home] of homes.entries()) {
    await mkdir(home.folder);
    await rename(engines[at] as string, engine(home));
    await settle(home);
  }
  return homes;
}

async function twin(original: Home, place: Place): Promise<Home> {
  const folder = `${original.folder}-twin`;
  const home = { name: place.name, place, folder, relayed: false };
  await rm(folder, { recursive: true, force: true });
  await copyHome(original.folder, folder);
  // The engine makes itself another one: peers would take both for one machine.
  await rm(join(engine(home), "config", "node_key.json"));
  await settle(home);
  return home;
}

async function settle(home: Home): Promise<void> {
  giveOrders(orders(home), HONEST);
  const socket = inside(home, home.relayed ? "relay" : "application");
  await configure(engine(home), socket, rpc(home));
}

function commands(cometbft: string, home: Home): readonly Command[] {
  const [application, relay] = [inside(home, "application"), inside(home, "relay")];
  const asNode = (called: string, path: string, words: readonly string[], listensAt: string): Command => ({
    called,
    program: process.execPath,
    words: [...wordsFor(path), ...words],
    listensAt,
  });
  const where = [home.place.address, `${GATEWAY_PORT}`];
  const own = [listFile(home), application, rpc(home), ...where];
  return [
    asNode("application", "./list/validator", own, application),
    ...(home.relayed ? [asNode("relay", "./relay/main", [relay, application, orders(home)], relay)] : []),
    {
      called: "engine",
      program: cometbft,
      words: ["start", "--home", engine(home)],
      listensAt: rpc(home),
    },
  ];
}

async function log(home: Home): Promise<SeenLog> {
  if (!existsSync(listFile(home))) return { leaves: [], checkpoints: [], digest: "" };
  const list = new List(listFile(home));
  const digest = createHash("sha256");
  const txs = Array.from({ length: list.size }, (_, at) => list.at(at) as Uint8Array);
  for (const tx of txs) digest.update(tx).update("\n");
  list.close();
  return {
    leaves: txs.map((tx) => ({ credential: listedOf(tx)?.credential ?? "", hash: hashOf(tx) })),
    checkpoints: txs.map((_, at) => ({ size: at + 1, root: toHex(list.headAt(at + 1)) })),
    digest: digest.digest("hex"),
  };
}
