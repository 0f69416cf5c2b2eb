import { type Bytes, concat, fromBase64, sha256, toBase64, toHex } from "@veche/base";
import { ED25519_KEY_BYTES, ed25519PublicKey } from "@veche/group";

/** Of one validator, Ed25519 seeds of 32 bytes each. Both belong to CometBFT alone: neither stands in a manifest. */
export type ChainKeys = {
  /** Signs votes and proposals. */
  readonly consensus: Bytes;
  /** Identifies the machine to its peers. */
  readonly node: Bytes;
};

const PUBLIC = "tendermint/PubKeyEd25519";
const PRIVATE = "tendermint/PrivKeyEd25519";
const ADDRESS_BYTES = 20;

/** Of a public key: the first 20 bytes of its SHA-256 (CometBFT, `crypto/tmhash`). */
export const cometAddress = (publicKey: Bytes): string =>
  toHex(sha256(publicKey).subarray(0, ADDRESS_BYTES)).toUpperCase();

/** How peers name a machine: the same twenty bytes in small letters. */
export const nodeIdOf = (publicKey: Bytes): string => cometAddress(publicKey).toLowerCase();

export const cometPublicKey = (publicKey: Bytes): object => ({ type: PUBLIC, value: toBase64(publicKey) });

/** CometBFT's `priv_validator_key.json`. */
export function validatorKeyText(seed: Bytes): string {
  const publicKey = ed25519PublicKey(seed);
  const file = {
    address: cometAddress(publicKey),
    pub_key: cometPublicKey(publicKey),
    priv_key: privateKey(seed),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** CometBFT's `node_key.json`. */
export const nodeKeyText = (seed: Bytes): string => `${JSON.stringify({ priv_key: privateKey(seed) })}\n`;

/** CometBFT's `priv_validator_state.json` of a validator that has never signed. */
export const NEVER_SIGNED = `${JSON.stringify({ height: "0", round: 0, step: 0 }, null, 2)}\n`;

const privateKey = (seed: Bytes): object => ({
  type: PRIVATE,
  value: toBase64(concat(seed, ed25519PublicKey(seed))),
});

/** The public key in either of the two files; nothing if it is neither, byte for byte. */
export function parseChainKey(text: string): Bytes | undefined {
  const seed = seedIn(text);
  if (seed === undefined) return undefined;
  return text === validatorKeyText(seed) || text === nodeKeyText(seed) ? ed25519PublicKey(seed) : undefined;
}

function seedIn(text: string): Bytes | undefined {
  const [, base64 = ""] = /"type": ?"tendermint\/PrivKeyEd25519",\s*"value": ?"([^"]*)"/.exec(text) ?? [];
  const both = fromBase64(base64);
  return both?.length === 2 * ED25519_KEY_BYTES ? both.subarray(0, ED25519_KEY_BYTES) : undefined;
}
