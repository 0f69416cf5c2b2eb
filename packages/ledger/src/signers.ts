import type { Bytes } from "@veche/base";
import type { LogName, Manifest } from "@veche/election";
import type { Checks } from "./checks.ts";
import type { ReadTransaction, Signature } from "./format/entry.ts";
import { type Refusal, refuse } from "./format/outcome.ts";
import { signedMessage } from "./format/signed-message.ts";
import { ROLES, type Role, type Row } from "./format/table.ts";

/** Whose keys count: those of the manifest; before `define` those of the node's genesis alone. */
export type Authorities = Pick<Manifest, "genesis"> & Partial<Manifest>;

/** The key of a party (§06.2.1), 32 bytes: Ed25519, for role 6 a point. */
export function keyOfParty(authorities: Authorities, role: number, index: number): Bytes | undefined {
  const { genesis, commission, trustees, registrar, issuers } = authorities;
  const at = index - 1;
  switch (role) {
    case ROLES.genesis:
      return genesis.organisations[at]?.key;
    case ROLES.commission:
      return commission?.members[at]?.key;
    case ROLES.trustee:
      return trustees?.members[at]?.key;
    case ROLES.registrar:
      return at === 0 ? registrar?.key : undefined;
    case ROLES.issuer:
      return issuers?.members[at]?.key;
    case ROLES.issueKey:
      return at === 0 ? registrar?.issueKey : undefined;
    default:
      return undefined;
  }
}

/** §06.2.2, §06.7.2. `named`: the index of the trustee or issuer that the body names. */
export function checkSigners(
  authorities: Authorities,
  row: Row,
  named: number,
  signatures: readonly Signature[],
): Refusal | undefined {
  // §06.2.2: ⚔ strictly ascending, so that nobody counts twice.
  const isAscending = signatures.every((signature, at) => {
    const before = signatures[at - 1];
    return before === undefined || compareSigners(before, signature) < 0;
  });
  if (!isAscending) return refuse("SIGNERS_WRONG", "signatures do not strictly ascend by role and index");
  const stranger = signatures.find(({ role, index }) => keyOfParty(authorities, role, index) === undefined);
  if (stranger !== undefined) {
    return refuse("SIGNERS_WRONG", `no party of role ${stranger.role} and index ${stranger.index}`);
  }
  return row.signers === "sender"
    ? checkSender(authorities, signatures)
    : checkRoles(authorities, row.signers, named, signatures);
}

const compareSigners = (a: Signature, b: Signature): number => a.role - b.role || a.index - b.index;

/** §06.7.2: a node that knows no trustees yet has only its genesis to ask. */
function checkSender({ trustees }: Authorities, signatures: readonly Signature[]): Refusal | undefined {
  const role: Role = trustees === undefined ? "genesis" : "trustee";
  const [only, more] = signatures;
  if (only?.role === ROLES[role] && more === undefined) return undefined;
  return refuse("SIGNERS_WRONG", `not one signature of a ${role}`);
}

function checkRoles(
  authorities: Authorities,
  roles: readonly Role[],
  named: number,
  signatures: readonly Signature[],
): Refusal | undefined {
  for (const role of roles) {
    const indices = signatures.filter((one) => one.role === ROLES[role]).map(({ index }) => index);
    const quorum = quorumOf(authorities, role);
    if (quorum !== undefined) {
      if (indices.length >= quorum) continue;
      return refuse("SIGNERS_WRONG", `${indices.length} signatures of ${role}, quorum ${quorum}`);
    }
    const expected = role === "trustee" || role === "issuer" ? named : 1;
    if (indices.length === 1 && indices[0] === expected) continue;
    return refuse("SIGNERS_WRONG", `not signed by ${role} ${expected} alone`);
  }
  const foreign = signatures.find((one) => !roles.some((role) => ROLES[role] === one.role));
  return foreign === undefined
    ? undefined
    : refuse("SIGNERS_WRONG", `role ${foreign.role} does not sign this`);
}

function quorumOf({ genesis, commission }: Authorities, role: Role): number | undefined {
  if (role === "genesis") return genesis.quorum;
  return role === "commission" ? commission?.quorum : undefined;
}

/** §06.2.3, §01.5.1, §01.6.3: every signature holds. The signers have been checked. */
export function checkSignatures(
  checks: Checks,
  authorities: Authorities,
  log: LogName,
  sequence: number,
  { type, bodyBytes, signatures }: Pick<ReadTransaction, "type" | "bodyBytes" | "signatures">,
): Refusal | undefined {
  if (signatures.length === 0) return undefined;
  const message = signedMessage(log, type, sequence, bodyBytes);
  for (const { role, index, bytes } of signatures) {
    const key = keyOfParty(authorities, role, index);
    const verify = role === ROLES.issueKey ? checks.issueSignature : checks.signature;
    if (key === undefined || !verify(key, message, bytes)) {
      return refuse("SIGNATURE_INVALID", `of role ${role}, index ${index}`);
    }
  }
  return undefined;
}
