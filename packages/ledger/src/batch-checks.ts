import { type Bytes, concat, type RandomBytes, sha256, toHex } from "@veche/base";
import { type BallotContext, type JudgedClaim, type VotingClaim, verifyVoting } from "@veche/election";
import type { Kernel } from "@veche/group/kernel";
import { type Checks, directChecks } from "./checks.ts";
import { decodeTransaction } from "./format/entry.ts";
import { signedMessage } from "./format/signed-message.ts";
import { ROLES } from "./format/table.ts";
import { logNameOf } from "./state/state.ts";

/** `Checks` that verify what is coming in one batch (§05.2.7), for readers of long logs. */
export type BatchChecks = Checks & {
  /**
   * Verifies the ballots and the signatures of `issue` among these transactions. It remembers those that hold, until the
   * next call; anything else is verified by itself when the state machine asks.
   */
  readonly ahead: (transactions: readonly Bytes[], context: BallotContext) => void;
};

export function batchChecks(kernel: Kernel, randomBytes: RandomBytes): BatchChecks {
  const direct = directChecks(kernel, randomBytes);
  /** Hints of what was found right. */
  let right: ReadonlyMap<string, Bytes> = new Map();
  return {
    ...direct,
    ahead: (transactions, context) => {
      const claims = transactions.flatMap((bytes) => claimOf(bytes, context));
      const judged = verifyVoting(kernel, claims, randomBytes);
      right = new Map(
        claims.flatMap((claim, at) => {
          const { verdict, hints } = judged[at] as JudgedClaim;
          return verdict === "RIGHT" ? [[nameOf(claim), hints] as const] : [];
        }),
      );
    },
    ballotForm: (parts, hash) => right.has(toHex(hash)) || direct.ballotForm(parts, hash),
    ballotProofs: (parts, hash, context) =>
      right.has(toHex(hash)) || direct.ballotProofs(parts, hash, context),
    ballotHints: (_parts, hash) => right.get(toHex(hash)),
    issueSignature: (key, message, signature) =>
      right.has(nameOfIssue(key, message, signature)) || direct.issueSignature(key, message, signature),
  };
}

/** What a transaction claims that can be verified ahead. */
function claimOf(bytes: Bytes, context: BallotContext): readonly VotingClaim[] {
  const transaction = decodeTransaction(bytes);
  if (!transaction.ok) return [];
  const { type, body, bodyBytes, signatures } = transaction.value;
  if (type === "cast") {
    const { ballot } = body;
    return ballot instanceof Uint8Array ? [{ kind: "ballot", context, ballot }] : [];
  }
  const signature = signatures.find(({ role }) => role === ROLES.issueKey)?.bytes;
  if (type !== "issue" || signature === undefined) return [];
  const message = signedMessage(logNameOf(context), type, 0, bodyBytes);
  return [{ kind: "issue", key: context.manifest.registrar.issueKey, message, signature }];
}

/** SHA-256 of a ballot's bytes, which cannot be the longer name of a signature. */
const nameOf = (claim: VotingClaim): string =>
  claim.kind === "ballot"
    ? toHex(sha256(claim.ballot))
    : nameOfIssue(claim.key, claim.message, claim.signature);

const nameOfIssue = (key: Bytes, message: Bytes, signature: Bytes): string =>
  toHex(concat(key, message, signature));
