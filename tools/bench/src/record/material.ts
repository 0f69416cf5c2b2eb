import { assert, BugError, type Bytes, expectOk } from "@veche/base";
import { type BallotContext, ballotContext } from "@veche/election";
import { createKernel } from "@veche/group/kernel";
import {
  decodeEntry,
  decodeTransaction,
  directChecks,
  electionKeysOf,
  initialState,
  isCast,
  issuerSetOf,
  logNameOf,
  MemoryView,
  modulusOf,
  Replayer,
  ROLES,
  signedMessage,
  type Transaction,
} from "@veche/ledger";
import { randomBytes } from "../random.ts";
import { entriesOf } from "./entries.ts";
import { manifestOf } from "./manifest-of.ts";
import type { BenchRecord } from "./records.ts";

/** What single operations are measured with: real ballots, requests and keys of a record. */
export type Material = {
  readonly context: BallotContext;
  /** RSA moduli of the issuers whose signatures a token has. */
  readonly moduli: readonly Bytes[];
  /** Encoded ballots, in the order of the log. */
  readonly ballots: readonly Bytes[];
  readonly issues: readonly Issue[];
};

/** An `issue` signature (§01.6.3) and the 64 bytes it signs. */
export type Issue = { readonly message: Bytes; readonly signature: Bytes };

/** The first `count` ballots and issues of a record. What stands before the first issue is replayed through the ledger. */
export async function materialOf(record: BenchRecord, count: number): Promise<Material> {
  const { election, genesis } = await manifestOf(record);
  const state = initialState(election.electionId, genesis);
  const replayer = new Replayer(state, new MemoryView(), directChecks(createKernel(), randomBytes));
  let setUp: Pick<Material, "context" | "moduli"> | undefined;
  const ballots: Bytes[] = [];
  const issues: Issue[] = [];
  for await (const entry of entriesOf(record.folder)) {
    const { transaction: bytes } = expectOk(decodeEntry(entry), "an entry of our own record");
    const transaction = expectOk(decodeTransaction(bytes), "a transaction of our own record");
    if (transaction.type === "issue" || isCast(bytes)) {
      setUp ??= setUpOf(replayer);
      const { ballot } = transaction.body;
      if (ballot instanceof Uint8Array) ballots.push(ballot);
      else issues.push(issueOf(setUp.context, transaction));
    } else if (setUp === undefined) expectOk(replayer.add(entry), "the set-up of our own record");
    if (ballots.length >= count && issues.length >= count) break;
  }
  assert(setUp !== undefined && ballots.length >= count, `a record of ${count} ballots`);
  return { ...setUp, ballots: ballots.slice(0, count), issues: issues.slice(0, count) };
}

function setUpOf(replayer: Replayer): Pick<Material, "context" | "moduli"> {
  const { state, view } = expectOk(replayer.finish(), "the set-up of our own record");
  const keys = electionKeysOf(state, view);
  if (keys === undefined || state.election === undefined) throw new BugError("issued before the ceremony");
  const moduli = issuerSetOf(state).members.map((issuer) => {
    const modulus = modulusOf(view, issuer, 0);
    if (modulus === undefined) throw new BugError("issued before the issuers' keys");
    return modulus;
  });
  return { context: ballotContext(state.election, keys.key), moduli };
}

function issueOf(context: BallotContext, { body, signatures }: Transaction): Issue {
  const signature = signatures.find(({ role }) => role === ROLES.issueKey)?.bytes;
  assert(signature !== undefined, "an issue is signed with the issue key");
  return { message: signedMessage(logNameOf(context), "issue", 0, body), signature };
}
