import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, utf8 } from "@veche/base";
import { decodeTransaction, tallyStatus } from "@veche/ledger";
import { changedStep, sealedTo, sharesWith, signedBy } from "../testing/dishonest.ts";
import {
  act,
  castFor,
  closeVoting,
  newScene,
  openVoting,
  play,
  post,
  type Scene,
  stepOf,
  takenStep,
} from "../testing/scene.ts";

const DAY = 86_400_000;

/** All trustees take part until this step of the ceremony has begun. */
async function until(scene: Scene, step: string, offline: readonly number[] = []): Promise<void> {
  const { ledger, media } = scene;
  const trustees = [...media.keys()].filter((trustee) => !offline.includes(trustee));
  while (ledger.state.ceremony?.step !== step) {
    const before = ledger.state;
    for (const trustee of trustees) if (ledger.state.ceremony?.step !== step) await act(scene, trustee);
    assert.notEqual(before, ledger.state, `the ceremony does not come to ${step}`);
  }
}

const ceremonyOf = ({ ledger }: Scene) => {
  assert.ok(ledger.state.ceremony);
  return ledger.state.ceremony;
};

const codes = (scene: Scene, ...transactions: readonly Bytes[]): readonly string[] =>
  post(scene.ledger, transactions).map(({ code }) => code);

/** The scalar with its lowest bit turned: another share, in the right form. */
function nextTo(plaintext: Bytes): Bytes {
  const other = plaintext.slice();
  const at = other.length - 32;
  other[at] = (other[at] as number) ^ 1;
  return other;
}

const WRONG_FILES: readonly (readonly [
  string,
  (scene: Scene, receiver: number, right: Bytes) => Promise<Bytes>,
])[] = [
  ["another scalar", (scene, receiver, right) => sealedTo(scene, receiver, nextTo(right))],
  [
    "the share of somebody else's route",
    (scene, receiver, right) => sealedTo(scene, receiver, right.slice(1)),
  ],
  ["the right share for another recipient", (scene, _, right) => sealedTo(scene, 1, right)],
  ["no age file", async () => utf8("a share")],
  ["nothing", async () => new Uint8Array(0)],
];

for (const [what, make] of WRONG_FILES) {
  test(`A5 L4 a dealer sends ${what}: complaint, answer in the open, and the ceremony is done`, async () => {
    const scene = await newScene({}, what);
    await until(scene, "shares");
    const wrong = await sharesWith(scene, 2, 4, (right) => make(scene, 4, right));
    assert.deepEqual(codes(scene, wrong), ["ACCEPTED"]);
    await until(scene, "confirm");
    for (const trustee of [1, 2, 3, 5]) assert.deepEqual((await act(scene, trustee)).against, []);
    const verdict = await act(scene, 4);
    assert.deepEqual([verdict.action.kind, verdict.against], ["verdict", [2]]);
    assert.deepEqual(ceremonyOf(scene).complaints, [{ trustee: 4, against: [2] }]);

    const answer = await act(scene, 2);
    assert.deepEqual(answer.action, { kind: "answer", attempt: 0, complainer: 4 });
    assert.equal((await act(scene, 4)).action.kind, "reconfirm");
    assert.equal(ceremonyOf(scene).step, "done");
    await play(scene);
    assert.deepEqual(ceremonyOf(scene).canaries.ceremony, [1, 2, 3, 4, 5]);
  });
}

test("A5 who used a share from an answer decrypts with it", async () => {
  const scene = await newScene();
  const { ledger } = scene;
  await until(scene, "shares");
  codes(scene, await sharesWith(scene, 1, 4, (right) => sealedTo(scene, 4, nextTo(right))));
  await play(scene);
  const voters = await openVoting(scene, 2);
  castFor(ledger, voters, 0);
  closeVoting(ledger);
  const code = tallyStatus(ledger.state)?.code as string;
  for (const trustee of [2, 3, 4, 5]) await act(scene, trustee, { confirmed: code });
  for (const trustee of [4, 5, 2]) await act(scene, trustee);
  assert.deepEqual(ledger.state.decryptions, [4, 5, 2]);
  assert.ok(ledger.state.resultHash);
});

test("A5 a dealer who answers wrongly is blamed, excluded at the deadline, and the others begin anew", async () => {
  const scene = await newScene();
  const { ledger } = scene;
  await until(scene, "shares");
  codes(scene, await sharesWith(scene, 2, 4, (right) => sealedTo(scene, 4, nextTo(right))));
  await until(scene, "answer");
  const wrong = await changedStep(scene, 2, (body) => ({ ...body, share: new Uint8Array(32) }));
  assert.deepEqual(codes(scene, wrong), ["BLAMED"]);
  const others = [1, 3, 4, 5];
  for (const trustee of others) {
    const { action } = await takenStep(scene, trustee);
    assert.ok(action.kind === "wait" && action.until.code === "TRUSTEES");
    assert.deepEqual(action.until.missing, [2]);
  }
  ledger.at(ledger.time + DAY);
  const { action } = await act(scene, 5);
  assert.deepEqual(action, { kind: "deadline", attempt: 0, step: "answer" });
  assert.deepEqual([ceremonyOf(scene).attempt, ceremonyOf(scene).alive], [1, others]);
  assert.deepEqual((await takenStep(scene, 2)).action, { kind: "excluded" });
  await play(scene);
  assert.equal(ceremonyOf(scene).step, "done");
  assert.deepEqual(ceremonyOf(scene).canaries.ceremony, others);
});

test("A5 trustees who accuse honest dealers gain nothing: answers show them what they had", async () => {
  const scene = await newScene();
  await until(scene, "confirm");
  const attempt = 0;
  const complaints = [
    await signedBy(scene, 1, "trustee-complaint", { against: [2, 3, 4, 5], attempt, trustee: 1 }),
    await signedBy(scene, 3, "trustee-complaint", { against: [2, 4], attempt, trustee: 3 }),
  ];
  assert.deepEqual(codes(scene, ...complaints), ["ACCEPTED", "ACCEPTED"]);
  await until(scene, "answer");
  const first = await takenStep(scene, 2);
  assert.deepEqual(first.action, { kind: "answer", attempt, complainer: 1 });
  await play(scene);
  assert.equal(ceremonyOf(scene).step, "done");
  assert.deepEqual(ceremonyOf(scene).alive, [1, 2, 3, 4, 5]);
  assert.equal(ceremonyOf(scene).canaries.ceremony.length, 5);
});

test("a dealer answers each complaint once and nobody else", async () => {
  const scene = await newScene();
  await until(scene, "confirm");
  codes(scene, await signedBy(scene, 1, "trustee-complaint", { against: [2], attempt: 0, trustee: 1 }));
  await until(scene, "answer");
  for (const trustee of [1, 3, 4, 5]) {
    assert.equal((await takenStep(scene, trustee)).action.kind, "wait", `trustee ${trustee}`);
  }
  const { transactions } = await takenStep(scene, 2);
  const sent = decodeTransaction(transactions[0] as Bytes);
  assert.ok(sent.ok);
  const { complainer, trustee } = sent.value.body;
  assert.deepEqual([complainer, trustee], [1, 2]);
});

test("A5 one trustee is lost: excluded at the deadline, and the next attempt has fresh polynomials", async () => {
  for (const [lost, step] of [
    [5, "hash"],
    [1, "commit"],
    [3, "shares"],
    [2, "confirm"],
  ] as const) {
    const scene = await newScene({}, step);
    const { ledger } = scene;
    await until(scene, step);
    const others = [1, 2, 3, 4, 5].filter((trustee) => trustee !== lost);
    await play(scene, { offline: [lost] });
    const waiting = await takenStep(scene, others[0] as number);
    const deadline = ceremonyOf(scene).began + DAY;
    const until5 = { code: "TRUSTEES", step, missing: [lost], deadline };
    assert.deepEqual(waiting.action, { kind: "wait", until: until5 });
    const hashes = ceremonyOf(scene).hashes;
    ledger.at(deadline);
    await play(scene, { offline: [lost] });
    assert.deepEqual([ceremonyOf(scene).attempt, ceremonyOf(scene).step], [1, "done"]);
    assert.deepEqual(ceremonyOf(scene).alive, others);
    for (const { hash } of ceremonyOf(scene).hashes) {
      assert.ok(!hashes.some((before) => Buffer.from(before.hash).equals(hash)));
    }
    assert.deepEqual((await takenStep(scene, lost)).action, { kind: "excluded" });
  }
});

test("the ceremony fails for ever when fewer than k + 1 are left", async () => {
  const scene = await newScene();
  const { ledger } = scene;
  await play(scene, { offline: [4, 5] });
  ledger.at(ledger.time + DAY);
  assert.equal((await act(scene, 1)).action.kind, "deadline");
  const failed = { kind: "failed", reason: "CEREMONY_FAILED" };
  for (const trustee of [1, 4]) assert.deepEqual((await takenStep(scene, trustee)).action, failed);
});

test("a restart by the commission makes new polynomials and a new share, and keeps the old ones apart", async () => {
  const scene = await newScene();
  const { ledger } = scene;
  await play(scene);
  ledger.accept(ledger.tx("ceremony-restart", { excluded: [3] }));
  await play(scene);
  assert.deepEqual(ceremonyOf(scene).canaries.ceremony, [1, 2, 4, 5]);
  assert.deepEqual((await takenStep(scene, 3)).action, { kind: "excluded" });
  assert.equal((await stepOf(scene, 1)).ok, true);
});
