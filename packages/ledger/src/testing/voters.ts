import { assert, type Bytes, compareBytes, expectOk } from "@veche/base";
import { blind, finalize } from "@veche/crypto";
import { rawSign } from "@veche/crypto/signer";
import {
  type BallotStyle,
  ballotContext,
  blindedHash,
  type Choices,
  currentSet,
  encryptBallot,
  issueHashOf,
  tokenMessage,
} from "@veche/election";
import { encodePoint, multiplyBase, randomScalar, type Scalar } from "@veche/group";
import { electionKeysOf } from "../read.ts";
import type { TestElection } from "./test-election.ts";
import type { TestLedger } from "./test-ledger.ts";

/** Somebody on the roll, with a credential of their own. */
export type TestVoter = {
  readonly style: number;
  readonly rollEntry: Bytes;
  readonly x: Scalar;
  /** X, 32 bytes. */
  readonly credential: Bytes;
};

/** Voters of a style, ascending by roll entry as the roll wants them. */
export function makeVoters(test: TestElection, style: number, count: number): readonly TestVoter[] {
  const { randomBytes } = test;
  const voters = Array.from({ length: count }, (): TestVoter => {
    const x = randomScalar(randomBytes);
    return { style, rollEntry: randomBytes(32), x, credential: encodePoint(multiplyBase(x)) };
  });
  return voters.sort((a, b) => compareBytes(a.rollEntry, b.rollEntry));
}

export const styleIdOf = ({ manifest }: TestElection, style: number): string =>
  (manifest.styles[style] as BallotStyle).id;

/** `issue` for a voter under the current set. The blinded messages are made up: no token comes of this hash. */
export function issueTransaction(ledger: TestLedger, voter: TestVoter, set?: number): Bytes {
  const { test, state } = ledger;
  const hashes = test.manifest.issuers.members.map(() => blindedHash(test.randomBytes(256)));
  const hash = issueHashOf(test.electionId, styleIdOf(test, voter.style), voter.rollEntry, hashes);
  const number = set ?? state.issuerSets.length - 1;
  return ledger.tx("issue", { entry: voter.rollEntry, hash, set: number, style: voter.style });
}

/** The token of a voter: signatures of all members of an issuer set, the current one if none is named. */
export function tokenOf(ledger: TestLedger, voter: TestVoter, set?: number): readonly Bytes[] {
  const { test, state } = ledger;
  const members = set === undefined ? currentSet(state.issuerSets) : state.issuerSets[set];
  assert(members !== undefined, `no issuer set ${set}`);
  return members.map((issuer) => signatureOn(test, voter, issuer));
}

/** One issuer's signature on X, as the voter has it after unblinding. */
export function signatureOn(test: TestElection, voter: TestVoter, issuer: number): Bytes {
  const key = test.rsaKey(issuer, voter.style);
  const message = tokenMessage(test.electionId, styleIdOf(test, voter.style), voter.credential);
  const { blindedMessage, inverse } = expectOk(blind(key.modulus, message, test.randomBytes), "blinding");
  const answer = expectOk(rawSign(key, blindedMessage), "issuer's signature");
  return expectOk(finalize(key.modulus, message, answer, inverse), "unblinding");
}

export type BallotSketch = {
  readonly choices?: Choices;
  readonly seq?: number;
  readonly set?: number;
  readonly token?: readonly Bytes[];
};

/** A right ballot; without choices it takes the first options of each contest, as few as allowed. */
export function ballotOf(ledger: TestLedger, voter: TestVoter, sketch: BallotSketch = {}): Bytes {
  const { test, state, view } = ledger;
  const keys = electionKeysOf(state, view);
  assert(keys !== undefined, "the election has a key");
  const { style, x } = voter;
  const set = sketch.set ?? state.issuerSets.length - 1;
  const request = {
    style,
    seq: sketch.seq ?? 0,
    set,
    x,
    token: sketch.token ?? tokenOf(ledger, voter, set),
    choices: sketch.choices ?? leastChoices(test, style),
    seed: test.randomBytes(32),
  };
  const context = ballotContext(test.election, keys.key);
  return expectOk(encryptBallot(context, request, test.randomBytes), "ballot").bytes;
}

function leastChoices({ manifest }: TestElection, style: number): Choices {
  return (manifest.styles[style] as BallotStyle).contests.map((index) => {
    const contest = manifest.contests[index];
    assert(contest !== undefined, "the style's contests exist");
    return contest.options.map((_, option) => (option < contest.min ? 1 : 0));
  });
}

export function castTransaction(ledger: TestLedger, voter: TestVoter, sketch: BallotSketch = {}): Bytes {
  return ledger.tx("cast", { ballot: ballotOf(ledger, voter, sketch) });
}

/** Several voters issued in one block, then all cast in the next. */
export function vote(ledger: TestLedger, voters: readonly TestVoter[], choices?: Choices): void {
  ledger.accept(...voters.map((voter) => issueTransaction(ledger, voter)));
  const sketch = choices === undefined ? {} : { choices };
  ledger.accept(...voters.map((voter) => castTransaction(ledger, voter, sketch)));
}
