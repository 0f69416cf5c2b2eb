import { type Bytes, type Result, utf8 } from "@veche/base";
import { ed25519PublicKey } from "@veche/group";
import type { Target } from "../engine/target.ts";
import { internal } from "../internal.ts";
import { acceptedOf, insistSame, outcomeOf, strictResult } from "../properties.ts";

const GENESIS = "services/node/src/home/chain-genesis.ts";
const KEYS = "services/node/src/home/chain-keys.ts";

type Coded = { readonly code: string };
type GenesisModule = {
  readonly chainGenesisText: (genesis: unknown) => string;
  readonly parseChainGenesis: (bytes: Bytes) => Result<unknown, Coded>;
  readonly parseChainState: (bytes: Bytes) => Result<object, Coded>;
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
      const write = (state: object): Bytes => {
        const written = JSON.parse(chainGenesisText({ ...genesis, ...state })) as {
          readonly app_state: unknown;
        };
        return utf8(JSON.stringify(written.app_state));
      };
      return {
        examples: [write({})],
        run: (input) => {
          const read = parseChainState(input);
          // Spacing and the order of keys are CometBFT's, which writes this for `InitChain`.
          if (read.ok) insistSame(acceptedOf(parseChainState(write(read.value))), read.value, "read again");
          return outcomeOf(read);
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
      const keys = new Map(texts.map((text, at) => [text, keyOf(at + 1)]));
      return {
        examples: texts.map(utf8),
        run: (input) => {
          const text = new TextDecoder().decode(input);
          const read = parseChainKey(text);
          if (read === undefined) return "refused";
          // One of the two files, byte for byte: nobody draws the key of another one by chance.
          insistSame(read, keys.get(text), "another text than was written is taken for a key");
          return "ok";
        },
      };
    },
  },
];
