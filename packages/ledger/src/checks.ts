import type { Bytes, RandomBytes, Result } from "@veche/base";
import { checkKeyForm, verifyIssue } from "@veche/crypto";
import {
  type BallotContext,
  type BallotParts,
  type Decryption,
  type DecryptionBody,
  type DecryptionError,
  type DecryptionTask,
  encodeBallot,
  hasBallotForm,
  rsaKeySeed,
  splitRoots,
  verifyDecryption,
  verifyTokenOf,
  verifyVoting,
} from "@veche/election";
import { decodePoint, verifyEd25519Strict } from "@veche/group";
import type { Kernel } from "@veche/group/kernel";

/**
 * The expensive questions of the state machine. Each is a pure predicate; whoever answers from a table, because workers
 * have verified in batches before, must answer as `directChecks` would: the state depends on it.
 */
export type Checks = {
  /** §05.3.2: all points and scalars are canonical, X is not the identity. `hash`: SHA-256 of the ballot's bytes. */
  readonly ballotForm: (parts: BallotParts, hash: Bytes) => boolean;
  /** §05.2, of a ballot of the right form. */
  readonly ballotProofs: (parts: BallotParts, hash: Bytes, context: () => BallotContext) => boolean;
  /**
   * The hints of a right ballot (§09.6.2), from whoever has them because its proofs have been verified. They save time
   * when it is counted, and change nothing.
   */
  readonly ballotHints?: (parts: BallotParts, hash: Bytes) => Bytes | undefined;
  /** §04.4. `moduli`: of the ballot's set and style, ascending by issuer. */
  readonly token: (moduli: readonly Bytes[], message: Bytes, signatures: readonly Bytes[]) => boolean;
  /** §01.5.1 */
  readonly signature: (key: Bytes, message: Bytes, signature: Bytes) => boolean;
  /** §01.6.3. `key`: the registrar's issueKey. */
  readonly issueSignature: (key: Bytes, message: Bytes, signature: Bytes) => boolean;
  /** §04.2.2, but for the distinctness of moduli. */
  readonly issuerKey: (key: IssuerKey) => boolean;
  /** §08.4.1 */
  readonly decryption: (
    task: DecryptionTask,
    body: DecryptionBody,
    shareKey: Bytes,
  ) => Result<Decryption, DecryptionError>;
  /** Of this thread: with it the state machine adds up ballots (§08.1.1) and opens the result (§08.5.1). */
  readonly kernel: Kernel;
};

export type IssuerKey = {
  readonly electionId: Bytes;
  readonly issuer: number;
  readonly styleId: string;
  readonly modulus: Bytes;
  readonly roots: Bytes;
};

/** Verifies on the spot. `randomBytes` draws the coefficients of §05.2.7. */
export function directChecks(kernel: Kernel, randomBytes: RandomBytes): Checks {
  return {
    ballotForm: (parts) => hasBallotForm(kernel, parts),
    ballotProofs: (parts, _hash, context) => {
      const claim = { kind: "ballot", context: context(), ballot: encodeBallot(parts) } as const;
      return verifyVoting(kernel, [claim], randomBytes)[0]?.verdict === "RIGHT";
    },
    token: verifyTokenOf,
    signature: verifyEd25519Strict,
    issueSignature: (key, message, signature) => {
      const point = decodePoint(key);
      return point !== undefined && verifyIssue("registrar-issue", point, message, signature);
    },
    issuerKey: ({ electionId, issuer, styleId, modulus, roots }) =>
      checkKeyForm(modulus, splitRoots(roots), rsaKeySeed(electionId, issuer, styleId, modulus)).ok,
    decryption: (task, body, shareKey) => verifyDecryption(kernel, task, body, shareKey),
    kernel,
  };
}
