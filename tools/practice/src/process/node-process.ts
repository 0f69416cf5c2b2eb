import { webcrypto } from "node:crypto";
import { join } from "node:path";
import type { PageSettings } from "@veche/api";
import { expectOk, type RandomBytes } from "@veche/base";
import type { Validator } from "@veche/election";
import { ed25519PublicKey } from "@veche/group";
import type { Genesis } from "@veche/ledger";
import {
  createHome,
  fingerprintOf,
  jsonLogger,
  lanAddresses,
  lanCertificate,
  type NodeKeys,
  type Page,
  readPage,
  type Server,
  serve,
  VecheNode,
} from "@veche/node";
import { keptSecret } from "./kept-secret.ts";
import { serveParent } from "./serve-parent.ts";
import { type ChainPart, joinOnce, memberOf } from "./validator-home.ts";

export type { ChainMember } from "./validator-home.ts";

/** Of several nodes the how manieth, from 1; nothing: the only one. */
export type NodePlace = { readonly folder: string; readonly number?: number | undefined };
export type NodeStart = NodePlace & {
  readonly genesis: Genesis;
  readonly port: number;
  /** Folder of the built ballot page; without it the node serves its interface alone. */
  readonly page: string | undefined;
  readonly settings: PageSettings;
  /** Port of the page in the house's network; nothing: it is not opened to it. */
  readonly lanPort: number | undefined;
  /** With the others of its chain; nothing: this node makes blocks by itself. */
  readonly chain?: ChainPart | undefined;
};
export type NodeStarted = {
  readonly lan: readonly string[];
  /** SHA-256 of the certificate, if there is one. */
  readonly fingerprint: string | undefined;
};

const randomBytes: RandomBytes = (length) => webcrypto.getRandomValues(new Uint8Array(length));
const logger = jsonLogger((line) => process.stderr.write(line), Date.now);
/** Verifier threads of each: all validators share one machine. */
const CHAIN_WORKERS = 1;
const servers: Server[] = [];
let node: VecheNode | undefined;

const homeIn = ({ folder, number }: NodePlace): string =>
  join(folder, number === undefined ? "node" : `node-${number}`);

function keysOf(place: NodePlace): { readonly keys: NodeKeys; readonly validator: Validator } {
  const secrets = `${homeIn(place)}-secrets`;
  const keys = {
    log: keptSecret(secrets, "log", () => randomBytes(32)),
    validator: keptSecret(secrets, "validator", () => randomBytes(32)),
  };
  const name = `node-${place.number ?? 1}.practice.example`;
  const key = ed25519PublicKey(keys.validator);
  return { keys, validator: { name, key, logKey: ed25519PublicKey(keys.log) } };
}

/** For the first time, or after it was killed. */
async function start(options: NodeStart): Promise<NodeStarted> {
  const { chain } = options;
  const home = homeIn(options);
  const { keys } = keysOf(options);
  const made = await createHome(home, { name: "practice node", genesis: options.genesis });
  if (!made.ok && made.error.code !== "HOME_EXISTS") throw new Error(`the node's home: ${made.error.reason}`);
  if (chain !== undefined) await joinOnce(home, chain);
  const engine = chain === undefined ? {} : { cometbft: chain.program, workers: CHAIN_WORKERS };
  node = expectOk(await VecheNode.open({ home, keys, clock: Date.now, logger, ...engine }), "the node");
  void node.failed.then((error) => {
    console.error(error);
    process.exit(1);
  });
  const page = await pageOf(options);
  servers.push(await serve(node, { host: "127.0.0.1", port: options.port, logger, ...page }));
  return options.lanPort === undefined
    ? { lan: [], fingerprint: undefined }
    : openToLan(node, home, options.lanPort, page);
}

async function pageOf({ page, settings }: NodeStart): Promise<{ readonly page?: Page }> {
  if (page === undefined) return {};
  return { page: { files: expectOk(await readPage(page), "the built ballot page"), settings } };
}

/** The page and the board for other machines, so that a telephone can be the second device. */
async function openToLan(
  open: VecheNode,
  home: string,
  port: number,
  { page }: { readonly page?: Page },
): Promise<NodeStarted> {
  const addresses = lanAddresses();
  const hosts = addresses.map((address) => `${address.includes(":") ? `[${address}]` : address}:${port}`);
  const tls = await lanCertificate(home, addresses, Date.now(), randomBytes);
  const served = page === undefined ? {} : { page: { ...page, otherHosts: hosts } };
  servers.push(await serve(open, { host: "0.0.0.0", port, logger, tls, ...served }));
  return { lan: hosts.map((host) => `https://${host}`), fingerprint: fingerprintOf(tls) };
}

serveParent(
  {
    start,
    keys: (place: NodePlace) => keysOf(place).validator,
    /** What the other validators of its chain must know before it starts. */
    member: (place: NodePlace) => memberOf(homeIn(place), keysOf(place).validator),
  },
  async () => {
    await Promise.all(servers.map((server) => server.close()));
    await node?.close();
  },
);
