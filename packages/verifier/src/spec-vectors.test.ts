import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { type Bytes, concat, equalBytes, fromHex, toHex } from "@veche/base";
import { decodePoint, encodePoint, encodeScalar, multiplyBase } from "@veche/group";
import { createKernel } from "@veche/group/kernel";
import { type BallotLayout, ballotBytes, contestLayout } from "./form/layout.ts";
import type { Manifest } from "./form/manifest.ts";
import { verifyEquality } from "./proofs/equality.ts";
import { sumKeys, verifyShare } from "./proofs/feldman.ts";
import { verifyKnowledge } from "./proofs/schnorr.ts";
import { groupContest } from "./replay/tally.ts";
import { judgeBallots } from "./testing/judge-ballots.ts";
import { modulusOf, rsaKeyOf } from "./testing/parties.ts";
import { code, hash32, hash64, hashPoint, hashScalar, pre } from "./transcript.ts";

/** The vectors of the specification, as far as a verifier has to do with them. */
const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../spec/vectors/${name}.json`, import.meta.url), "utf8"));
const hex = (text: string): Bytes => fromHex(text) ?? new Uint8Array(0);

type RawItem = {
  readonly bytes?: string;
  readonly text?: string;
  readonly integer?: number;
  readonly list?: readonly string[];
};
const itemOf = (item: RawItem): Bytes | string | number => {
  if (item.bytes !== undefined) return hex(item.bytes);
  if (item.list !== undefined) return concat(...item.list.map(hex));
  return item.text ?? item.integer ?? 0;
};

test("transcripts and codes of chapter 01", () => {
  const { transcripts, codes } = read("encodings");
  for (const one of transcripts) {
    const items = one.items.map(itemOf);
    assert.equal(toHex(pre(one.label, ...items)), one.pre);
    assert.equal(toHex(hash64(one.label, ...items)), one.H);
    assert.equal(toHex(hash32(one.label, ...items)), one.H32);
    assert.equal(toHex(encodeScalar(hashScalar(one.label, ...items))), one.Hs);
    assert.equal(toHex(encodePoint(hashPoint(one.label, ...items))), one.HG);
  }
  for (const one of codes) assert.equal(code(hex(one.hash)), one.code);
  assert.ok(transcripts.length > 0 && codes.length > 0);
});

type RawContest = { readonly options: number; readonly min: number; readonly max: number };

function layoutOf(contests: readonly RawContest[], indices: readonly number[]): BallotLayout {
  const layouts = indices.map((index) => {
    const { options, min, max } = contests[index] as RawContest;
    const contest = { min, max, options: Array.from({ length: options }) };
    return contestLayout(contest as unknown as Manifest["contests"][number], index);
  });
  const total = (count: (one: (typeof layouts)[number]) => number): number =>
    layouts.reduce((sum, one) => sum + count(one), 0);
  return {
    contests: layouts,
    ciphertexts: total((one) => one.encrypted),
    commitments: total((one) => 4 * one.encrypted + 2 * one.sums.length) + 1,
    responses: total((one) => 3 * one.encrypted + Math.max(0, 2 * one.sums.length - 1)) + 1,
  };
}

test("shapes of contests (§05.3.3)", () => {
  const { shapes } = read("ballot");
  for (const one of shapes) {
    const layout = layoutOf([one], [0]);
    assert.equal(layout.contests[0]?.encrypted, one.N);
    assert.equal(2 * layout.ciphertexts + layout.commitments, one.P);
    assert.equal(layout.responses, one.Q);
    assert.equal(ballotBytes(layout, 1), one.length);
    assert.equal((layout.contests[0]?.sums.length ?? 0) > 0, one.sumProof);
    if (one.sumProof) assert.deepEqual(layout.contests[0]?.sums, one.I);
  }
});

test("ballots: right ones, malformed ones, and forged ones in one batch", () => {
  const { elections, ballots, refused } = read("ballot");
  const offers = [...ballots, ...refused].filter((one) => hex(one.ballot).length > 2);
  elections.forEach((election: Record<string, never>, index: number) => {
    const own = offers.filter((one) => one.election === index);
    const judged = judge(
      election,
      own.map((one) => hex(one.ballot)),
    );
    own.forEach((one, i) => {
      const outcome = one.expect ?? "ACCEPTED";
      assert.equal(judged[i], outcome, one.name);
    });
    assert.ok(own.length > 0);
  });
});

type RawElection = {
  readonly electionId: string;
  readonly Y: string;
  readonly t: number;
  readonly contests: readonly RawContest[];
  readonly styles: readonly { readonly id: string; readonly contests: readonly number[] }[];
};

/** The verdict of chapter 05 alone: tokens of these vectors are random. */
function judge(raw: unknown, ballots: readonly Bytes[]): readonly string[] {
  const { electionId, Y, t, contests, styles } = raw as RawElection;
  const form = {
    electionId: hex(electionId),
    origin: "vectors",
    issueKey: encodePoint(multiplyBase(1n)),
    issuers: t,
    styles: styles.map(({ id, contests: own }) => ({ id, layout: layoutOf(contests, own) })),
  };
  const modulus = modulusOf(rsaKeyOf(1, 0));
  const moduli = styles.map(() => Array.from({ length: t }, () => modulus));
  return judgeBallots(form, hex(Y), moduli, ballots).map((verdict) => {
    if (!verdict.form) return "MALFORMED";
    return verdict.proof ? "ACCEPTED" : "PROOF_INVALID";
  });
}

test("commitments and their proofs of knowledge (§03.2.2)", () => {
  for (const one of read("ceremony").commit) {
    const claim = {
      electionId: hex(one.electionId),
      attempt: one.attempt,
      trustee: one.trustee,
      commitments: hex(one.commitments),
      proof: hex(one.proof),
    };
    const hash = hash32("commitments", claim.electionId, claim.attempt, claim.trustee, claim.commitments);
    const formed = claim.commitments.length === 32 * one.quorum;
    const right = equalBytes(hash, hex(one.hash)) && verifyKnowledge(claim);
    assert.equal(!formed ? "MALFORMED" : right ? "ACCEPTED" : "BLAMED", one.outcome, one.name);
  }
});

test("answers to complaints (§03.2.6)", () => {
  for (const one of read("ceremony").answer) {
    const claim = { commitments: hex(one.commitments), receiver: one.complainer, share: hex(one.share) };
    assert.equal(verifyShare(claim) ? "ACCEPTED" : "BLAMED", one.outcome, one.name);
  }
});

test("keys of the election and of trustees (§03.4.1)", () => {
  for (const one of read("ceremony").keys) {
    const trustees = Object.keys(one.commitments).map(Number);
    const keys = sumKeys({ dealers: trustees.map((j) => hex(one.commitments[j])), trustees });
    assert.equal(keys === undefined ? "BLAMED" : "ACCEPTED", one.outcome, one.name);
    if (keys === undefined) continue;
    const expected = [one.key, ...trustees.map((j) => one.shares[j])].join("");
    assert.equal(toHex(keys), expected, one.name);
  }
});

const kernel = createKernel();
const verdicts = { right: "ACCEPTED", wrong: "BLAMED", malformed: "MALFORMED" } as const;

test("canaries (§03.5)", () => {
  for (const one of read("ceremony").canary) {
    const electionId = hex(one.electionId);
    const bases = encodePoint(hashPoint("canary", electionId, one.attempt, one.stage));
    assert.equal(toHex(bases), one.canaryPoint, one.name);
    const verdict = verifyEquality(
      {
        label: "canary-proof",
        context: [electionId, one.attempt, one.stage, one.trustee],
        key: hex(one.shareKey),
        bases,
        powers: hex(one.point),
        proof: hex(one.proof),
      },
      kernel,
    );
    const key = decodePoint(hex(one.shareKey));
    assert.equal(verdicts[key === undefined ? "wrong" : verdict], one.outcome, one.name);
  }
});

test("decryptions (§08.4)", () => {
  for (const one of read("tally").decryption) {
    const verdict = verifyEquality(
      {
        label: "decryption",
        context: [hex(one.electionId), hex(one.head), one.trustee],
        key: hex(one.shareKey),
        bases: hex(one.alphas),
        powers: hex(one.points),
        proof: hex(one.proof),
      },
      kernel,
    );
    assert.equal(verdicts[verdict], one.outcome, one.name);
  }
});

test("tally heads (§08.3)", () => {
  for (const one of read("tally").head) {
    const electionId = hex(one.electionId);
    const aggregates = hash32("aggregates", electionId, hex(one.aggregateList));
    assert.equal(toHex(aggregates), one.aggregates, one.name);
    const head = hash64("tally-head", electionId, one.size, hex(one.root), aggregates);
    assert.equal(toHex(head), one.head, one.name);
    assert.equal(code(head), one.characters, one.name);
  }
});

test("groups of styles (§08.2)", () => {
  for (const one of read("tally").groups) {
    const manifest = { styles: one.styles, minimumGroup: one.minimumGroup, tiny: one.tiny };
    const ballots = one.styles.map((style: { readonly ballots: number }) => style.ballots);
    for (const expected of one.groups) {
      const found = groupContest(manifest as unknown as Manifest, expected.contest, ballots);
      assert.deepEqual(found, expected, one.name);
    }
  }
});
