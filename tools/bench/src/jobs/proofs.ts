import { assert, expectOk } from "@veche/base";
import { verifyIssue } from "@veche/crypto";
import {
  encryptBallot,
  encryptionContext,
  splitBallot,
  type VotingClaim,
  verifyBallot,
  verifyVoting,
} from "@veche/election";
import { newSecret } from "@veche/election/spend";
import { decodePoint } from "@veche/group";
import { createKernel, type Kernel } from "@veche/group/kernel";
import { baselineOf, type Figure, figure } from "../figure.ts";
import { perOperation, type Sampling } from "../measure.ts";
import { randomBytes } from "../random.ts";
import { type Material, materialOf } from "../record/material.ts";
import type { BenchRecord } from "../record/records.ts";

export type ProofsInput = {
  readonly record: BenchRecord;
  readonly batches: readonly number[];
  readonly oneByOne: number;
  readonly sampling: Sampling;
};

/** Ballots and `issue` signatures of a record: one by one with noble, and in batches as nodes and readers verify them. */
export async function measureProofs(
  input: ProofsInput,
  onProgress: (done: number, total: number) => void,
): Promise<readonly Figure[]> {
  const { record, batches, oneByOne, sampling } = input;
  const { options } = record;
  const material = await materialOf(record, Math.max(...batches, oneByOne));
  const total = 4 + 2 * batches.length;
  let done = 1;
  const step = <T>(value: T): T => {
    onProgress(done++, total);
    return value;
  };
  const ballot = step(perOperation(sampling, oneByOne, () => ballotsOneByOne(material, oneByOne)));
  const issue = step(perOperation(sampling, oneByOne, () => issuesOneByOne(material, oneByOne)));
  const noble = {
    ballot: baselineOf("noble, one by one", ballot),
    issue: baselineOf("noble, one by one", issue),
  };
  const figures = [
    figure(`ops.${options}.ballot-single`, "us", ballot),
    figure(`ops.${options}.issue-single`, "us", issue),
  ];
  const kernel = createKernel();
  for (const size of batches) {
    const ballots = ballotClaims(material).slice(0, size);
    const issues = issueClaims(material).slice(0, size);
    const many = step(perOperation(sampling, size, () => verifyTogether(kernel, ballots)));
    figures.push(figure(`ops.${options}.ballot-batch-${size}`, "us", many, noble.ballot));
    const signed = step(perOperation(sampling, size, () => verifyTogether(kernel, issues)));
    figures.push(figure(`ops.${options}.issue-batch-${size}`, "us", signed, noble.issue));
  }
  figures.push(step(encryption(material, options, sampling)));
  return figures;
}

function ballotsOneByOne({ context, ballots }: Material, count: number): void {
  for (const bytes of ballots.slice(0, count)) {
    const ballot = expectOk(splitBallot(bytes, context.manifest), "a ballot of our own record");
    assert(verifyBallot(context, ballot), "a ballot of our own record");
  }
}

function issuesOneByOne({ context, issues }: Material, count: number): void {
  const key = decodePoint(context.manifest.registrar.issueKey);
  assert(key !== undefined, "the manifest's issue key");
  for (const { message, signature } of issues.slice(0, count)) {
    assert(verifyIssue("registrar-issue", key, message, signature), "a signature of our own record");
  }
}

const ballotClaims = ({ context, ballots }: Material): readonly VotingClaim[] =>
  ballots.map((ballot) => ({ kind: "ballot", context, ballot }));

const issueClaims = ({ context, issues }: Material): readonly VotingClaim[] =>
  issues.map((issue) => ({ kind: "issue", key: context.manifest.registrar.issueKey, ...issue }));

/** From bytes to verdicts, as nodes do it at intake. */
function verifyTogether(kernel: Kernel, claims: readonly VotingClaim[]): void {
  const judged = verifyVoting(kernel, claims, randomBytes);
  assert(
    judged.every(({ verdict }) => verdict === "RIGHT"),
    "claims of our own record",
  );
}

/** As a voter's device does it: constant time, noble. The token is not made here. */
function encryption({ context, moduli }: Material, options: number, sampling: Sampling): Figure {
  const own = encryptionContext(context, context.key);
  const choices = [Array.from({ length: options }, (_, at) => (at === 0 ? 1 : 0))];
  const token = moduli.map(({ length }) => new Uint8Array(length));
  const { x } = newSecret(randomBytes);
  const run = () => {
    const request = { style: 0, seq: 0, set: 0, x, token, choices, seed: randomBytes(32) };
    return expectOk(encryptBallot(own, request, randomBytes), "a ballot");
  };
  return figure(`ops.${options}.encrypt`, "us", perOperation(sampling, 1, run));
}
