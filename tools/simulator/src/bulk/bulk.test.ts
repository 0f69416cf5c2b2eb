import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, expectOk, sha256, toHex, utf8 } from "@veche/base";
import { ISSUE_SIGNATURE_BYTES, signIssue } from "@veche/crypto";
import {
  type BallotRequest,
  ballotContext,
  type Choices,
  encryptBallot,
  encryptionContext,
  type Manifest,
} from "@veche/election";
import { encodePoint, multiplyBase, randomScalar } from "@veche/group";
import { manifestOf } from "../manifest.ts";
import { SCENARIOS, type Scenario } from "../scenarios/index.ts";
import { seededRandom, uniform } from "../seeded-random.ts";
import { partiesOnPaper } from "../testing/parties-on-paper.ts";
import { encryptBallots } from "./ballots.ts";
import { Bases } from "./bases.ts";
import { signIssues } from "./issue-signatures.ts";

const electionId = sha256(utf8("bulk"));
const key = multiplyBase(randomScalar(seededRandom("bulk", "election key")));
const bases = new Bases(encodePoint(key));

/** The scenario's manifest, also with the bounds that its contests do not have: abstention, several choices, implied ones. */
function manifests(): readonly Manifest[] {
  return ["constitution-2020", "mgd-2019", "moscow-2021"].flatMap((id) => {
    const scenario = (SCENARIOS[id] as (scale: number) => Scenario)(0.001);
    const manifest = manifestOf(scenario, 0.001, "bulk", partiesOnPaper());
    const more = [
      { min: 0, max: 2 },
      { min: 1, max: 2 },
      { min: 2, max: 2 },
    ].map(({ min, max }) => ({
      ...manifest,
      contests: manifest.contests.map((contest) =>
        contest.options.length >= max ? { ...contest, min, max } : contest,
      ),
    }));
    return [manifest, ...more];
  });
}

/** Anything that the bounds of the style's contests allow. */
function someChoices(
  { contests, styles }: Manifest,
  style: number,
  random: (length: number) => Bytes,
): Choices {
  return (styles[style]?.contests ?? []).map((at) => {
    const { options, min, max } = contests[at] as Manifest["contests"][number];
    const wanted = min + uniform(random, Math.min(max, options.length) - min + 1);
    const chosen = new Set<number>();
    while (chosen.size < wanted) chosen.add(uniform(random, options.length));
    return options.map((_, option) => (chosen.has(option) ? 1 : 0));
  });
}

test("a ballot made with many others has the bytes that encryptBallot gives it, in every shape", () => {
  for (const [at, manifest] of manifests().entries()) {
    const election = { electionId, manifest };
    const random = seededRandom("bulk", `requests ${at}`);
    const style = manifest.styles.length - 1;
    const requests = Array.from({ length: 3 }, (_, i): BallotRequest => {
      const token = manifest.issuers.active.map(() => random(256));
      const choices = someChoices(manifest, style, random);
      return {
        style,
        seq: i === 1 ? manifest.revoteMax : 0,
        set: 0,
        x: randomScalar(random),
        token,
        choices,
        seed: random(32),
      };
    });
    const context = encryptionContext(election, key);
    const draw = seededRandom("bulk", `proofs ${at}`);
    const expected = requests.map((request) => expectOk(encryptBallot(context, request, draw), "a ballot"));
    const again = seededRandom("bulk", `proofs ${at}`);
    const made = encryptBallots(ballotContext(election, key), bases, style, requests, again);
    assert.deepEqual(made, expected, `manifest ${at}`);
  }
});

test("signatures of issue made together are those that signIssue gives", () => {
  const secret = randomScalar(seededRandom("bulk", "registrar"));
  const own = { secret, encoding: encodePoint(multiplyBase(secret)) };
  const messages = ["a", "b", "c"].map((text) => utf8(text));
  const randoms = () => messages.map((_, i) => seededRandom("bulk", `signature ${i}`));
  const expected = messages.map((message, i) =>
    signIssue("registrar-issue", secret, message, randoms()[i] as (length: number) => Bytes),
  );
  const made = signIssues("registrar-issue", bases, own, messages, randoms());
  assert.deepEqual(made.map(toHex), expected.map(toHex));
  assert.equal(made[0]?.length, ISSUE_SIGNATURE_BYTES);
});
