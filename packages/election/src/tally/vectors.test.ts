import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  type Bytes,
  codeOf,
  decodeCbor,
  encodeCbor,
  equalBytes,
  expectOk,
  fromHex,
  toHex,
} from "@veche/base";
import type { Ciphertext } from "@veche/crypto";
import { IDENTITY, type Point, verifyEd25519Strict } from "@veche/group";
import { encodeAggregates } from "../ballot/aggregate.ts";
import { type ContestBounds, manifestOf } from "../ballot/testing/scene.ts";
import { decodePoints } from "../ceremony/points.ts";
import type { Election } from "../manifest/types.ts";
import { aggregateList, aggregatesHash } from "./aggregates.ts";
import { combine } from "./combine.ts";
import { verifyDecryption } from "./decryption.ts";
import { groupsOf } from "./groups.ts";
import { headHash, headsNeeded, type TallyHead, tallyHeadBody, tallyHeadMessage } from "./head.ts";
import { encodeResult, resultHash } from "./result.ts";
import { kernel } from "./testing/closed.ts";
import { type ResultVector, type TallyVectors, tallyVectors } from "./testing/vectors.ts";

const stored = readFileSync(new URL("../../../../spec/vectors/tally.json", import.meta.url), "utf8");
const vectors = JSON.parse(stored) as TallyVectors;

const bytes = (hex: string): Bytes => fromHex(hex) as Bytes;
const points = (hex: string): readonly Point[] => decodePoints(bytes(hex)) as readonly Point[];

function ciphertexts(hex: string): readonly Ciphertext[] {
  const all = points(hex);
  return all.flatMap((alpha, i) => (i % 2 === 0 ? [{ alpha, beta: all[i + 1] as Point }] : []));
}

test("L1 the stored tally vectors are those of the generator, about half of them negative", () => {
  assert.deepEqual(vectors, JSON.parse(JSON.stringify(tallyVectors())));
  const outcomes = [...vectors.head, ...vectors.decryption, ...vectors.result].map(({ outcome }) => outcome);
  const positive = outcomes.filter((outcome) => outcome === "ACCEPTED").length;
  assert.ok(positive >= outcomes.length / 3 && positive <= outcomes.length / 2, `${positive}`);
});

type Settings = {
  readonly contests: readonly ContestBounds[];
  readonly styles: readonly { readonly contests: readonly number[] }[];
  readonly minimumGroup: number;
  readonly tiny: "publish" | "withhold";
};

function manifestFor({ contests, styles, minimumGroup, tiny }: Settings): Election["manifest"] {
  const manifest = manifestOf({ contests, styles: styles.map((style) => style.contests) });
  return { ...manifest, minimumGroup, tiny };
}

for (const vector of vectors.groups) {
  test(`vector groups: ${vector.name}`, () => {
    const yesNo = { options: 2, min: 1, max: 1 };
    const contests = Array.from({ length: vector.contests }, () => yesNo);
    const ballots = vector.styles.map((style) => style.ballots);
    assert.deepEqual(groupsOf(manifestFor({ ...vector, contests }), ballots), vector.groups);
  });
}

test("vector heads needed", () => {
  for (const { alive, quorum, heads } of vectors.headsNeeded) assert.equal(headsNeeded(alive, quorum), heads);
});

for (const vector of vectors.head) {
  test(`vector head: ${vector.name}: ${vector.outcome}`, () => {
    const electionId = bytes(vector.electionId);
    const head = { size: vector.size, root: bytes(vector.root), aggregates: bytes(vector.aggregates) };
    assert.equal(toHex(aggregatesHash(electionId, ciphertexts(vector.aggregateList))), vector.aggregates);
    assert.equal(toHex(headHash(electionId, head)), vector.head);
    assert.equal(codeOf(headHash(electionId, head)), vector.characters);
    const stated = expectOk(decodeCbor(bytes(vector.body)), "body") as unknown as TallyHead;
    const same = vector.body === toHex(encodeCbor(tallyHeadBody(vector.trustee, head)));
    const manifest = { ...manifestOf({ contests: [] }), origin: vector.origin };
    const message = tallyHeadMessage({ electionId, manifest }, vector.trustee, stated);
    assert.equal(toHex(message), vector.message);
    const signed = verifyEd25519Strict(bytes(vector.key), message, bytes(vector.signature));
    assert.equal(signed ? (same ? "ACCEPTED" : "HEAD_DIFFERS") : "SIGNATURE_INVALID", vector.outcome);
  });
}

for (const vector of vectors.decryption) {
  test(`vector decryption: ${vector.name}: ${vector.outcome}`, () => {
    const task = {
      electionId: bytes(vector.electionId),
      head: bytes(vector.head),
      aggregates: encodeAggregates(points(vector.alphas).map((alpha) => ({ alpha, beta: IDENTITY }))),
    };
    const body = { trustee: vector.trustee, points: bytes(vector.points), proof: bytes(vector.proof) };
    const verdict = verifyDecryption(kernel, task, body, bytes(vector.shareKey));
    const failure = !verdict.ok && verdict.error.code === "DECRYPTION_NOT_POINTS" ? "MALFORMED" : "BLAMED";
    assert.equal(verdict.ok ? "ACCEPTED" : failure, vector.outcome);
  });
}

for (const vector of vectors.result) {
  test(`vector result: ${vector.name}: ${vector.outcome}`, () => {
    const result = resultOf(vector);
    assert.equal(result && toHex(result.bytes), vector.result);
    const agrees = result !== undefined && equalBytes(result.hash, bytes(vector.claimed));
    assert.equal(agrees ? "ACCEPTED" : "RESULT_DIFFERS", vector.outcome);
  });
}

function resultOf(vector: ResultVector): { readonly bytes: Bytes; readonly hash: Bytes } | undefined {
  const manifest = {
    ...manifestFor(vector),
    trustees: { members: [], quorum: vector.quorum, stepSeconds: 1 },
  };
  const election = { electionId: bytes(vector.electionId), manifest };
  const groups = groupsOf(
    manifest,
    vector.styles.map(({ ballots }) => ballots),
  );
  const ofStyle = (style: number) => ciphertexts(vector.styles[style]?.aggregates ?? "");
  const decryptions = vector.decryptions.map((d) => ({ trustee: d.trustee, points: bytes(d.points) }));
  const result = combine(
    kernel,
    election,
    groups,
    encodeAggregates(aggregateList(manifest, groups, ofStyle)),
    decryptions,
  );
  return result.ok ? { bytes: encodeResult(result.value), hash: resultHash(result.value) } : undefined;
}
