import { webcrypto } from "node:crypto";
import { expectOk, type RandomBytes } from "@veche/base";
import type { Validator } from "@veche/election";
import { type ChainGenesis, type ChainPlaces, createChainKeys, joinChain, readChainKeys } from "@veche/node";

/** What the others of its chain need of a validator. */
export type ChainMember = ChainGenesis["validators"][number] & { readonly nodeId: string };

/** A validator's part of a chain, when all are known. */
export type ChainPart = {
  readonly genesis: ChainGenesis;
  readonly places: ChainPlaces;
  /** CometBFT's. */
  readonly program: string;
};

const randomBytes: RandomBytes = (length) => webcrypto.getRandomValues(new Uint8Array(length));

/** Makes the engine's keys in the home of a validator, unless they are there. */
export async function memberOf(home: string, validator: Validator): Promise<ChainMember> {
  const made = await createChainKeys(home, { consensus: randomBytes(32), node: randomBytes(32) });
  if (!made.ok && made.error.code !== "CHAIN_EXISTS")
    throw new Error(`the engine's keys: ${made.error.reason}`);
  return { ...validator, ...expectOk(await readChainKeys(home), "the engine's keys") };
}

/** Gives a home the genesis and the places of its chain, unless it has them: it has when it was killed and is started again. */
export async function joinOnce(home: string, { genesis, places }: ChainPart): Promise<void> {
  const joined = await joinChain(home, genesis, places);
  if (!joined.ok && joined.error.code !== "CHAIN_EXISTS")
    throw new Error(`the chain: ${joined.error.reason}`);
}
