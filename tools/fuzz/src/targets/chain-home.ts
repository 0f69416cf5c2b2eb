import { type Bytes, type Result, utf8 } from "@veche/base";
import { ed25519PublicKey } from "@veche/group";
import type { Target } from "../engine/target.ts";
import { internal } from "../internal.ts";
import { strictResult } from "../properties.ts";

const GENESIS = "services/node/src/home/chain-genesis.ts";
const KEYS = "services/node/src/home/chain-keys.ts";

type Coded = { readonly code: string };
type GenesisModule = {
  readonly chainGenesisText: (genesis: unknown) => string;
  readonly parseChainGenesis: (bytes: Bytes) => Result<unknown, Coded>;
  readonly parseChainState: (bytes: Bytes) => Result<unknown, Coded>;
};
type KeysModule = {
  readonly validatorKeyText: (seed: Bytes) => string;
  readonly nodeKeyText: (seed: Bytes) => string;
  readonly parseChainKey: (text: string) => Bytes | undefined;
};

const secretOf = (seed: number): Bytes => new Uint8Array(32).fill(seed);
const keyOf = (seed: number): Bytes => ed25519PublicKey(secretOf(seed));

const genesis = {
  chainId: "fuzz-1",
  time: Date.UTC(2026, 10, 22),
  genesis: { organisations: [{ key: keyOf(1), name: "One" }], quorum: 1 },
  validators: [{ name: "validator.example", consensus: keyOf(2), key: keyOf(3), logKey: keyOf(4) }],
};

export const CHAIN_HOME_TARGETS: readonly Target[] = [
  {
    name: "chain-genesis",
    covers: [`${GENESIS}#parseChainGenesis`],
    shape: "json",
    quick: 400,
    open: async () => {
      const { chainGenesisText, parseChainGenesis } = await internal<GenesisModule>(GENESIS);
      const write = (value: unknown): Bytes => utf8(chainGenesisText(value));
      return { examples: [write(genesis)], run: strictResult(parseChainGenesis, write) };
    },
  },
  {
    name: "chain-state",
    covers: [`${GENESIS}#parseChainState`],
    shape: "json",
    quick: 400,
    open: async () => {
      const { chainGenesisText, parseChainState } = await internal<GenesisModule>(GENESIS);
      const { app_state: state } = JSON.parse(chainGenesisText(genesis)) as { readonly app_state: unknown };
      return {
        examples: [utf8(JSON.stringify(state))],
        run: (input) => {
          const read = parseChainState(input);
          return read.ok ? "ok" : read.error.code;
        },
      };
    },
  },
  {
    name: "chain-key",
    covers: [`${KEYS}#parseChainKey`],
    shape: "json",
    quick: 400,
    open: async () => {
      const { validatorKeyText, nodeKeyText, parseChainKey } = await internal<KeysModule>(KEYS);
      const texts = [validatorKeyText(secretOf(1)), nodeKeyText(secretOf(2))];
      const seeds = new Map(texts.map((text, at) => [text, secretOf(at + 1)]));
      // What is read as a key is one of the two files, byte for byte: a changed one is another key's, or none.
      return {
        examples: texts.map(utf8),
        run: (input) => {
          const text = new TextDecoder().decode(input);
          const read = parseChainKey(text);
          return read === undefined ? "none" : seeds.has(text) ? "known" : "another";
        },
      };
    },
  },
];
