import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  type Bytes,
  codeOf,
  decodeCbor,
  encodeCbor,
  expectOk,
  fromHex,
  parseCode,
  sha512,
  toHex,
  utf8,
} from "@veche/base";
import { type Item, type Label, list, preimage, sumCiphertexts } from "@veche/crypto";
import {
  BASE,
  decodePoint,
  decodeScalar,
  encodePoint,
  encodeScalar,
  equalPoints,
  hashToPoint,
  isIdentity,
  multiplyBase,
  multiplyPublic,
  type Point,
  reduceScalar,
  type Scalar,
  subtract,
} from "@veche/group";
import type { Choices } from "./choices.ts";
import { ballotNonce } from "./ciphertexts.ts";
import { type BallotContext, ballotChallenge, ballotContext } from "./context.ts";
import { decodeBallot } from "./decode.ts";
import { recomputeTracker } from "./encrypt.ts";
import { elementsOf } from "./parts.ts";
import { ballotShape } from "./shape.ts";
import { ballotVectors } from "./testing/ballot-vectors.ts";
import { encodingVectors } from "./testing/encoding-vectors.ts";
import { type ContestBounds, decoded, manifestOf, seeded, verdictsOf } from "./testing/scene.ts";

type BallotFile = {
  readonly elections: readonly {
    readonly electionId: string;
    readonly Y: string;
    readonly secretKey: string;
    readonly t: number;
    readonly revoteMax: number;
    readonly contests: readonly ContestBounds[];
    readonly styles: readonly { readonly id: string; readonly contests: readonly number[] }[];
  }[];
  readonly shapes: readonly (ContestBounds & {
    readonly N: number;
    readonly implied: boolean;
    readonly I: readonly number[];
    readonly sumProof: boolean;
    readonly P: number;
    readonly Q: number;
    readonly length: number;
  })[];
  readonly ballots: readonly (BallotVector & {
    readonly set: number;
    readonly x: string;
    readonly r: readonly string[];
    readonly c: string;
    readonly ballot: string;
    readonly trackerHash: string;
  })[];
  readonly refused: readonly {
    readonly name: string;
    readonly election: number;
    readonly expect: string;
    readonly ballot: string;
  }[];
  readonly trackers: readonly (BallotVector & { readonly recomputed?: string; readonly expect: string })[];
  readonly aggregates: readonly {
    readonly election: number;
    readonly style: number;
    readonly ballots: readonly string[];
    readonly aggregates: string;
    readonly counts: readonly number[];
  }[];
};

type BallotVector = {
  readonly name: string;
  readonly election: number;
  readonly style: number;
  readonly seq: number;
  readonly X: string;
  readonly seed: string;
  readonly choices: Choices;
  readonly tracker: string;
};

type ItemVector =
  | { readonly bytes: string }
  | { readonly text: string }
  | { readonly integer: number }
  | { readonly list: readonly string[] };

type EncodingFile = {
  readonly transcripts: readonly {
    readonly label: Label;
    readonly items: readonly ItemVector[];
    readonly pre: string;
    readonly H: string;
    readonly H32: string;
    readonly Hs: string;
    readonly HG: string;
  }[];
  readonly distinct: readonly { readonly items: readonly ItemVector[]; readonly pre: string }[];
  readonly codes: readonly { readonly hash: string; readonly code: string }[];
  readonly readCodes: readonly { readonly text: string; readonly code?: string; readonly expect?: string }[];
  readonly scalars: readonly { readonly bytes: string; readonly value?: string; readonly expect?: string }[];
  readonly points: readonly {
    readonly bytes: string;
    readonly identity?: boolean;
    readonly expect?: string;
  }[];
  readonly cbor: readonly { readonly name: string; readonly bytes: string; readonly expect?: string }[];
};

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../../spec/vectors/${name}`, import.meta.url), "utf8"));
const ballots = read("ballot.json") as BallotFile;
const encodings = read("encodings.json") as EncodingFile;

function hex(text: string): Bytes {
  const bytes = fromHex(text);
  assert.ok(bytes !== undefined, `${text} is hexadecimal`);
  return bytes;
}

const contexts: readonly BallotContext[] = ballots.elections.map(
  ({ electionId, Y, t, revoteMax, contests, styles }) => {
    const manifest = manifestOf({
      contests,
      styles: styles.map((style) => style.contests),
      issuers: t,
      revoteMax,
    });
    assert.deepEqual(
      manifest.styles.map(({ id }) => id),
      styles.map(({ id }) => id),
    );
    return ballotContext({ electionId: hex(electionId), manifest }, decodePoint(hex(Y)) as Point);
  },
);
const contextOf = ({ election }: { readonly election: number }): BallotContext =>
  contexts[election] as BallotContext;

test("the stored vectors are those that the script writes", () => {
  assert.deepEqual(ballots, JSON.parse(JSON.stringify(ballotVectors())));
  assert.deepEqual(encodings, JSON.parse(JSON.stringify(encodingVectors())));
});

test("§05.1, §05.2.1, §05.3.3 vectors of shapes", () => {
  for (const { N, implied, I, sumProof, P, Q, length, ...bounds } of ballots.shapes) {
    const shape = ballotShape(manifestOf({ contests: [bounds] }), 0);
    const [contest] = shape.contests;
    assert.deepEqual(
      [contest?.encrypted, contest?.implied, contest?.hasSumProof, shape.points, shape.scalars, shape.length],
      [N, implied, sumProof, P, Q, length],
    );
    assert.deepEqual([contest?.leastSum, contest?.mostSum], [Math.min(...I), Math.max(...I)]);
  }
});

test("§05.1.2, §05.2.5, §05.3.1, §05.5.1 vectors of right ballots", () => {
  for (const vector of ballots.ballots) {
    const context = contextOf(vector);
    const ballot = decoded(context, hex(vector.ballot));
    assert.deepEqual(
      [ballot.style, ballot.seq, ballot.set],
      [vector.style, vector.seq, vector.set],
      vector.name,
    );
    assert.equal(toHex(ballot.credential), vector.X);
    assert.equal(toHex(encodePoint(multiplyBase(decodeScalar(hex(vector.x)) as Scalar))), vector.X);
    assert.equal(toHex(encodeScalar(ballotChallenge(context, ballot))), vector.c);
    const shown = { ...vector, seed: hex(vector.seed), credential: hex(vector.X) };
    const again = expectOk(recomputeTracker(context, shown), vector.name);
    assert.equal(toHex(again.ciphertextBytes), toHex(ballot.ciphertextBytes));
    assert.deepEqual([toHex(again.trackerHash), again.tracker], [vector.trackerHash, vector.tracker]);
    const r = ballot.shape.contests.flatMap(({ contest, encrypted }) =>
      Array.from({ length: encrypted }, (_, option) =>
        ballotNonce(context.electionId, { ...shown, shape: ballot.shape }, contest, option),
      ),
    );
    assert.deepEqual(
      r.map((nonce) => toHex(encodeScalar(nonce))),
      vector.r,
    );
  }
  const verdicts = verdictsOf(
    contexts[0] as BallotContext,
    ballots.ballots.map(({ ballot }) => hex(ballot)),
    seeded("verdicts"),
  );
  assert.ok(verdicts.every((verdict) => verdict === "RIGHT"));
});

test("L2, L3, L6 vectors of refused ballots, each with its code", () => {
  contexts.forEach((context, election) => {
    const offered = ballots.refused.filter((vector) => vector.election === election);
    const verdicts = verdictsOf(
      context,
      offered.map(({ ballot }) => hex(ballot)),
      seeded("verdicts"),
    );
    assert.deepEqual(
      verdicts.map((verdict, i) => [offered[i]?.name, verdict]),
      offered.map(({ name, expect }) => [name, expect]),
    );
  });
  const formed = ballots.refused.filter(({ expect }) => expect === "PROOF_INVALID");
  assert.ok(formed.every((vector) => decodeBallot(hex(vector.ballot), contextOf(vector).manifest).ok));
});

test("§05.5.2 vectors of challenges by a second device", () => {
  for (const { expect, recomputed, tracker, ...vector } of ballots.trackers) {
    const shown = { ...vector, seed: hex(vector.seed), credential: hex(vector.X) };
    const result = recomputeTracker(contextOf(vector), shown);
    if (!result.ok) {
      assert.equal(result.error.code, expect, vector.name);
      continue;
    }
    assert.equal(result.value.tracker, recomputed, vector.name);
    assert.equal(result.value.tracker === tracker ? "SAME" : "DIFFERENT", expect, vector.name);
  }
});

test("§08.1.1 vectors of aggregates, and what they open to", () => {
  for (const vector of ballots.aggregates) {
    const context = contextOf(vector);
    const opened = vector.ballots.map((bytes) => decoded(context, hex(bytes)).ciphertexts);
    const secretKey = decodeScalar(hex(ballots.elections[vector.election]?.secretKey ?? "")) as Scalar;
    const expected = elementsOf(hex(vector.aggregates)).map((bytes) => decodePoint(bytes) as Point);
    vector.counts.forEach((count, i) => {
      const { alpha, beta } = sumCiphertexts(opened.flatMap((ballot) => ballot.slice(i, i + 1)));
      assert.ok(
        equalPoints(alpha, expected[2 * i] as Point) && equalPoints(beta, expected[2 * i + 1] as Point),
      );
      const message = subtract(beta, multiplyPublic(alpha, secretKey));
      assert.ok(equalPoints(message, multiplyPublic(BASE, BigInt(count))));
    });
  }
});

function itemOf(vector: ItemVector): Item {
  if ("bytes" in vector) return hex(vector.bytes);
  if ("text" in vector) return vector.text;
  return "integer" in vector ? vector.integer : list(vector.list.map(hex));
}

test("L3 §01.4 vectors of the transcript hash", () => {
  for (const { label, items, pre, H, H32, Hs, HG } of encodings.transcripts) {
    assert.equal(toHex(preimage(label, ...items.map(itemOf))), pre);
    assert.ok(pre.startsWith(`${toHex(utf8(`veche/v1/${label}`))}00`));
    const digest = sha512(hex(pre));
    assert.deepEqual([toHex(digest), toHex(digest.subarray(0, 32))], [H, H32]);
    assert.equal(toHex(encodeScalar(reduceScalar(digest))), Hs);
    assert.equal(toHex(encodePoint(hashToPoint(digest))), HG);
  }
});

test("L3 §01.4.2 no two lists of items share a preimage", () => {
  for (const { items, pre } of encodings.distinct) {
    assert.equal(toHex(preimage("ballot", ...items.map(itemOf))), pre);
  }
  assert.equal(new Set(encodings.distinct.map(({ pre }) => pre)).size, encodings.distinct.length);
});

test("§01.7.1 vectors of codes and of what readers accept", () => {
  for (const { hash, code } of encodings.codes) assert.equal(codeOf(hex(hash)), code);
  for (const { text, code } of encodings.readCodes) assert.equal(parseCode(text), code, text);
});

test("L4 §01.2.2, §01.2.3 vectors of scalars and points", () => {
  for (const { bytes, value, expect } of encodings.scalars) {
    assert.equal(decodeScalar(hex(bytes)), value === undefined ? undefined : BigInt(value));
    assert.equal(expect, value === undefined ? "MALFORMED" : undefined);
  }
  for (const { bytes, identity, expect } of encodings.points) {
    const point = decodePoint(hex(bytes));
    assert.equal(point === undefined ? undefined : isIdentity(point), identity, bytes);
    assert.equal(expect, identity === undefined ? "MALFORMED" : undefined);
  }
});

test("L8 §01.1.2, §01.3 vectors of CBOR", () => {
  for (const { name, bytes, expect } of encodings.cbor) {
    const value = decodeCbor(hex(bytes));
    assert.equal(value.ok ? undefined : "MALFORMED", expect, name);
    if (value.ok) assert.equal(toHex(encodeCbor(value.value)), bytes, name);
  }
});

test("no group of vectors is without its negative third", () => {
  const share = (negative: number, all: number): boolean => 3 * negative >= all;
  assert.ok(share(ballots.refused.length, ballots.refused.length + ballots.ballots.length));
  for (const group of [encodings.readCodes, encodings.scalars, encodings.points, encodings.cbor]) {
    assert.ok(share(group.filter(({ expect }) => expect !== undefined).length, group.length));
  }
});
