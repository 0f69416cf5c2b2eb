import {
  type Bytes,
  type CborMap,
  type CborValue,
  decodeCbor,
  encodeCbor,
  equalBytes,
  err,
  ok,
  type Result,
} from "@veche/base";
import {
  arrayOf,
  bytes32,
  bytes64,
  decodeManifest,
  type Election,
  electionIdOf,
  type LogName,
  type Manifest,
  mapOf,
  oneOf,
  textOf,
  tupleOf,
  uint,
} from "@veche/election";
import {
  assembleTransaction,
  BODIES,
  isTransactionType,
  ROLES,
  type Role,
  type Signature,
  type Signer,
  signatureOf,
  signedMessage,
  TRANSACTIONS,
  type TransactionType,
} from "@veche/ledger";
import { namedIn, partyKey, quorumOf, roleOf, verifyPartySignature } from "./parties.ts";

/**
 * A transaction on its way from one signer to the next, as a file. Nothing in it is believed: what the signatures cover (§06.2.3) is
 * computed from it by everybody who adds one. `sequence`: controlSeq, 0 where it is not covered.
 */
export type Proposal = {
  readonly electionId: Bytes;
  readonly origin: string;
  readonly type: TransactionType;
  readonly sequence: number;
  readonly body: CborMap;
  readonly signatures: readonly Signature[];
};

export type ProposalError =
  /** Not a proposal, or a body that no ledger would read. */
  | { readonly code: "PROPOSAL_MALFORMED"; readonly reason: string }
  /** Of another election or log than the manifest's. */
  | { readonly code: "PROPOSAL_OF_ANOTHER" }
  /** Two files that do not propose the same. */
  | { readonly code: "PROPOSALS_DIFFER" }
  /** This party does not sign this type, or does not exist. */
  | { readonly code: "SIGNER_WRONG"; readonly role: number; readonly index: number }
  | { readonly code: "SIGNATURE_WRONG"; readonly role: number; readonly index: number }
  | { readonly code: "SIGNATURES_MISSING"; readonly missing: readonly Missing[] };

/** `more` signatures of a role are still wanted. */
export type Missing = { readonly role: Role; readonly more: number };

/** A proposal without signatures. `sequence`: the controlSeq of the own verified view; ignored for types that are not control. */
export function propose(
  log: LogName,
  type: TransactionType,
  sequence: number,
  body: CborMap,
): Result<Proposal, ProposalError> {
  const read = BODIES[type](body, "body");
  if (!read.ok) return malformed(`${read.error.path}: expected ${read.error.expected}`);
  const { electionId, origin } = log;
  return ok({
    electionId,
    origin,
    type,
    sequence: TRANSACTIONS[type].control ? sequence : 0,
    body,
    signatures: [],
  });
}

const file = mapOf({
  body: (value: CborValue) => ok(value),
  election: bytes32,
  origin: textOf(1, 200),
  proposal: oneOf(1),
  sequence: uint,
  signatures: arrayOf(tupleOf<[number, number, Bytes]>(uint, uint, bytes64), 0, 200),
  type: textOf(1, 40),
});

/** Canonical CBOR, so that equal proposals are equal files. */
export function encodeProposal(proposal: Proposal): Bytes {
  const { electionId, origin, type, sequence, body, signatures } = proposal;
  return encodeCbor({
    body,
    election: electionId,
    origin,
    proposal: 1,
    sequence,
    signatures: signatures.map(({ role, index, bytes }) => [role, index, bytes]),
    type,
  });
}

export function decodeProposal(bytes: Bytes): Result<Proposal, ProposalError> {
  const value = decodeCbor(bytes);
  if (!value.ok) return malformed(value.error.reason);
  const read = file(value.value, "");
  if (!read.ok) return malformed(`${read.error.path}: expected ${read.error.expected}`);
  const { type, body, election, origin, sequence, signatures } = read.value;
  if (!isTransactionType(type)) return malformed(`no transaction ${type}`);
  const proposed = propose({ electionId: election, origin }, type, sequence, body as CborMap);
  if (!proposed.ok) return proposed;
  if (proposed.value.sequence !== sequence) return malformed("a sequence where none is signed");
  const read64 = signatures.map(([role, index, signature]) => ({ role, index, bytes: signature }));
  const ordered = inOrder(read64);
  if (ordered === undefined) return malformed("a party signed twice");
  // Canonical: the same proposal with the same signatures is one file, not many.
  if (ordered.some((one, at) => one !== read64[at])) return malformed("signatures out of order");
  return ok({ ...proposed.value, signatures: ordered });
}

/** Adds a party's signature, in place of one that it gave before. */
export function signProposal(
  proposal: Proposal,
  signer: Signer,
  election: Election,
): Result<Proposal, ProposalError> {
  const { type, sequence, body } = proposal;
  const at = { role: ROLES[signer.role], index: signer.index };
  if (!maySign(proposal, election.manifest, at)) return err({ code: "SIGNER_WRONG", ...at });
  const added = signatureOf(logOf(proposal), type, sequence, body, signer);
  const others = proposal.signatures.filter((one) => one.role !== at.role || one.index !== at.index);
  const signed = { ...proposal, signatures: inOrder([...others, added]) ?? [] };
  const checked = checkProposal(signed, election);
  return checked.ok ? ok(signed) : checked;
}

/** The same proposal with the signatures of both files. */
export function mergeProposals(a: Proposal, b: Proposal): Result<Proposal, ProposalError> {
  const bare = (proposal: Proposal): Bytes => encodeProposal({ ...proposal, signatures: [] });
  if (!equalBytes(bare(a), bare(b))) return err({ code: "PROPOSALS_DIFFER" });
  const added = b.signatures.filter(
    (one) => !a.signatures.some(({ role, index }) => role === one.role && index === one.index),
  );
  return ok({ ...a, signatures: inOrder([...a.signatures, ...added]) ?? [] });
}

/** Who is still wanted. Every signature that is there must be right, by a party that signs this type. */
export function checkProposal(
  proposal: Proposal,
  { electionId, manifest }: Election,
): Result<{ readonly missing: readonly Missing[] }, ProposalError> {
  const { origin, type, sequence, body, signatures } = proposal;
  if (origin !== manifest.origin || !equalBytes(proposal.electionId, electionId)) {
    return err({ code: "PROPOSAL_OF_ANOTHER" });
  }
  const message = signedMessage(logOf(proposal), type, sequence, body);
  for (const { role: number, index, bytes } of signatures) {
    const role = roleOf(number);
    const key = role === undefined ? undefined : partyKey(manifest, role, index);
    if (role === undefined || key === undefined || !maySign(proposal, manifest, { role: number, index })) {
      return err({ code: "SIGNER_WRONG", role: number, index });
    }
    if (!verifyPartySignature(role, key, message, bytes)) {
      return err({ code: "SIGNATURE_WRONG", role: number, index });
    }
  }
  return ok({ missing: missingOf(proposal, manifest) });
}

/** The transaction bytes, once nobody is missing. */
export function finishProposal(proposal: Proposal, election: Election): Result<Bytes, ProposalError> {
  const checked = checkProposal(proposal, election);
  if (!checked.ok) return checked;
  const { missing } = checked.value;
  if (missing.length > 0) return err({ code: "SIGNATURES_MISSING", missing });
  return ok(assembleTransaction(proposal.type, proposal.body, proposal.signatures));
}

/** The election that a `define` proposes, for signers who know no other: whether it is the right one is theirs to say. */
export function electionIn(proposal: Proposal): Result<Election, ProposalError> {
  const { manifest } = proposal.body;
  if (proposal.type !== "define" || !(manifest instanceof Uint8Array)) return malformed("no define");
  const electionId = electionIdOf(manifest);
  if (!equalBytes(electionId, proposal.electionId)) return err({ code: "PROPOSAL_OF_ANOTHER" });
  const read = decodeManifest(manifest);
  return read.ok
    ? ok({ electionId, manifest: read.value })
    : malformed(`${read.error.rule}: ${read.error.reason}`);
}

const logOf = ({ electionId, origin }: Proposal): LogName => ({ electionId, origin });

function maySign(
  { type, body }: Proposal,
  manifest: Manifest,
  { role: number, index }: { readonly role: number; readonly index: number },
): boolean {
  const role = roleOf(number);
  const { signers } = TRANSACTIONS[type];
  if (role === undefined || partyKey(manifest, role, index) === undefined) return false;
  // §06.7.2: which of the two depends on the phase, which a proposal does not know.
  if (signers === "sender") return role === "genesis" || role === "trustee";
  return signers.includes(role) && (role === "trustee" || role === "issuer" ? index === namedIn(body) : true);
}

function missingOf({ type, signatures }: Proposal, manifest: Manifest): readonly Missing[] {
  const { signers } = TRANSACTIONS[type];
  if (signers === "sender") return signatures.length === 0 ? [{ role: "genesis", more: 1 }] : [];
  return signers.flatMap((role) => {
    const given = signatures.filter((one) => one.role === ROLES[role]).length;
    const more = quorumOf(manifest, role) - given;
    return more > 0 ? [{ role, more }] : [];
  });
}

/** §06.2.2: ascending by role and index; `undefined` if somebody stands twice. */
function inOrder(signatures: readonly Signature[]): readonly Signature[] | undefined {
  const ordered = [...signatures].sort((a, b) => a.role - b.role || a.index - b.index);
  const isTwice = ordered.some((one, at) => {
    const before = ordered[at - 1];
    return before !== undefined && before.role === one.role && before.index === one.index;
  });
  return isTwice ? undefined : ordered;
}

const malformed = (reason: string): Result<never, ProposalError> =>
  err({ code: "PROPOSAL_MALFORMED", reason });
