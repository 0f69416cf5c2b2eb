import { type JsonReader, jsonHex, jsonList, jsonObject, jsonText, jsonUint } from "@veche/api";
import { type Bytes, err, fromUtf8, ok, type Result, toHex } from "@veche/base";
import { isStrictPublicKey } from "@veche/group";
import { CHAIN_VALIDATORS_MAX, type ChainValidator, type Genesis } from "@veche/ledger";
import { cometAddress, cometPublicKey } from "./chain-keys.ts";
import { invalidGenesis } from "./home.ts";

/** What the application is handed by `InitChain`: §06.9.9. */
export type GenesisState = { readonly genesis: Genesis; readonly validators: readonly ChainValidator[] };

export type ChainGenesis = GenesisState & {
  /** The engine's name of the chain, which is signed over (§06.9.8). */
  readonly chainId: string;
  /** ms since 1970; no block has an earlier time. */
  readonly time: number;
};

export type ChainGenesisError = { readonly code: "CHAIN_GENESIS_MALFORMED"; readonly reason: string };

const CHAIN_ID = /^[a-z0-9][a-z0-9.-]{0,49}$/;
/** §02.1. */
const NOTE_NAME = /^[a-z0-9][a-z0-9./-]{0,99}$/;
/** Each validator counts as much as any other. */
const POWER = "1";

/** CometBFT's `genesis.json`. The same bytes for the same genesis, so that organisations compare its SHA-256. */
export function chainGenesisText({ chainId, time, ...state }: ChainGenesis): string {
  const document = {
    genesis_time: new Date(time).toISOString(),
    chain_id: chainId,
    initial_height: "1",
    consensus_params: {
      // ADR 0019: the limits of a proposal are those of 06.9.6, and `ProcessProposal` checks them.
      block: { max_bytes: "-1", max_gas: "-1" },
      evidence: { max_age_num_blocks: "100000", max_age_duration: "172800000000000", max_bytes: "1048576" },
      validator: { pub_key_types: ["ed25519"] },
      version: { app: "0" },
      abci: { vote_extensions_enable_height: "0" },
    },
    validators: state.validators.map(({ name, consensus }) => ({
      address: cometAddress(consensus),
      pub_key: cometPublicKey(consensus),
      power: POWER,
      name,
    })),
    app_hash: "",
    app_state: stateJson(state),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** Why there can be no such chain; nothing if there can. */
export function invalidChainGenesis({ chainId, time, ...state }: ChainGenesis): string | undefined {
  if (!CHAIN_ID.test(chainId)) return "the chain's name: a-z 0-9 . -, 1…50 characters";
  if (!isMoment(time)) return "the time of the genesis is none";
  return invalidGenesis(state.genesis) ?? invalidValidators(state.validators);
}

const isMoment = (time: number): boolean =>
  Number.isSafeInteger(time) && time > 0 && !Number.isNaN(new Date(time).getTime());

function invalidValidators(validators: readonly ChainValidator[]): string | undefined {
  if (validators.length < 1 || validators.length > CHAIN_VALIDATORS_MAX) return "1…50 validators (06.9.8)";
  if (!validators.every(({ name }) => NOTE_NAME.test(name))) return "a validator's name is not valid (02.1)";
  const keys = validators.flatMap(({ consensus, key, logKey }) => [consensus, key, logKey]);
  if (!keys.every(isStrictPublicKey)) return "a validator's key is not valid (01.5.1)";
  const values = [...validators.map(({ name }) => name), ...keys.map(toHex)];
  return new Set(values).size === values.length ? undefined : "two of one name or key (06.9.8)";
}

/** Reads `genesis.json` as `chainGenesisText` writes it, and in no other spelling. */
export function parseChainGenesis(bytes: Bytes): Result<ChainGenesis, ChainGenesisError> {
  const text = fromUtf8(bytes);
  const genesis = text === undefined ? undefined : genesisIn(text);
  if (text === undefined || genesis === undefined) return malformed("not the form of a chain's genesis");
  const invalid = invalidChainGenesis(genesis);
  if (invalid !== undefined) return malformed(invalid);
  return chainGenesisText(genesis) === text
    ? ok(genesis)
    : malformed("a setting of the chain differs from what all validators need");
}

/** Reads `app_state`, the bytes that `InitChain` hands to the application. */
export function parseChainState(bytes: Bytes): Result<GenesisState, ChainGenesisError> {
  const state = readState(jsonIn(fromUtf8(bytes) ?? ""));
  if (state === undefined) return malformed("not the form of a chain's state");
  const invalid = invalidGenesis(state.genesis) ?? invalidValidators(state.validators);
  return invalid === undefined ? ok(state) : malformed(invalid);
}

const malformed = (reason: string): Result<never, ChainGenesisError> =>
  err({ code: "CHAIN_GENESIS_MALFORMED", reason });

function stateJson({ genesis, validators }: GenesisState): object {
  return {
    organisations: genesis.organisations.map(({ key, name }) => ({ key: toHex(key), name })),
    quorum: genesis.quorum,
    validators: validators.map(({ name, consensus, key, logKey }) => ({
      name,
      consensus: toHex(consensus),
      key: toHex(key),
      logKey: toHex(logKey),
    })),
  };
}

const readStateFields = jsonObject({
  organisations: jsonList(jsonObject({ key: jsonHex(32), name: jsonText(200) }), 50),
  quorum: jsonUint,
  validators: jsonList(
    jsonObject({ name: jsonText(100), consensus: jsonHex(32), key: jsonHex(32), logKey: jsonHex(32) }),
    CHAIN_VALIDATORS_MAX,
  ),
});

const readState: JsonReader<GenesisState> = (value) => {
  const fields = readStateFields(value);
  if (fields === undefined) return undefined;
  const { organisations, quorum, validators } = fields;
  return { genesis: { organisations, quorum }, validators };
};

const ignored: JsonReader<true> = () => true;
const readDocument = jsonObject({
  genesis_time: jsonText(24),
  chain_id: jsonText(50),
  app_state: readState,
  // Compared as they are written.
  initial_height: ignored,
  consensus_params: ignored,
  validators: ignored,
  app_hash: ignored,
});

function genesisIn(text: string): ChainGenesis | undefined {
  const document = readDocument(jsonIn(text));
  if (document === undefined) return undefined;
  const { chain_id: chainId, genesis_time: time, app_state: state } = document;
  return { chainId, time: Date.parse(time), ...state };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
