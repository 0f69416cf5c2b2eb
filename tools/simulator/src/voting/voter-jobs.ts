import { randomBytes } from "node:crypto";
import { BugError, type Bytes, expectOk, toHex } from "@veche/base";
import { type BallotContext, decodeManifest, encryptBallot, encryptionContext } from "@veche/election";
import {
  type Answers,
  beginIssue,
  type Credential,
  decodeCredential,
  decodePendingIssue,
  encodeCredential,
  encodePendingIssue,
  finalizeCredential,
  type IssueOnLedger,
} from "@veche/election/spend";
import { decodePoint } from "@veche/group";
import { seededRandom } from "../seeded-random.ts";

/** What all voters of an election share, as it crosses threads. */
export type VotingFrame = {
  readonly electionId: Bytes;
  readonly manifest: Bytes;
  readonly electionKey: Bytes;
  readonly seed: string;
};

export type BeginJob = {
  readonly kind: "begin";
  readonly frame: VotingFrame;
  readonly style: number;
  /** Moduli of all issuers for the style. */
  readonly moduli: readonly Bytes[];
  readonly numbers: readonly number[];
};
export type Begun = { readonly pending: Bytes; readonly blinded: readonly Bytes[] };

export type WantedBallot = { readonly seq: number; readonly chosen: readonly number[] };
export type CastJob = {
  readonly kind: "cast";
  readonly frame: VotingFrame;
  readonly style: number;
  readonly voters: readonly {
    readonly number: number;
    /** From `begin` with the issuers' answers, or a credential from an earlier round. */
    readonly source:
      | { readonly pending: Bytes; readonly issue: IssueOnLedger; readonly answers: Answers }
      | { readonly credential: Bytes };
    readonly ballots: readonly WantedBallot[];
  }[];
};
export type MadeBallot = { readonly bytes: Bytes; readonly tracker: string };
export type Made = { readonly credential: Bytes; readonly ballots: readonly MadeBallot[] };

/** Everything secret of a simulated voter but the proofs' randomness follows from seed, style and number. */
const voterRandom = (frame: VotingFrame, style: number, number: number, what: string) =>
  seededRandom(frame.seed, `voter ${style} ${number} ${what}`);

const contexts = new Map<string, BallotContext>();

function contextOf(frame: VotingFrame): BallotContext {
  const name = toHex(frame.electionKey);
  const known = contexts.get(name);
  if (known !== undefined) return known;
  const manifest = expectOk(decodeManifest(frame.manifest), "the manifest of the simulation");
  const key = decodePoint(frame.electionKey);
  if (key === undefined) throw new BugError("the election key of the simulation");
  const context = encryptionContext({ electionId: frame.electionId, manifest }, key);
  contexts.set(name, context);
  return context;
}

function begin({ frame, style, moduli, numbers }: BeginJob): readonly Begun[] {
  const { manifest } = contextOf(frame);
  const styleId = (manifest.styles[style] as { id: string }).id;
  return numbers.map((number) => {
    const random = voterRandom(frame, style, number, "credential");
    const pending = expectOk(
      beginIssue({ electionId: frame.electionId, styleId, style }, moduli, random),
      "blinding",
    );
    return {
      pending: encodePendingIssue(pending),
      blinded: pending.shares.map((share) => share.blindedMessage),
    };
  });
}

function cast(job: CastJob): readonly Made[] {
  const context = contextOf(job.frame);
  const contests = context.manifest.styles[job.style]?.contests ?? [];
  return job.voters.map(({ number, source, ballots }) => {
    const credential = credentialOf(source);
    const made = ballots.map(({ seq, chosen }) => {
      const choices = contests.map((contest) =>
        (context.manifest.contests[contest]?.options ?? []).map((_, option) =>
          chosen.includes(option) ? 1 : 0,
        ),
      );
      const { style, set, x, token } = credential;
      const ballotSeed = voterRandom(job.frame, style, number, `ballot ${seq}`)(32);
      const request = { style, seq, set, x, token, choices, seed: ballotSeed };
      const { bytes, tracker } = expectOk(encryptBallot(context, request, fresh), "a simulated ballot");
      return { bytes, tracker };
    });
    return { credential: encodeCredential(credential), ballots: made };
  });
}

function credentialOf(source: CastJob["voters"][number]["source"]): Credential {
  if ("credential" in source) return expectOk(decodeCredential(source.credential), "a kept credential");
  const pending = expectOk(decodePendingIssue(source.pending), "a kept request");
  return expectOk(finalizeCredential(pending, source.issue, source.answers), "the issuers' answers");
}

const fresh = (length: number): Bytes => new Uint8Array(randomBytes(length));

export function perform(job: BeginJob | CastJob): readonly Begun[] | readonly Made[] {
  return job.kind === "begin" ? begin(job) : cast(job);
}
