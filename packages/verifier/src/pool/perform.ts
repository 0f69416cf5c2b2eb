import { BugError, type Bytes, concat, equalBytes } from "@veche/base";
import { add, decodePoint, encodePoint, type Point, precompute } from "@veche/group";
import { type Ballot, ballotStatement, type Ciphertext, readBallot } from "../proofs/ballot.ts";
import { Coefficients, judgeBatch, type Statement } from "../proofs/batch-sum.ts";
import { openSums } from "../proofs/counts.ts";
import { sumKeys, verifyShare } from "../proofs/feldman.ts";
import { verifyRsaKey } from "../proofs/rsa-key.ts";
import { issueStatement, verifyEquality, verifyKnowledge } from "../proofs/schnorr.ts";
import { verifyToken } from "../proofs/token.ts";
import { pre } from "../transcript.ts";
import type {
  BallotItem,
  BallotStyle,
  BallotVerdict,
  Job,
  JobKind,
  JobResult,
  VoterBatch,
  VoterVerdicts,
} from "./jobs.ts";

/** Does one job. Pure: the same job always has the same result, but for the odds of 2^-128 of a batch. */
export function perform(job: Job): JobResult<JobKind> {
  switch (job.kind) {
    case "voters":
      return judgeVoters(job.batch);
    case "knowledge":
      return verifyKnowledge(job.claim);
    case "equality":
      return verifyEquality(job.claim);
    case "share":
      return verifyShare(job.claim);
    case "keys":
      return sumKeys(job.claim);
    case "opening":
      return openSums(job.claim);
  }
}

type OpenBallot = { readonly ballot: Ballot; readonly tokenRight: boolean };

function judgeVoters(batch: VoterBatch): VoterVerdicts {
  const key = batch.electionKey.length === 0 ? undefined : pointOf(batch.electionKey);
  const issueKey = pointOf(batch.issueKey);
  const opened = new Map<number, OpenBallot>();
  const claims: { readonly at: number; readonly statement: Statement }[] = [];
  batch.items.forEach((item, at) => {
    if (item.kind === "issue") {
      const statement = issueStatement(issueKey, batch.issueKey, item.message, item.signature);
      if (statement !== undefined) claims.push({ at, statement });
    } else if (item.kind === "ballot" && key !== undefined) {
      const open = openBallot(item, batch);
      if (open === undefined) return;
      opened.set(at, open);
      claims.push({ at, statement: ballotClaim(open.ballot, item, batch, key) });
    }
  });
  const judged = judgeBatch(
    claims.map((claim) => claim.statement),
    new Coefficients(batch.seed),
  );
  const right = new Set(claims.filter((_, i) => judged[i]).map((claim) => claim.at));
  const verdicts = batch.items.map((item, at) => {
    if (item.kind === "rsa-key") return verifyRsaKey(item.claim);
    return item.kind === "issue" ? right.has(at) : verdictOf(opened.get(at), right.has(at));
  });
  return { verdicts, sums: sumByStyle(opened, verdicts) };
}

function styleOf(batch: VoterBatch, index: number): BallotStyle {
  const style = batch.styles.get(index);
  if (style === undefined) throw new BugError("a batch names its styles");
  return style;
}

function openBallot(item: BallotItem, batch: VoterBatch): OpenBallot | undefined {
  const style = styleOf(batch, item.style);
  const ballot = readBallot(item.ballot, style.layout, item.moduli.length);
  if (ballot === undefined) return undefined;
  const message = pre("token", batch.electionId, style.id, ballot.credential);
  return { ballot, tokenRight: verifyToken(item.moduli, message, ballot.token) };
}

function ballotClaim(ballot: Ballot, item: BallotItem, batch: VoterBatch, key: Point): Statement {
  const style = styleOf(batch, item.style);
  return ballotStatement(ballot, style.layout, {
    electionId: batch.electionId,
    styleId: style.id,
    electionKey: key,
    electionKeyBytes: batch.electionKey,
  });
}

function verdictOf(open: OpenBallot | undefined, proof: boolean): BallotVerdict {
  if (open === undefined) return { form: false, token: false, proof: false };
  return { form: true, token: open.tokenRight, proof };
}

function sumByStyle(
  opened: ReadonlyMap<number, OpenBallot>,
  verdicts: readonly (BallotVerdict | boolean)[],
): ReadonlyMap<number, Bytes> {
  const sums = new Map<number, Ciphertext[]>();
  for (const [at, { ballot }] of opened) {
    const verdict = verdicts[at];
    if (typeof verdict !== "object" || !verdict.token || !verdict.proof) continue;
    const sum = sums.get(ballot.style);
    if (sum === undefined) sums.set(ballot.style, [...ballot.ciphertexts]);
    else
      ballot.ciphertexts.forEach((one, i) => {
        const before = sum[i] as Ciphertext;
        sum[i] = { alpha: add(before.alpha, one.alpha), beta: add(before.beta, one.beta) };
      });
  }
  return new Map(
    [...sums].map(([style, sum]) => [
      style,
      concat(...sum.flatMap((one) => [encodePoint(one.alpha), encodePoint(one.beta)])),
    ]),
  );
}

/** Keys that many jobs name, with their tables. */
const known: { readonly bytes: Bytes; readonly point: Point }[] = [];
const KNOWN_MAX = 8;

function pointOf(bytes: Bytes): Point {
  const found = known.find((one) => equalBytes(one.bytes, bytes));
  if (found !== undefined) return found.point;
  const point = decodePoint(bytes);
  if (point === undefined) throw new BugError("a key of a batch is a point");
  if (known.length >= KNOWN_MAX) known.shift();
  known.push({ bytes: bytes.slice(), point: precompute(point) });
  return point;
}
