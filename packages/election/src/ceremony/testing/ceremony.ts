/** What the tests of ceremony and tally share: ceremonies without age files and without a ledger. */
import { assert, type Bytes, expectOk, type RandomBytes, sha256, utf8 } from "@veche/base";
import type { Scalar } from "@veche/group";
import { TrusteeShare } from "../../tally/trustee-share.ts";
import type { Attempt } from "../attempt.ts";
import { type Dealing, deal } from "../dealing.ts";
import { type Commitments, type ElectionKeys, electionKeys } from "../keys.ts";
import { judgeShares } from "../receiving.ts";

/** The bytes with one bit turned. */
export const flipped = (bytes: Bytes, bit: number): Bytes =>
  bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));

/** 32 bytes that no point and no scalar has. */
export const TOO_LARGE: Bytes = new Uint8Array(32).fill(0xff);

export const attemptOf = (name: string, attempt = 0): Attempt => ({
  electionId: sha256(utf8(name)),
  attempt,
});

export type Ceremony = {
  readonly attempt: Attempt;
  readonly quorum: number;
  readonly dealings: ReadonlyMap<number, Dealing>;
  readonly commitments: Commitments;
  readonly keys: ElectionKeys;
};

/** A ceremony in which trustees `alive` are honest and on time. */
export function ceremony(
  attempt: Attempt,
  alive: readonly number[],
  quorum: number,
  randomBytes: RandomBytes,
): Ceremony {
  const dealings = new Map(alive.map((i) => [i, deal(attempt, i, quorum, randomBytes)] as const));
  const commitments = new Map([...dealings].map(([i, dealing]) => [i, dealing.commitments] as const));
  const keys = expectOk(electionKeys(commitments), "keys of honest dealers");
  return { attempt, quorum, dealings, commitments, keys };
}

/** What receiver j got from all others, as plaintexts of the age files. */
export function plaintextsFor({ dealings }: Ceremony, receiver: number): Map<number, Bytes> {
  const others = [...dealings].filter(([dealer]) => dealer !== receiver);
  return new Map(others.map(([dealer, dealing]) => [dealer, dealing.sharePlaintext(receiver)]));
}

export function receivedBy(run: Ceremony, receiver: number): ReadonlyMap<number, Scalar> {
  const verdict = judgeShares(run.attempt, receiver, run.commitments, plaintextsFor(run, receiver));
  assert(verdict.against.length === 0, "honest dealers get no complaint");
  return verdict.shares;
}

export function trusteeShare(run: Ceremony, trustee: number): TrusteeShare {
  const dealing = run.dealings.get(trustee);
  assert(dealing !== undefined, "the trustee is alive");
  const share = TrusteeShare.assemble(dealing, run.commitments, receivedBy(run, trustee));
  return expectOk(share, `share of trustee ${trustee}`);
}
