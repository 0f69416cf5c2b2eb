import { BugError, type Bytes, sha512, utf8 } from "@veche/base";
import { BASE, encodePoint } from "@veche/group";
import { BALLOT_HEAD_BYTES, type BallotLayout, ballotBytes, TOKEN_BYTES } from "../form/layout.ts";
import { TokenKey } from "../proofs/token.ts";
import type { ElectionContext } from "./election-context.ts";
import { scalarOfHash } from "./scalars.ts";
import { Template } from "./template.ts";

export const BASE_BYTES: Bytes = encodePoint(BASE);
const NO_POINT = new Uint8Array(32);

/** A style of an election, ready to read thousands of its ballots. Offsets count from a ballot's first byte. */
export type PreparedStyle = {
  readonly id: string;
  readonly layout: BallotLayout;
  readonly ballotBytes: number;
  readonly ciphertextsAt: number;
  readonly responsesAt: number;
  /** X, the ciphertexts and the commitments. */
  readonly points: number;
  /** X, seq (in its last byte), ciphertexts, commitments (§05.2.5). */
  readonly challenge: Template;
  /** X (§04.4.1). */
  readonly token: Template;
};

/** An election ready for bulk work: transcripts with their fixed parts written, keys of issuers imported. */
export class PreparedElection {
  readonly context: ElectionContext;
  readonly styles: readonly PreparedStyle[];
  readonly #tokenKeys = new Map<number, readonly TokenKey[]>();
  readonly #issueMessage: Template;
  readonly #issueChallenge: Template;

  constructor(context: ElectionContext) {
    this.context = context;
    const { form, keys } = context;
    const { electionId, origin, issueKey, issuers } = form;
    this.styles = form.styles.map(({ id, layout }): PreparedStyle => {
      const ciphertextsAt = BALLOT_HEAD_BYTES + TOKEN_BYTES * issuers;
      const [ciphertexts, commitments] = [64 * layout.ciphertexts, 32 * layout.commitments];
      const fixed = [electionId, id, keys.electionKey ?? NO_POINT];
      return {
        id,
        layout,
        ballotBytes: ballotBytes(layout, issuers),
        ciphertextsAt,
        responsesAt: ciphertextsAt + ciphertexts + commitments,
        points: 1 + 2 * layout.ciphertexts + layout.commitments,
        challenge: new Template("ballot", fixed, [32, 8, ciphertexts, commitments]),
        token: new Template("token", [electionId, id], [32]),
      };
    });
    this.#issueMessage = new Template("tx", [origin, electionId, "issue", ""], [ISSUE_BODY_MAX]);
    this.#issueChallenge = new Template("registrar-issue", [issueKey], [32, 64]);
  }

  /** Keys of the members of a set for a style; `undefined` while one of them has none. */
  tokenKeys(set: number, style: number): readonly TokenKey[] | undefined {
    const name = set * this.styles.length + style;
    const known = this.#tokenKeys.get(name);
    if (known !== undefined) return known;
    const made = this.context.keys.moduli[set]?.[style]?.map((modulus) => new TokenKey(modulus));
    if (made !== undefined) this.#tokenKeys.set(name, made);
    return made;
  }

  /** c of the signature R ‖ z on an `issue` with this body (§01.6.3, §06.2.3). */
  issueChallenge(bytes: Bytes, body: number, bodyEnd: number, signature: number): bigint {
    const message = this.#issueMessage;
    const length = bodyEnd - body;
    if (length > ISSUE_BODY_MAX) throw new BugError("the body of an `issue` has a bounded length");
    message.set(0, bytes, body, length);
    const at = message.at(0);
    new DataView(message.bytes.buffer, message.bytes.byteOffset).setUint32(at - 4, length);
    this.#issueChallenge.set(0, bytes, signature, 32);
    this.#issueChallenge.set(1, sha512(message.bytes.subarray(0, at + length)), 0, 64);
    return scalarOfHash(sha512(this.#issueChallenge.bytes));
  }

  /** c of a ballot (§05.2.5). */
  ballotChallenge(style: PreparedStyle, bytes: Bytes, ballot: number): bigint {
    const { challenge, layout, ciphertextsAt } = style;
    const ciphertexts = ballot + ciphertextsAt;
    challenge.set(0, bytes, ballot + 6, 32);
    challenge.bytes[challenge.at(1) + 7] = bytes[ballot + 3] as number;
    challenge.set(2, bytes, ciphertexts, 64 * layout.ciphertexts);
    challenge.set(3, bytes, ciphertexts + 64 * layout.ciphertexts, 32 * layout.commitments);
    return scalarOfHash(sha512(challenge.bytes));
  }
}

/** Two hashes, two integers of at most nine bytes, the keys and the heads. */
const ISSUE_BODY_MAX = 1 + utf8("set hash entry style").length + 1 + 2 * 9 + 2 * 34;

const KEPT_MAX = 8;
const kept: PreparedElection[] = [];

/** The same context comes with every batch: what was made of it is kept by its name. */
export function prepare(context: ElectionContext): PreparedElection {
  const known = kept.find((one) => one.context.name === context.name);
  if (known !== undefined) return known;
  const made = new PreparedElection(context);
  if (kept.length >= KEPT_MAX) kept.shift();
  kept.push(made);
  return made;
}
