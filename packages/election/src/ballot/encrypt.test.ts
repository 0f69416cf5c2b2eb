import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Bytes,
  codeOf,
  equalBytes,
  err,
  expectOk,
  type RandomBytes,
  sha512,
  u32,
  u64,
  utf8,
} from "@veche/base";
import {
  add,
  BASE,
  encodePoint,
  equalPoints,
  multiplyPublic,
  reduceScalar,
  type Scalar,
  subtract,
} from "@veche/group";
import type { Choices } from "./choices.ts";
import { ballotNonce } from "./ciphertexts.ts";
import { ballotChallenge, ballotContext, encryptionContext } from "./context.ts";
import { encryptBallot, recomputeTracker } from "./encrypt.ts";
import { castOf, credentialOf, electionOf, marked, requestOf, sceneOf, seeded } from "./testing/scene.ts";
import { trackerHash, trackerOf } from "./tracker.ts";

const scene = sceneOf(
  {
    contests: [
      { options: 2, min: 1, max: 1 },
      { options: 3, min: 1, max: 1 },
    ],
    styles: [[0, 1], [1]],
  },
  "encrypt",
);
const { context, randomBytes } = scene;
const choices: Choices = [marked(2, 1), [0, 1, 0]];
const stuck: RandomBytes = (length) => new Uint8Array(length).fill(7);

/** §01.4.2 and §01.4.3 once more, without the transcript's code. */
function plainHash(label: string, ...items: readonly Bytes[]): Bytes {
  const framed = items.flatMap((item) => [u32(item.length), item]);
  return sha512(Buffer.concat([utf8(`veche/v1/${label}`), new Uint8Array(1), ...framed]));
}

test("§05.1.2 r_j hashes seed, election, style, X, seq, contest of the manifest and option", () => {
  const seed = randomBytes(32);
  const credential = credentialOf(scene);
  const { ballot } = castOf(scene, [marked(3, 1)], { style: 1, seq: 3, seed });
  const expected = [0, 1].map((option) =>
    reduceScalar(
      plainHash("nonce", seed, context.electionId, utf8("style-1"), credential, u64(3), u64(1), u64(option)),
    ),
  );
  const seeds = { shape: ballot.shape, credential, seq: 3, seed };
  assert.deepEqual(
    [0, 1].map((option) => ballotNonce(context.electionId, seeds, 1, option)),
    expected,
  );
  ballot.ciphertexts.forEach(({ alpha, beta }, j) => {
    const r = expected[j] as Scalar;
    const message = subtract(beta, multiplyPublic(context.key, r));
    assert.ok(equalPoints(alpha, multiplyPublic(BASE, r)));
    assert.ok(equalPoints(message, multiplyPublic(BASE, j === 0 ? 1n : 0n)));
  });
});

test("§05.5.1 the tracker hashes election, style, X, seq and ciphertexts, neither proofs nor token", () => {
  const { ballot, tracker, trackerHash: hash, credential } = castOf(scene, choices, { seq: 1 });
  const expected = plainHash(
    "tracker",
    context.electionId,
    utf8("style-0"),
    credential,
    u64(1),
    ballot.ciphertextBytes,
  );
  assert.ok(equalBytes(hash, expected));
  assert.equal(tracker, codeOf(expected));
  assert.ok(equalBytes(trackerHash(context.electionId, ballot), expected));
  assert.equal(trackerOf(context.electionId, ballot), tracker);
});

test("§05.2.5 the challenge hashes the whole statement and every commitment", () => {
  const { ballot, credential } = castOf(scene, choices, { seq: 2 });
  const expected = plainHash(
    "ballot",
    context.electionId,
    utf8("style-0"),
    encodePoint(context.key),
    credential,
    u64(2),
    ballot.ciphertextBytes,
    ballot.commitmentBytes,
  );
  assert.equal(ballotChallenge(context, ballot), reduceScalar(expected));
});

test("one seed gives one tracker and one set of ciphertexts, and new proofs each time", () => {
  const seed = randomBytes(32);
  const first = castOf(scene, choices, { seed });
  const second = castOf(scene, choices, { seed });
  assert.equal(first.tracker, second.tracker);
  assert.ok(equalBytes(first.ballot.ciphertextBytes, second.ballot.ciphertextBytes));
  assert.ok(!equalBytes(first.ballot.commitmentBytes, second.ballot.commitmentBytes));
  assert.ok(!equalBytes(first.ballot.responseBytes, second.ballot.responseBytes));
});

test("another seed, seq, style, credential or election gives other ciphertexts, none in common", () => {
  const seed = randomBytes(32);
  const other = sceneOf({ contests: [{ options: 3, min: 1, max: 1 }] }, "other");
  const ciphertexts = [
    castOf(scene, choices, { seed }),
    castOf(scene, choices, { seed: randomBytes(32) }),
    castOf(scene, choices, { seed, seq: 1 }),
    castOf(scene, choices, { seed, x: scene.x + 1n }),
    castOf(scene, [marked(3, 1)], { seed, style: 1 }),
    castOf({ ...other, x: scene.x }, [marked(3, 1)], { seed }),
  ].flatMap(({ ballot }) =>
    ballot.ciphertexts.map(({ alpha }) => Buffer.from(encodePoint(alpha)).toString("hex")),
  );
  assert.equal(new Set(ciphertexts).size, ciphertexts.length);
});

test("the same generator and the same request give the same bytes: nothing else is random", () => {
  const request = requestOf(scene, choices);
  const [one, two] = [1, 2].map(() => expectOk(encryptBallot(context, request, seeded("same")), "encrypt"));
  assert.ok(equalBytes(one?.bytes as Bytes, two?.bytes as Bytes));
});

test("a shown seed does not give x away, even when the generator of randomness is stuck", () => {
  const seed = randomBytes(32);
  const broken = { ...scene, randomBytes: stuck };
  const one = castOf(broken, [marked(2, 1), [0, 0, 1]], { seed });
  const two = castOf(broken, [marked(2, 1), [0, 1, 0]], { seed });
  // One commitment answering two challenges would give x: (z − z')/(c − c').
  const commitments = [one, two].flatMap(({ ballot }) => elements(ballot.commitmentBytes));
  assert.equal(new Set(commitments).size, commitments.length);
});

test("the secret numbers of the proofs cannot be made from the seed and a known generator without x", () => {
  const seed = randomBytes(32);
  const request = requestOf(scene, choices, { seed });
  const mine = castOf({ ...scene, randomBytes: stuck }, choices, { seed });
  const attackers = castOf({ ...scene, randomBytes: stuck }, choices, { seed, x: request.x + 1n });
  const commitments = new Set(elements(mine.ballot.commitmentBytes));
  assert.ok(elements(attackers.ballot.commitmentBytes).every((point) => !commitments.has(point)));
});

const elements = (bytes: Bytes): string[] =>
  Array.from({ length: bytes.length / 32 }, (_, i) =>
    Buffer.from(bytes.subarray(32 * i, 32 * (i + 1))).toString("hex"),
  );

test("§05.5.2 the second device gets the same tracker from seed, X, seq, style and choices, and from no others", () => {
  const seed = randomBytes(32);
  const { tracker, trackerHash: hash, ballot } = castOf(scene, choices, { seed, seq: 1 });
  const right = { style: 0, seq: 1, choices, seed, credential: credentialOf(scene) };
  const again = expectOk(recomputeTracker(context, right), "recompute");
  assert.equal(again.tracker, tracker);
  assert.ok(equalBytes(again.trackerHash, hash));
  assert.ok(equalBytes(again.ciphertextBytes, ballot.ciphertextBytes));
  const otherKey = ballotContext(context, add(context.key, BASE));
  const wrong = [
    recomputeTracker(context, { ...right, choices: [marked(2, 1), [0, 0, 1]] }),
    recomputeTracker(context, {
      ...right,
      choices: [
        [0, 1],
        [0, 1, 0],
      ],
    }),
    recomputeTracker(context, { ...right, seed: randomBytes(32) }),
    recomputeTracker(context, { ...right, seq: 2 }),
    recomputeTracker(context, { ...right, credential: encodePoint(BASE) }),
    recomputeTracker(context, { ...right, style: 1, choices: [[0, 1, 0]] }),
    recomputeTracker({ ...context, electionId: randomBytes(32) }, right),
    recomputeTracker(otherKey, right),
  ];
  for (const result of wrong) assert.notEqual(expectOk(result, "recompute").tracker, tracker);
});

test("what cannot become an acceptable ballot is refused, not encrypted", () => {
  const request = requestOf(scene, choices);
  const encrypt = (changes: object): unknown =>
    encryptBallot(context, { ...request, ...changes }, randomBytes);
  assert.deepEqual(encrypt({ style: 2 }), err({ code: "STYLE_UNKNOWN" }));
  assert.deepEqual(encrypt({ seq: 4 }), err({ code: "SEQ_TOO_HIGH" }));
  const tooMany = err({ code: "CHOICES_INVALID", reason: "too-many", place: 0 });
  assert.deepEqual(encrypt({ choices: [[1, 1], marked(3, 1)] }), tooMany);
  const { seed, seq, style } = request;
  const shown = {
    style,
    seq,
    seed,
    credential: credentialOf(scene),
    choices: [[1, 1], marked(3, 1)] as Choices,
  };
  assert.deepEqual(recomputeTracker(context, shown), tooMany);
  for (const credential of [new Uint8Array(32), new Uint8Array(32).fill(255), new Uint8Array(31)]) {
    const result = recomputeTracker(context, { ...shown, credential, choices });
    assert.deepEqual(result, err({ code: "CREDENTIAL_INVALID" }));
  }
});

test("a credential of 0, a short seed, a token of another length and an identity key are bugs", () => {
  const request = requestOf(scene, choices);
  const encrypt = (changes: object) => () => encryptBallot(context, { ...request, ...changes }, randomBytes);
  assert.throws(encrypt({ x: 0n }), /credential/);
  assert.throws(encrypt({ seed: new Uint8Array(31) }), /seed/);
  assert.throws(encrypt({ token: [] }), /length/);
  assert.throws(() => ballotContext(electionOf({ contests: [] }), subtract(BASE, BASE)), /identity/);
});

test("a context with a table gives the same ciphertexts", () => {
  const seed = randomBytes(32);
  const fast = encryptionContext(context, add(multiplyPublic(BASE, 5n), multiplyPublic(BASE, 6n)));
  const slow = ballotContext(context, multiplyPublic(BASE, 11n));
  const [one, two] = [fast, slow].map((each) => castOf({ ...scene, context: each }, choices, { seed }));
  assert.equal(one?.tracker, two?.tracker);
});
