import { type Bytes, toHex } from "@veche/base";
import { decodePoint, isIdentity, isStrictPublicKey } from "@veche/group";
import { LOG_SIGNATURE, verifierKey } from "@veche/tlog";
import { isAgeRecipient } from "../bech32.ts";
import type { Manifest } from "../types.ts";
import { firstRepeated, type Rule } from "./rule.ts";

/** Every Ed25519 key of every role, with its place. */
function* ed25519Keys(manifest: Manifest): Iterable<readonly [string, Bytes]> {
  for (const [i, { key }] of manifest.genesis.organisations.entries())
    yield [`genesis.organisations[${i}]`, key];
  for (const [i, { key }] of manifest.commission.members.entries()) yield [`commission.members[${i}]`, key];
  for (const [i, { key }] of manifest.trustees.members.entries()) yield [`trustees.members[${i}]`, key];
  yield ["registrar", manifest.registrar.key];
  for (const [i, { key }] of manifest.issuers.members.entries()) yield [`issuers.members[${i}]`, key];
  for (const [i, { key, logKey }] of manifest.validators.entries()) {
    yield [`validators[${i}].key`, key];
    yield [`validators[${i}].logKey`, logKey];
  }
  for (const [i, { key }] of manifest.witnesses.members.entries()) yield [`witnesses.members[${i}]`, key];
}

/** The part of §02.2.1 that is not plain type: keys that the strict rule of §01.5.1 can accept, age recipients. */
export const keyForms: Rule = {
  clause: "02.2.1",
  objection: (manifest) => {
    for (const [place, key] of ed25519Keys(manifest)) {
      if (!isStrictPublicKey(key)) return `${place}: not a strict Ed25519 public key`;
    }
    const issueKey = decodePoint(manifest.registrar.issueKey);
    if (issueKey === undefined || isIdentity(issueKey))
      return "registrar.issueKey: not a point, or the identity";
    const mistyped = manifest.trustees.members.findIndex(({ age }) => !isAgeRecipient(age));
    return mistyped < 0 ? undefined : `trustees.members[${mistyped}].age: not an X25519 recipient`;
  },
};

/**
 * The four bytes (§07.3.1) by which a reader finds the log key of a signature line: all log keys share the name of the
 * origin. ⚔ A validator who searched for a key with another's ID would make the other's signatures look false.
 */
function logKeyIds({ origin, validators }: Manifest): readonly string[] {
  return validators.flatMap(({ logKey }) => {
    const key = verifierKey(origin, LOG_SIGNATURE, logKey);
    return key.ok ? [toHex(key.value.id)] : [];
  });
}

/** ⚔ One key in two roles would let one party's signature count as another's. */
export const distinctKeys: Rule = {
  clause: "02.2.2",
  objection: (manifest) => {
    const keys = [...Array.from(ed25519Keys(manifest), ([, key]) => key), manifest.registrar.issueKey];
    const key = firstRepeated(keys.map(toHex));
    if (key !== undefined) return `key ${key} stands twice`;
    const age = firstRepeated(manifest.trustees.members.map((trustee) => trustee.age));
    if (age !== undefined) return `age recipient ${age} stands twice`;
    const signers = [...manifest.validators, ...manifest.witnesses.members];
    const noteName = firstRepeated([manifest.origin, ...signers.map((signer) => signer.name)]);
    if (noteName !== undefined) return `note name ${noteName} stands twice`;
    const logKeyId = firstRepeated(logKeyIds(manifest));
    return logKeyId === undefined ? undefined : `the log keys' ID ${logKeyId} stands twice`;
  },
};
