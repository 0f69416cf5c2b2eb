import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeCbor, expectOk } from "@veche/base";
import { electionKeysOf, resultBytes, tallyStatus } from "@veche/ledger";
import { TIMES } from "@veche/ledger/testing";
import { filesOn } from "../testing/media.ts";
import {
  act,
  castFor,
  closeVoting,
  newScene,
  openVoting,
  play,
  type Scene,
  takenStep,
} from "../testing/scene.ts";

const wanted = async (scene: Scene, trustee: number): Promise<unknown> =>
  (await takenStep(scene, trustee)).action;

async function counts({ ledger }: Scene): Promise<unknown> {
  const bytes = resultBytes(ledger.view);
  assert.ok(bytes, "the result is computed");
  const result = expectOk(decodeCbor(bytes), "result") as unknown as {
    readonly contests: readonly { readonly groups: readonly { readonly counts: readonly number[] }[] }[];
  };
  return result.contests.map(({ groups }) => groups.map((group) => group.counts));
}

test("L4 L15 L16 five trustees make a key that none of them holds, and three of them open the sums", async () => {
  const scene = await newScene();
  const { ledger } = scene;
  await play(scene);
  assert.equal(ledger.state.ceremony?.step, "done");
  assert.equal(electionKeysOf(ledger.state, ledger.view)?.shares.size, 5);
  const waits = { kind: "wait", until: { code: "ISSUER_KEYS", have: 0, need: 2 } };
  assert.deepEqual(await wanted(scene, 1), waits);

  const voters = await openVoting(scene, 3);
  assert.deepEqual(ledger.state.ceremony?.canaries.open, [1, 2, 3, 4, 5]);
  castFor(ledger, voters.slice(0, 2), 0);
  castFor(ledger, voters.slice(2), 1);
  const voting = { code: "VOTING", castEnds: TIMES.castEnds, canaryFrom: TIMES.castEnds - 86_400_000 };
  assert.deepEqual(await wanted(scene, 1), { kind: "wait", until: voting });
  ledger.at(voting.canaryFrom);
  await play(scene);
  assert.deepEqual(ledger.state.ceremony?.canaries.close, [1, 2, 3, 4, 5]);

  closeVoting(ledger);
  const tally = tallyStatus(ledger.state);
  assert.ok(tally);
  await play(scene, { said: { confirmed: tally.code } });
  assert.deepEqual(ledger.state.decryptions, [1, 2, 3]);
  assert.deepEqual(await counts(scene), [[[2, 1]]]);
  assert.deepEqual(await wanted(scene, 5), { kind: "done" });
  const kept = ["decryption", "election", "head", "identity", "polynomial-0", "share-0"];
  const files = kept.map((item) => `${item}.age`);
  for (const folder of scene.media.get(1) as readonly string[]) assert.deepEqual(filesOn(folder), files);
});

test("an election without ballots needs no trustee", async () => {
  const scene = await newScene();
  await play(scene);
  await openVoting(scene, 1);
  closeVoting(scene.ledger);
  assert.deepEqual(await wanted(scene, 1), { kind: "done" });
});

test("L16 three of five trustees are enough after two were lost while voting", async () => {
  const scene = await newScene();
  const { ledger } = scene;
  await play(scene);
  const voters = await openVoting(scene, 2);
  castFor(ledger, voters, 1);
  closeVoting(ledger);
  const code = tallyStatus(ledger.state)?.code as string;
  const offline = [2, 4];
  await play(scene, { offline, said: { confirmed: code } });
  const heads = { kind: "wait", until: { code: "HEADS", have: 3, need: 4 } };
  assert.deepEqual(await wanted(scene, 1), heads);
  for (const trustee of [1, 3, 5]) await act(scene, trustee, { heard: code });
  assert.deepEqual(await counts(scene), [[[0, 2]]]);
});
