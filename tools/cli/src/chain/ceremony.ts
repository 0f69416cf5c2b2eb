import { type Bytes, codeOf, equalBytes, type RandomBytes, sha256, utf8 } from "@veche/base";
import {
  type ChainGenesis,
  type ChainHomeError,
  type ChainPlaces,
  chainGenesisText,
  createChainKeys,
  createHome,
  type HomeConfig,
  invalidChainGenesis,
  joinChain,
  parseChainGenesis,
  readChainKeys,
  readHome,
} from "@veche/node";
import { readBytes } from "../files/read.ts";
import { type Stop, unusable } from "../framework/stop.ts";
import { readHomePublic } from "../keys/home.ts";
import { chainFaults } from "../texts/chain.ts";
import { faults } from "../texts/faults.ts";
import type { ChainMember } from "./public-file.ts";
import { peerOf } from "./public-file.ts";

const GENESIS_BYTES_MAX = 1_000_000;

/** Makes the engine's keys in a validator's home; what the other organisations need of it. */
export async function makeMember(
  home: string,
  { address, url }: Pick<ChainMember, "address" | "url">,
  randomBytes: RandomBytes,
): Promise<ChainMember> {
  const { role, name, key, logKey } = await readHomePublic(home);
  if (role !== "validator" || logKey === undefined)
    throw unusable(faults.wrongRole(home, role, ["validator"]));
  const made = await createChainKeys(home, { consensus: randomBytes(32), node: randomBytes(32) });
  if (!made.ok) throw chainStop(made.error);
  return { name, key, logKey, address, url, ...(await publicKeysIn(home)) };
}

async function publicKeysIn(home: string): Promise<{ readonly consensus: Bytes; readonly nodeId: string }> {
  const keys = await readChainKeys(home);
  if (!keys.ok) throw chainStop(keys.error);
  return keys.value;
}

/** Refuses what no chain can begin with. */
export function genesisOf(
  chainId: string,
  time: number,
  genesis: HomeConfig["genesis"],
  members: readonly ChainMember[],
): ChainGenesis {
  const validators = members.map(({ name, consensus, key, logKey }) => ({ name, consensus, key, logKey }));
  const made = { chainId, time, genesis, validators };
  const invalid = invalidChainGenesis(made);
  if (invalid !== undefined) throw unusable(chainFaults.genesis(invalid));
  return made;
}

/** Reads the file of `veche chain genesis`. */
export async function genesisIn(path: string): Promise<ChainGenesis> {
  const read = parseChainGenesis(await readBytes(path, GENESIS_BYTES_MAX));
  if (!read.ok) throw chainStop({ ...read.error, path });
  return read.value;
}

/** Twenty characters that people compare: of the SHA-256 of the document. */
export const genesisCode = (genesis: ChainGenesis): string => codeOf(sha256(utf8(chainGenesisText(genesis))));

export type Joining = {
  readonly home: string;
  readonly genesis: ChainGenesis;
  readonly members: readonly ChainMember[];
  readonly listen: string;
  readonly isOneMachine: boolean;
};

/** Makes a home with keys ready for a chain. Resolves to whether it stands in the genesis. */
export async function join({ home, genesis, members, listen, isOneMachine }: Joining): Promise<boolean> {
  const { name, key, logKey } = await readHomePublic(home);
  const { consensus, nodeId } = await publicKeysIn(home);
  for (const member of [...members, { name, key, logKey, consensus }]) requireSame(genesis, member);
  await prepareNodeHome(home, { name, genesis: genesis.genesis });
  const others = members.filter((member) => member.nodeId !== nodeId);
  const nodes = others.map(({ url }) => url);
  const places: ChainPlaces = { listen, peers: others.map(peerOf), nodes, isOneMachine };
  const joined = await joinChain(home, genesis, places);
  if (!joined.ok) throw chainStop(joined.error);
  return genesis.validators.some((validator) => equalBytes(validator.consensus, consensus));
}

type Known = Pick<ChainMember, "name" | "consensus" | "key"> & {
  readonly logKey: Bytes | undefined;
};

/** A validator that came later does not stand in the genesis; of one that does, everything must be the same. */
function requireSame({ validators }: ChainGenesis, { name, consensus, key, logKey }: Known): void {
  const known = validators.find((one) => one.name === name || equalBytes(one.consensus, consensus));
  if (known === undefined) return;
  const isSame =
    known.name === name &&
    equalBytes(known.consensus, consensus) &&
    equalBytes(known.key, key) &&
    logKey !== undefined &&
    equalBytes(known.logKey, logKey);
  if (!isSame) throw unusable(chainFaults.keysDiffer(name));
}

async function prepareNodeHome(home: string, config: HomeConfig): Promise<void> {
  const known = await readHome(home);
  if (known.ok) {
    if (!isSameGenesis(known.value.genesis, config.genesis)) throw unusable(chainFaults.otherGenesis(home));
    return;
  }
  if (known.error.code !== "HOME_MISSING")
    throw unusable(faults.nodeHome(known.error.path, known.error.reason));
  const made = await createHome(home, config);
  if (!made.ok) throw unusable(faults.nodeHome(made.error.path, made.error.reason));
}

type Organisations = HomeConfig["genesis"];

const isSameGenesis = (a: Organisations, b: Organisations): boolean =>
  a.quorum === b.quorum &&
  a.organisations.length === b.organisations.length &&
  a.organisations.every(({ key, name }, at) => {
    const other = b.organisations[at];
    return other !== undefined && other.name === name && equalBytes(other.key, key);
  });

export const chainStop = ({
  code,
  path,
  reason,
}: Pick<ChainHomeError, "path" | "reason"> & { readonly code: string }): Stop =>
  unusable(chainFaults.home(code, path, reason));
