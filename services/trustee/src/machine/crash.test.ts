import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, expectOk } from "@veche/base";
import { decodeTransaction, tallyStatus } from "@veche/ledger";
import { filesOn, removeOn } from "../testing/media.ts";
import {
  castFor,
  closeVoting,
  type Media,
  newScene,
  openVoting,
  play,
  post,
  type Scene,
  takenStep,
} from "../testing/scene.ts";
import type { Said } from "./action.ts";
import type { Step } from "./machine.ts";

/** Messages that a machine makes the same again; in the others a proof, or an age file, has fresh randomness. */
const REPEATED = new Set(["hash", "verdict", "answer", "reconfirm", "tally-head", "decryption", "deadline"]);

/**
 * A step whose message was lost with the machine, then the step again by a new one. What the first one made turns up after
 * all: it must not be taken as well.
 */
async function twice(scene: Scene, trustee: number, said: Said): Promise<Step> {
  const lost = await takenStep(scene, trustee, said);
  const again = await takenStep(scene, trustee, said);
  assert.deepEqual(again.action, lost.action);
  if (REPEATED.has(again.action.kind)) assert.deepEqual(again.transactions, lost.transactions);
  const first = post(scene.ledger, again.transactions).map(({ code }) => code);
  const second = post(scene.ledger, lost.transactions).map(({ code }) => code);
  assert.ok(
    first.every((code) => code === "ACCEPTED"),
    `${again.action.kind}: ${first}`,
  );
  // A message that ends its step, or the election, finds the next one already begun.
  const late = ["ALREADY", "CEREMONY_STEP", "PHASE"];
  assert.ok(
    second.every((code) => late.includes(code)),
    `${again.action.kind}: ${second}`,
  );
  return again;
}

test("L16 an election in which every machine crashes between keeping and sending, at every step", async () => {
  const scene = await newScene();
  const { ledger } = scene;
  let said: Said = {};
  const act = (trustee: number): Promise<Step> => twice(scene, trustee, said);
  await play(scene, { act });
  const voters = await openVoting(scene, 2);
  castFor(ledger, voters, 1);
  ledger.at(ledger.state.lastCastEnds - 1_000);
  await play(scene, { act });
  closeVoting(ledger);
  said = { confirmed: tallyStatus(ledger.state)?.code as string };
  await play(scene, { act });
  assert.ok(ledger.state.resultHash);
  assert.equal(ledger.state.blames.length, 0);
});

test("L16 a crash between the two media: the next machine goes on with what the first medium has", async () => {
  const scene = await newScene();
  const { ledger } = scene;
  let said: Said = {};
  const torn: string[] = [];
  /** The step is taken, but of what it kept anew only one medium has got it, now this one, now the other. */
  const act = async (trustee: number): Promise<Step> => {
    const media = scene.media.get(trustee) as Media;
    const before = filesOn(media[0]);
    const lost = await takenStep(scene, trustee, said);
    for (const file of filesOn(media[0]).filter((name) => !before.includes(name))) {
      removeOn(media[torn.length % 2] as string, file);
      torn.push(file);
    }
    const again = await takenStep(scene, trustee, said);
    assert.deepEqual(again.action, lost.action);
    if (REPEATED.has(again.action.kind)) assert.deepEqual(again.transactions, lost.transactions);
    assert.deepEqual(filesOn(media[0]), filesOn(media[1]));
    for (const transaction of again.transactions) ledger.accept(transaction);
    return again;
  };
  await play(scene, { act });
  const voters = await openVoting(scene, 1);
  castFor(ledger, voters, 0);
  closeVoting(ledger);
  said = { confirmed: tallyStatus(ledger.state)?.code as string };
  await play(scene, { act });
  assert.ok(ledger.state.resultHash);
  const kinds = new Set(torn.map((file) => file.replace(/(-0)?\.age$/, "")));
  assert.deepEqual([...kinds].sort(), ["decryption", "election", "head", "polynomial", "share"]);
});

test("L4 never a second hash: what was hashed stays, whatever the randomness", async () => {
  const scene = await newScene();
  const hashes = new Set<string>();
  for (let time = 0; time < 3; time++) {
    const { transactions } = await takenStep(scene, 1);
    const { body } = expectOk(decodeTransaction(transactions[0] as Bytes), "hash");
    const { hash } = body;
    hashes.add(Buffer.from(hash as Bytes).toString("hex"));
  }
  assert.equal(hashes.size, 1);
});
