import { type Bytes, expectOk } from "@veche/base";
import { signEd25519 } from "@veche/group";
import type { TestElection } from "@veche/ledger/testing";
import {
  COSIGNATURE,
  cosignNote,
  formatCheckpoint,
  formatNote,
  LOG_SIGNATURE,
  type NoteSignature,
  signNote,
  verifierKey,
} from "@veche/tlog";

export type Signing = {
  /** How many validators and witnesses sign, from the first on; all if not said. */
  readonly logSignatures?: number;
  readonly validators?: number;
  readonly witnesses?: number;
  /** Seconds since 1970 of the cosignatures. */
  readonly time?: number;
};

/** A checkpoint note of a test election's log with the signatures wanted, right ones. */
export function signCheckpoint(
  test: TestElection,
  head: { readonly size: number; readonly root: Bytes },
  signing: Signing = {},
): Bytes {
  const { manifest, secrets } = test;
  const { origin } = manifest;
  const time = signing.time ?? 1_800_000_000;
  const text = formatCheckpoint({ origin, ...head });
  const cosign = (name: string, publicKey: Bytes, secret: Bytes): NoteSignature => {
    const key = expectOk(verifierKey(name, COSIGNATURE, publicKey), "key");
    return cosignNote(text, key, time, (message) => signEd25519(secret, message));
  };
  const logs = manifest.validators.map(({ logKey }, at) => {
    const key = expectOk(verifierKey(origin, LOG_SIGNATURE, logKey), "key");
    return signNote(text, key, (message) => signEd25519(secrets.validators[at]?.logKey as Bytes, message));
  });
  const validators = manifest.validators.map(({ name, key }, at) =>
    cosign(name, key, secrets.validators[at]?.key as Bytes),
  );
  const witnesses = manifest.witnesses.members.map(({ name, key }, at) =>
    cosign(name, key, secrets.witnesses[at] as Bytes),
  );
  const signatures = [
    ...logs.slice(0, signing.logSignatures ?? 1),
    ...validators.slice(0, signing.validators ?? validators.length),
    ...witnesses.slice(0, signing.witnesses ?? witnesses.length),
  ];
  return formatNote({ text, signatures });
}
