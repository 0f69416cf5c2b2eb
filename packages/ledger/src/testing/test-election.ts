import { assert, type Bytes, type CborMap, type RandomBytes } from "@veche/base";
import { signIssue } from "@veche/crypto";
import type { SignerKey } from "@veche/crypto/signer";
import {
  type Dealing,
  type Election,
  electionIdOf,
  encodeManifest,
  type LogName,
  type Manifest,
} from "@veche/election";
import { signEd25519 } from "@veche/group";
import type { TransactionType } from "../format/bodies.ts";
import { buildTransaction, type Signer } from "../format/signed-message.ts";
import { type Role, TRANSACTIONS } from "../format/table.ts";
import { logNameOf } from "../state/state.ts";
import { poolKey } from "./rsa-pool.ts";
import { drawSecrets, type ElectionSketch, type Secrets, sketchManifest } from "./sketch.ts";

/** An election with the keys of all its parties in one hand. */
export type TestElection = {
  readonly election: Election;
  readonly manifest: Manifest;
  readonly manifestBytes: Bytes;
  readonly electionId: Bytes;
  readonly log: LogName;
  readonly secrets: Secrets;
  readonly randomBytes: RandomBytes;
  /** The RSA key of an issuer (from 1) for a style. */
  readonly rsaKey: (issuer: number, style: number) => SignerKey;
  /** What trustees have dealt so far, by attempt and trustee: ledgers forked from one another share it. */
  readonly dealings: Map<string, Dealing>;
};

/**
 * An election after a sketch; all keys but the RSA ones are drawn from `randomBytes`. `change` may turn the manifest into
 * anything that it should be refused for.
 */
export function testElection(
  sketch: ElectionSketch,
  randomBytes: RandomBytes,
  change: (manifest: Manifest) => Manifest = (manifest) => manifest,
): TestElection {
  const secrets = drawSecrets(sketch, randomBytes);
  const manifest = change(sketchManifest(sketch, secrets, randomBytes));
  const manifestBytes = encodeManifest(manifest);
  const electionId = electionIdOf(manifestBytes);
  const election = { electionId, manifest };
  const rsaKey = (issuer: number, style: number): SignerKey =>
    poolKey((issuer - 1) * manifest.styles.length + style);
  const log = logNameOf(election);
  return {
    election,
    manifest,
    manifestBytes,
    electionId,
    log,
    secrets,
    randomBytes,
    rsaKey,
    dealings: new Map(),
  };
}

/** A party that signs (§06.2.1). */
export function signerOf(test: TestElection, role: Role, index: number): Signer {
  const { secrets, randomBytes } = test;
  if (role === "issueKey") {
    const sign = (message: Bytes): Bytes =>
      signIssue("registrar-issue", secrets.issueKey, message, randomBytes);
    return { role, index, sign };
  }
  const keys = {
    genesis: secrets.genesis,
    commission: secrets.commission,
    trustee: secrets.trustees,
    registrar: [secrets.registrar],
    issuer: secrets.issuers,
  }[role];
  const key = keys[index - 1];
  assert(key !== undefined, `the test has no ${role} ${index}`);
  return { role, index, sign: (message) => signEd25519(key, message) };
}

/**
 * Those who must sign a transaction of this type: quorums are the first members, `named` the trustee or issuer. Parts are
 * those of a definition: after it a trustee has to be named as their signer.
 */
export function signersFor(test: TestElection, type: TransactionType, named: number): readonly Signer[] {
  const roles = TRANSACTIONS[type].signers;
  if (roles === "sender") return [signerOf(test, "genesis", 1)];
  const { genesis, commission } = test.manifest;
  const quorums: Partial<Record<Role, number>> = { genesis: genesis.quorum, commission: commission.quorum };
  return roles.flatMap((role) => {
    const quorum = quorums[role];
    if (quorum === undefined) {
      return [signerOf(test, role, role === "trustee" || role === "issuer" ? named : 1)];
    }
    return Array.from({ length: quorum }, (_, at) => signerOf(test, role, at + 1));
  });
}

/** Transaction bytes with the signatures it needs. The party named is the body's own `trustee` or `issuer`. */
export function signedTransaction(
  test: TestElection,
  type: TransactionType,
  body: CborMap,
  sequence = 0,
  signers: readonly Signer[] = signersFor(test, type, namedIn(body)),
): Bytes {
  return buildTransaction(test.log, type, sequence, body, signers);
}

function namedIn({ trustee, issuer }: CborMap): number {
  const named = trustee ?? issuer;
  return typeof named === "number" ? named : 1;
}
