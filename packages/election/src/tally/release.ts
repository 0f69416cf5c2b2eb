import { type Bytes, decodeCbor, encodeCbor, equalBytes, err, ok, parseCode, type Result } from "@veche/base";
import { signEd25519, verifyEd25519Strict } from "@veche/group";
import { bytes32, mapOf, uint } from "../manifest/shape.ts";
import type { Election, TrusteeMember } from "../manifest/types.ts";
import { type ClosedElection, tallyOf } from "./closed.ts";
import { equalHeads, headCode, headsNeeded, type TallyHead, tallyHeadMessage } from "./head.ts";

/**
 * The one head that a trustee signs in an election (§08.3.3). The caller keeps it on both media before the
 * signature leaves the machine, and gives it back with every later call.
 */
export type KeptHead = { readonly electionId: Bytes; readonly trustee: number; readonly head: TallyHead };

export type HeadRefusal = {
  readonly code: "TALLY_NOT_DUE" | "HEAD_NOT_CONFIRMED" | "HEAD_ALREADY_SIGNED";
};

/**
 * Decides whether the trustee may sign the head of this closed election (§08.3.3).
 *
 * @param now the trustee's own clock, ms; tallyNotBefore is no earlier than any scheduled end (§02.2.9).
 * @param confirmed the twenty characters as the trustee confirmed them.
 * @param kept what was signed before in this election, if anything. There is no second tally.
 */
export function prepareHead(
  closed: ClosedElection,
  trustee: number,
  now: number,
  confirmed: string,
  kept: KeptHead | undefined,
): Result<KeptHead, HeadRefusal> {
  const { electionId, manifest } = closed.election;
  if (now < manifest.tallyNotBefore) return err({ code: "TALLY_NOT_DUE" });
  const { head } = tallyOf(closed);
  const fresh: KeptHead = { electionId, trustee, head };
  if (kept !== undefined && !equalKept(kept, fresh)) return err({ code: "HEAD_ALREADY_SIGNED" });
  if (parseCode(confirmed) !== headCode(electionId, head)) return err({ code: "HEAD_NOT_CONFIRMED" });
  return ok(fresh);
}

/** Signature of role 3 for `tally-head`: only a head that is kept is signed. */
export function signTallyHead(election: Election, kept: KeptHead, secretKey: Bytes): Bytes {
  return signEd25519(secretKey, tallyHeadMessage(election, kept.trustee, kept.head));
}

export const equalKept = (a: KeptHead, b: KeptHead): boolean =>
  equalBytes(a.electionId, b.electionId) && a.trustee === b.trustee && equalHeads(a.head, b.head);

/** A trustee's `tally-head` on the ledger: what it claims stands in the head it is compared with. */
export type SignedHead = { readonly trustee: number; readonly signature: Bytes };

/**
 * On what ground a decryption is released: the heads that others signed, or, where fewer trustees than
 * `headsNeeded` can still sign, the characters heard in public session and typed in.
 */
export type ReleaseGround =
  | { readonly kind: "heads"; readonly heads: readonly SignedHead[] }
  | { readonly kind: "heard"; readonly characters: string };

export type GroundRefusal =
  | { readonly code: "HEADS_TOO_FEW"; readonly have: number; readonly need: number }
  | { readonly code: "CHARACTERS_DIFFER" };

/** ⚔ Two views of one ledger must not both be decrypted: their difference is one voter's ballot. */
export function checkGround(
  closed: ClosedElection,
  head: TallyHead,
  ground: ReleaseGround,
): Result<true, GroundRefusal> {
  const { election } = closed;
  if (ground.kind === "heard") {
    const heard = parseCode(ground.characters);
    return heard === headCode(election.electionId, head) ? ok(true) : err({ code: "CHARACTERS_DIFFER" });
  }
  const signers = new Set(
    ground.heads.filter((signed) => isSignedBy(closed, head, signed)).map(({ trustee }) => trustee),
  );
  const need = headsNeeded(closed.alive.size, election.manifest.trustees.quorum);
  return signers.size >= need ? ok(true) : err({ code: "HEADS_TOO_FEW", have: signers.size, need });
}

function isSignedBy({ election, alive }: ClosedElection, head: TallyHead, signed: SignedHead): boolean {
  if (!alive.has(signed.trustee)) return false;
  const { key } = election.manifest.trustees.members[signed.trustee - 1] as TrusteeMember;
  return verifyEd25519Strict(key, tallyHeadMessage(election, signed.trustee, head), signed.signature);
}

const stored = mapOf({ aggregates: bytes32, election: bytes32, root: bytes32, size: uint, trustee: uint });

/** For the trustee's media. Public, but it must not be lost or changed. */
export function encodeKeptHead({ electionId, trustee, head }: KeptHead): Bytes {
  const { aggregates, root, size } = head;
  return encodeCbor({ aggregates, election: electionId, root, size, trustee });
}

export function decodeKeptHead(bytes: Bytes): Result<KeptHead, { readonly code: "KEPT_HEAD_MALFORMED" }> {
  const value = decodeCbor(bytes);
  const read = value.ok ? stored(value.value, "") : value;
  if (!read.ok) return err({ code: "KEPT_HEAD_MALFORMED" });
  const { aggregates, election, root, size, trustee } = read.value;
  return ok({ electionId: election, trustee, head: { size, root, aggregates } });
}
