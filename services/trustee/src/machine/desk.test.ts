import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, type CborMap, equalBytes } from "@veche/base";
import { close } from "@veche/ledger/testing";
import { newScene, openVoting, play, type Scene, viewOf, withVault } from "../testing/scene.ts";
import { signTransaction } from "./desk.ts";

const sign = (scene: Scene, trustee: number, body: CborMap): Promise<readonly Bytes[]> =>
  withVault(scene, trustee, async (vault) => {
    const { election, randomBytes } = scene.ledger.test;
    const desk = { vault, election, trustee, now: () => scene.ledger.time, randomBytes };
    return signTransaction(desk, viewOf(scene.ledger), "decryption", body);
  });

/** As large as the decryption of `count` sums. */
const decryption = (count: number): CborMap => ({
  points: new Uint8Array(32 * count),
  proof: new Uint8Array(64),
  trustee: 1,
});

test("a decryption of thousands of sums is cut into parts that the ledger puts together", async () => {
  const scene = await newScene();
  const { ledger } = scene;
  await play(scene);
  await openVoting(scene, 1);
  close(ledger);
  assert.equal((await sign(scene, 1, decryption(1_800))).length, 1);
  const parts = await sign(scene, 1, decryption(5_000));
  assert.equal(parts.length, 3);
  const placed = parts.map((part) => ledger.send(part));
  assert.deepEqual(
    placed.map(({ code }) => code),
    ["ACCEPTED", "ACCEPTED", "ACCEPTED"],
  );
  // There is nothing to decrypt here: the whole was put together and judged.
  assert.equal(placed.at(-1)?.whole?.code, "PHASE");
});

test("L16 after a crash between parts the rest of the same whole is sent; another whole begins anew", async () => {
  const scene = await newScene();
  const { ledger } = scene;
  await play(scene);
  await openVoting(scene, 1);
  close(ledger);
  const parts = await sign(scene, 1, decryption(5_000));
  ledger.accept(parts[0] as Bytes);
  const rest = await sign(scene, 1, decryption(5_000));
  assert.equal(rest.length, 2);
  assert.ok(rest.every((part, at) => equalBytes(part, parts[at + 1] as Bytes)));
  assert.equal((await sign(scene, 1, decryption(5_001))).length, 3);
  assert.equal((await sign(scene, 2, { ...decryption(5_000), trustee: 2 })).length, 3);
});
