import type { Bytes, CborMap } from "@veche/base";
import { verifyIssue } from "@veche/crypto";
import type { Manifest } from "@veche/election";
import { decodePoint, verifyEd25519Strict } from "@veche/group";
import { ROLES, type Role } from "@veche/ledger";

/** The name of a role's number (§06.2.1). */
export const roleOf = (number: number): Role | undefined =>
  (Object.keys(ROLES) as Role[]).find((role) => ROLES[role] === number);

/** The key of a party in the manifest (§06.2.1): Ed25519, for `issueKey` a point. Indices count from 1. */
export function partyKey(manifest: Manifest, role: Role, index: number): Bytes | undefined {
  const at = index - 1;
  switch (role) {
    case "genesis":
      return manifest.genesis.organisations[at]?.key;
    case "commission":
      return manifest.commission.members[at]?.key;
    case "trustee":
      return manifest.trustees.members[at]?.key;
    case "issuer":
      return manifest.issuers.members[at]?.key;
    case "registrar":
      return at === 0 ? manifest.registrar.key : undefined;
    default:
      return at === 0 ? manifest.registrar.issueKey : undefined;
  }
}

/** How many of a role must sign where it signs at all: a quorum, else one. */
export function quorumOf(manifest: Manifest, role: Role): number {
  if (role === "genesis") return manifest.genesis.quorum;
  return role === "commission" ? manifest.commission.quorum : 1;
}

/** Whether a party's signature over the 64 bytes of §06.2.3 holds: §01.5.1, for `issueKey` §01.6.3. */
export function verifyPartySignature(role: Role, key: Bytes, message: Bytes, signature: Bytes): boolean {
  if (role !== "issueKey") return verifyEd25519Strict(key, message, signature);
  const point = decodePoint(key);
  return point !== undefined && verifyIssue("registrar-issue", point, message, signature);
}

/** The trustee or issuer that a body names as its signer. */
export function namedIn({ trustee, issuer }: CborMap): number {
  const named = trustee ?? issuer;
  return typeof named === "number" ? named : 1;
}
