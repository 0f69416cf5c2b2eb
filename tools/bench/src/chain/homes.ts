import { join } from "node:path";
import { freePorts } from "@veche/abci";
import { type Bytes, expectOk, toHex } from "@veche/base";
import type { Manifest } from "@veche/election";
import { ed25519PublicKey } from "@veche/group";
import type { Genesis } from "@veche/ledger";
import { type ChainGenesis, createChainKeys, createHome, joinChain, readChainKeys } from "@veche/node";
import { seededRandom } from "@veche/simulator";

export const HOST = "127.0.0.1";

/** A node that is not running yet. */
export type ChainHomeOf = {
  readonly home: string;
  readonly port: number;
  readonly keys: { readonly log: string; readonly validator: string };
};

export type Homes = {
  readonly nodes: readonly ChainHomeOf[];
  /** As manifests name them. */
  readonly validators: Manifest["validators"];
};

/** Homes of the validators of a new chain, all on this machine. */
export async function chainHomes(
  folder: string,
  genesis: Genesis,
  count: number,
  seed: string,
): Promise<Homes> {
  const ports = await freePorts(2 * count);
  const keys = Array.from({ length: count }, (_, at) => keysOf(seed, at));
  const validators = keys.map(({ consensus, key, logKey }, at) => ({
    name: `v${at}.example`,
    consensus: ed25519PublicKey(consensus),
    key: ed25519PublicKey(key),
    logKey: ed25519PublicKey(logKey),
  }));
  const chain: ChainGenesis = { chainId: "bench", time: Date.now() - 1_000, genesis, validators };
  const places = keys.map((own, at) => ({
    own,
    home: join(folder, `v${at}`),
    port: ports[2 * at] as number,
    listen: `${HOST}:${ports[2 * at + 1]}`,
  }));
  const peers: string[] = [];
  for (const { own, home, listen } of places) {
    expectOk(await createHome(home, { name: "a validator of the bench", genesis }), "a validator's home");
    expectOk(await createChainKeys(home, own), "the keys of a validator");
    const { nodeId } = expectOk(await readChainKeys(home), "the keys of a validator");
    peers.push(`${nodeId}@${listen}`);
  }
  for (const { home, port, listen } of places) {
    const others = places.filter((one) => one.port !== port);
    const nodes = others.map((one) => `http://${HOST}:${one.port}`);
    const known = peers.filter((peer) => !peer.endsWith(`@${listen}`));
    expectOk(await joinChain(home, chain, { listen, peers: known, nodes, isOneMachine: true }), "to join");
  }
  return {
    nodes: places.map(({ own, home, port }) => ({ home, port, keys: hexOf(own) })),
    validators: validators.map(({ name, key, logKey }) => ({ name, key, logKey })),
  };
}

/** The home of a node that orders by itself. */
export async function embeddedHome(folder: string, genesis: Genesis, seed: string): Promise<Homes> {
  const [port] = await freePorts(1);
  const home = join(folder, "embedded");
  expectOk(await createHome(home, { name: "a node of the bench", genesis }), "a node's home");
  const keys = keysOf(seed, 0);
  const { key, logKey } = keys;
  return {
    nodes: [{ home, port: port as number, keys: hexOf(keys) }],
    validators: [{ name: "node.example", key: ed25519PublicKey(key), logKey: ed25519PublicKey(logKey) }],
  };
}

type Keys = Readonly<Record<"consensus" | "node" | "key" | "logKey", Bytes>>;

function keysOf(seed: string, at: number): Keys {
  const key = (what: string): Bytes => seededRandom(seed, `validator ${at} ${what}`)(32);
  return { consensus: key("consensus"), node: key("node"), key: key("key"), logKey: key("log") };
}

const hexOf = ({ key, logKey }: Keys): ChainHomeOf["keys"] => ({
  log: toHex(logKey),
  validator: toHex(key),
});
