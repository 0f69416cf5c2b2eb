import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type Bytes,
  type CborMap,
  decodeCbor,
  encodeCbor,
  err,
  ok,
  type Result,
  sha256,
  toHex,
} from "@veche/base";
import { arrayOf, bytes32, mapOf, oneOf, readNoteName, textOf, uint } from "@veche/election";
import type { ChainFounders, ChainMembers } from "@veche/ledger";
import { isMissing, syncFolder, writeWhole } from "../store/files.ts";

/** What a node knows of its chain besides the elections, as of its last commit. */
export type ChainState = {
  readonly founders: ChainFounders;
  readonly members: ChainMembers;
  /** Of the last block; 0 before the first. */
  readonly height: number;
  /** §06.8.1, after that block. */
  readonly applicationHash: Bytes;
};

export type ChainStoreError = {
  /** Not what this version writes: from another one, or the disk has changed it. */
  readonly code: "CHAIN_STATE_MALFORMED";
  readonly path: string;
};

const FORMAT = 1;

/**
 * The chain's part of a node's home: `application/state`, one small file that appears whole with each block, after the elections
 * have been committed; and what is kept as evidence against validators.
 */
export class ChainStore {
  readonly #folder: string;
  #state: ChainState | undefined;

  private constructor(folder: string, state: ChainState | undefined) {
    this.#folder = folder;
    this.#state = state;
  }

  static async open(home: string): Promise<Result<ChainStore, ChainStoreError>> {
    const folder = join(home, "application");
    await mkdir(folder, { recursive: true });
    await syncFolder(home);
    const path = join(folder, "state");
    const bytes = await readIfThere(path);
    if (bytes === undefined) return ok(new ChainStore(folder, undefined));
    const state = readState(bytes);
    return state === undefined
      ? err({ code: "CHAIN_STATE_MALFORMED", path })
      : ok(new ChainStore(folder, state));
  }

  /** Nothing before the chain began. */
  get state(): ChainState | undefined {
    return this.#state;
  }

  /** Durable when it resolves. */
  async commit(state: ChainState): Promise<void> {
    await writeWhole(join(this.#folder, "state"), encodeState(state), {
      temporary: this.#folder,
      durable: true,
    });
    await syncFolder(this.#folder);
    this.#state = state;
  }

  /** §06.9.10: kept under the hash of its bytes, so that the same is kept once. */
  async keepEvidence(evidence: CborMap): Promise<void> {
    const folder = join(this.#folder, "evidence");
    await mkdir(folder, { recursive: true });
    const bytes = encodeCbor(evidence);
    const path = join(folder, `${toHex(sha256(bytes))}.cbor`);
    await writeWhole(path, bytes, { temporary: this.#folder, durable: true });
    await syncFolder(folder);
  }
}

async function readIfThere(path: string): Promise<Bytes | undefined> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function encodeState({ founders, members, height, applicationHash }: ChainState): Bytes {
  const { chainId, genesis } = founders;
  const organisations = genesis.organisations.map(({ key, name }) => ({ key, name }));
  const validators = members.validators.map(({ consensus, key, logKey, name }) => ({
    consensus,
    key,
    logKey,
    name,
  }));
  return encodeCbor({
    applicationHash,
    chainId,
    format: FORMAT,
    genesis: { organisations, quorum: genesis.quorum },
    height,
    sequence: members.sequence,
    validators,
  });
}

const readFields = mapOf({
  applicationHash: bytes32,
  chainId: textOf(1, 50),
  format: oneOf(FORMAT),
  genesis: mapOf({
    organisations: arrayOf(mapOf({ key: bytes32, name: textOf(1, 200) })),
    quorum: uint,
  }),
  height: uint,
  sequence: uint,
  validators: arrayOf(mapOf({ consensus: bytes32, key: bytes32, logKey: bytes32, name: readNoteName })),
});

function readState(bytes: Bytes): ChainState | undefined {
  const value = decodeCbor(bytes);
  const fields = value.ok ? readFields(value.value, "") : value;
  if (!fields.ok) return undefined;
  const { applicationHash, chainId, genesis, height, sequence, validators } = fields.value;
  return { founders: { chainId, genesis }, members: { validators, sequence }, height, applicationHash };
}
