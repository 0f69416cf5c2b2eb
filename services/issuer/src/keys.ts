import { type Bytes, decodeCbor, encodeCbor, err, expectOk, ok, type Result } from "@veche/base";
import {
  exportSignerKey,
  generateSignerKey,
  importSignerKey,
  proveKeyForm,
  type SignerKey,
} from "@veche/crypto/signer";
import { anyBytes, arrayOf, type Election, joinRoots, mapOf, rsaKeySeed, uintOf } from "@veche/election";
import { buildTransaction, logNameOf, type Signer } from "@veche/ledger";

/** An issuer's RSA keys by ballot style (§04.2): one for each, never shared. */
export type IssuerKeys = ReadonlyMap<number, SignerKey>;

export type KeysError = { readonly code: "KEYS_MALFORMED" };

/** New keys for styles 0 … count − 1. Takes a good part of a second each. */
export const generateIssuerKeys = (count: number): IssuerKeys =>
  new Map(Array.from({ length: count }, (_, style) => [style, generateSignerKey()] as const));

const file = mapOf({ keys: arrayOf(mapOf({ pkcs8: anyBytes, style: uintOf(0, 65_535) }), 0, 65_536) });

/** SECRET bytes: whoever stores them seals them first. */
export function encodeIssuerKeys(keys: IssuerKeys): Bytes {
  return encodeCbor({ keys: [...keys].map(([style, key]) => ({ pkcs8: exportSignerKey(key), style })) });
}

export function decodeIssuerKeys(bytes: Bytes): Result<IssuerKeys, KeysError> {
  const value = decodeCbor(bytes);
  const read = value.ok ? file(value.value, "") : value;
  if (!read.ok) return err({ code: "KEYS_MALFORMED" });
  const keys = new Map<number, SignerKey>();
  for (const { style, pkcs8 } of read.value.keys) {
    const key = importSignerKey(pkcs8);
    if (!key.ok || keys.has(style)) return err({ code: "KEYS_MALFORMED" });
    keys.set(style, key.value);
  }
  return ok(keys);
}

/** The `issuer-keys` transactions (§04.2.1) of an issuer, one for each style, with the proofs of form. */
export function issuerKeysTransactions(
  election: Election,
  signer: Signer,
  keys: IssuerKeys,
): readonly Bytes[] {
  const issuer = signer.index;
  return election.manifest.styles.flatMap(({ id }, style) => {
    const key = keys.get(style);
    if (key === undefined) return [];
    const seedFor = rsaKeySeed(election.electionId, issuer, id, key.modulus);
    const roots = joinRoots(expectOk(proveKeyForm(key, seedFor), "roots under an own key"));
    const body = { issuer, modulus: key.modulus, roots, style };
    return [buildTransaction(logNameOf(election), "issuer-keys", 0, body, [signer])];
  });
}

/** Styles of the election that the keys lack; a start without them must fail and say so (L33). */
export const missingStyles = ({ manifest }: Election, keys: IssuerKeys): readonly string[] =>
  manifest.styles.flatMap(({ id }, style) => (keys.has(style) ? [] : [id]));
