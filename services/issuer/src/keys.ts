import {
  assert,
  type Bytes,
  decodeCbor,
  encodeCbor,
  equalBytes,
  err,
  expectOk,
  ok,
  type Result,
} from "@veche/base";
import {
  exportSignerKey,
  generateSignerKey,
  importSignerKey,
  proveKeyForm,
  type SignerKey,
} from "@veche/crypto/signer";
import { anyBytes, arrayOf, type Election, joinRoots, mapOf, rsaKeySeed, uintOf } from "@veche/election";
import { buildTransaction, type LedgerView, logNameOf, modulusOf, type Signer } from "@veche/ledger";

/** An issuer's RSA keys by ballot style (§04.2): one for each, never shared. */
export type IssuerKeys = ReadonlyMap<number, SignerKey>;

export type KeysError = { readonly code: "KEYS_MALFORMED" };

/** New keys for styles 0 … count − 1. Each takes a good part of a second; `made` is told how many there are. */
export function generateIssuerKeys(count: number, made: (keys: number) => void = () => {}): IssuerKeys {
  const keys = new Map<number, SignerKey>();
  for (let style = 0; style < count; style++) {
    keys.set(style, generateSignerKey());
    made(keys.size);
  }
  return keys;
}

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

/**
 * The `issuer-keys` transactions (§04.2.1) of the issuer that `signer` is, one for each style, with the proofs of form (§04.2.2). The
 * same keys give the same bytes again. ⚔ Store the keys before posting: a published key that is lost can never sign.
 */
export function issuerKeysTransactions(
  election: Election,
  signer: Signer,
  keys: IssuerKeys,
): readonly Bytes[] {
  const issuer = signer.index;
  return election.manifest.styles.map(({ id }, style) => {
    const key = keys.get(style);
    assert(key !== undefined, `no key for style ${id}`);
    const seedFor = rsaKeySeed(election.electionId, issuer, id, key.modulus);
    const roots = joinRoots(expectOk(proveKeyForm(key, seedFor), "roots under an own key"));
    const body = { issuer, modulus: key.modulus, roots, style };
    return buildTransaction(logNameOf(election), "issuer-keys", 0, body, [signer]);
  });
}

export type KeysMismatch =
  /** L33: ids of the styles without a key; empty if there is no key at all. */
  | { readonly code: "KEYS_MISSING"; readonly styles: readonly string[] }
  /** Styles for which another key stands on the ledger. */
  | { readonly code: "KEYS_DIFFER"; readonly styles: readonly string[] }
  | { readonly code: "NO_SUCH_ISSUER" };

/** Whether these are the keys of this issuer: one for each style, and none but those that it has published, if it has. */
export function checkKeys(
  { manifest }: Election,
  view: LedgerView,
  issuer: number,
  keys: IssuerKeys,
): KeysMismatch | undefined {
  if (manifest.issuers.members[issuer - 1] === undefined) return { code: "NO_SUCH_ISSUER" };
  const stylesWhere = (test: (style: number) => boolean): readonly string[] =>
    manifest.styles.flatMap(({ id }, style) => (test(style) ? [id] : []));
  const missing = stylesWhere((style) => !keys.has(style));
  if (missing.length > 0) return { code: "KEYS_MISSING", styles: missing };
  const differing = stylesWhere((style) => {
    const published = modulusOf(view, issuer, style);
    return published !== undefined && !equalBytes(published, keys.get(style)?.modulus ?? new Uint8Array(0));
  });
  return differing.length > 0 ? { code: "KEYS_DIFFER", styles: differing } : undefined;
}
