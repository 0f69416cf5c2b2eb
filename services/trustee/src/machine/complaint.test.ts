import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, utf8 } from "@veche/base";
import { decodeTransaction, tallyStatus } from "@veche/ledger";
import { changedStep, type Plaintexts, sealedTo, sharesWith, signedBy } from "../testing/dishonest.ts";
import {
  act,
  castFor,
  ceremonyOf,
  closeVoting,
  newScene,
  openVoting,
  play,
  post,
  type Scene,
  takenStep,
  until,
} from "../testing/scene.ts";

const DAY = 86_400_000;

const codes = (scene: Scene, ...transactions: readonly Bytes[]): readonly string[] =>
  post(scene.ledger, transactions).map(({ code }) => code);

/** The scalar with its lowest bit turned: another share, in the right form. */
function nextTo(plaintext: Bytes): Bytes {
  const other = plaintext.slice();
  const at = other.length - 32;
  other[at] = (other[at] as number) ^ 1;
  return other;
}

const WRONG_FILES: readonly (readonly [string, (scene: Scene, right: Plaintexts) => Promise<Bytes>])[] = [
  ["another scalar", async (scene, right) => sealedTo(scene, 4, nextTo(await right(4)))],
  ["somebody else's share", async (scene, right) => sealedTo(scene, 4, await right(5))],
  ["the right share for another recipient", async (scene, right) => sealedTo(scene, 5, await right(4))],
  ["no age file", async () => utf8("a share")],
  ["nothing", async () => new Uint8Array(0)],
];

for (const [what, make] of WRONG_FILES) {
  test(`A5 L4 a dealer sends ${what}: complaint, answer in the open, and the ceremony is done`, async () => {
    const scene = await newScene({}, what);
    await until(scene, "shares");
    const wrong = await sharesWith(scene, 2, 4, (right) => make(scene, right));
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
    assert.equal((await act(scene, 4)).action.kind, "canary");
    assert.deepEqual(ceremonyOf(scene).canaries.ceremony, [4]);
  });
}

test("A5 who used a share from an answer decrypts with it", async () => {
  const scene = await newScene();
  const { ledger } = scene;
  await until(scene, "shares");
  codes(scene, await sharesWith(scene, 1, 4, async (right) => sealedTo(scene, 4, nextTo(await right(4)))));
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
  codes(scene, await sharesWith(scene, 2, 4, async (right) => sealedTo(scene, 4, nextTo(await right(4)))));
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
