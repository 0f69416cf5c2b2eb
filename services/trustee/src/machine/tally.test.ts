import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat, equalBytes, err, expectOk, type Result } from "@veche/base";
import { encodeCiphertext } from "@veche/crypto";
import { decodeBallot } from "@veche/election";
import { decodeTransaction, styleTallies, tallyStatus } from "@veche/ledger";
import { castTransaction, type TestLedger } from "@veche/ledger/testing";
import { changedStep, signedBy } from "../testing/dishonest.ts";
import { destroy, filesOn, replace } from "../testing/media.ts";
import {
  act,
  castFor,
  closeVoting,
  type Media,
  newScene,
  openVoting,
  play,
  post,
  type Scene,
  stepOf,
  takenStep,
  viewOf,
  withVault,
} from "../testing/scene.ts";
import type { Said } from "./action.ts";
import type { VerifiedLedger } from "./ledger.ts";
import { type Step, TrusteeMachine } from "./machine.ts";
import type { MachineError } from "./machine-error.ts";

const EVERYBODY = [1, 2, 3, 4, 5];

const codeOf = ({ state }: TestLedger): string => tallyStatus(state)?.code as string;

/** An election that was closed after some ballots. */
async function closedScene(voters = 2): Promise<Scene> {
  const scene = await newScene();
  await play(scene);
  castFor(scene.ledger, await openVoting(scene, voters), 0);
  closeVoting(scene.ledger);
  return scene;
}

/** Two logs that differ by one ballot, as a lying node with friends among the witnesses could sign both. */
async function forkedScene(): Promise<Scene & { readonly other: TestLedger }> {
  const scene = await newScene();
  const { ledger } = scene;
  await play(scene);
  const voters = await openVoting(scene, 3);
  castFor(ledger, voters.slice(0, 2), 0);
  const other = ledger.fork();
  castFor(other, voters.slice(2), 1);
  for (const log of [ledger, other]) closeVoting(log);
  return { ...scene, other };
}

/** A machine that is shown any view, at any time of its own clock. */
function stepWith(
  scene: Scene,
  trustee: number,
  said: Said,
  ledger: VerifiedLedger,
  now = scene.ledger.time,
): Promise<Result<Step, MachineError>> {
  const { election, randomBytes } = scene.ledger.test;
  return withVault(scene, trustee, async (vault) => {
    const machine = await TrusteeMachine.open(vault, election, { now: () => now, randomBytes });
    return machine.ok ? machine.value.step(ledger, said) : machine;
  });
}

test("A17 two honest trustees are shown two logs: neither is decrypted", async () => {
  const { other, ...scene } = await forkedScene();
  const { ledger } = scene;
  assert.notEqual(codeOf(ledger), codeOf(other));
  // Trustee 1 sees one log, 2 the other, 3 is lost; 4 and 5 sign whatever is asked of them, on both.
  await act(scene, 1, { confirmed: codeOf(ledger) });
  await act(scene, 2, { confirmed: codeOf(other) }, other);
  for (const log of [ledger, other]) {
    for (const trustee of [4, 5]) log.accept(await headOf(scene, log, trustee));
  }
  for (const [trustee, log] of [
    [1, ledger],
    [2, other],
  ] as const) {
    const { action, transactions } = await takenStep(scene, trustee, {}, log);
    assert.deepEqual(action, { kind: "wait", until: { code: "HEADS", have: 3, need: 4 } });
    assert.deepEqual(transactions, []);
  }
  // The characters read aloud are those of one log: whoever was shown the other one releases nothing.
  const heard = { heard: codeOf(ledger) };
  assert.deepEqual(await stepOf(scene, 2, heard, other), err({ code: "CHARACTERS_DIFFER" }));
  assert.equal((await takenStep(scene, 1, heard)).transactions.length, 1);
});

/** A head signed without a machine's scruples. */
async function headOf(scene: Scene, log: TestLedger, trustee: number): Promise<Bytes> {
  const head = tallyStatus(log.state)?.head;
  assert.ok(head);
  return signedBy(scene, trustee, "tally-head", { ...head, trustee });
}

test("A17 no second tally: a trustee who signed one log's head signs no other, ever", async () => {
  const { other, ...scene } = await forkedScene();
  const { ledger } = scene;
  await takenStep(scene, 1, { confirmed: codeOf(ledger) });
  const again = await stepOf(scene, 1, { confirmed: codeOf(other) }, other);
  assert.deepEqual(again, err({ code: "HEAD_ALREADY_SIGNED" }));
  // The signature of the other log's head on this one: nothing can be decrypted here any more by this trustee.
  await act(scene, 2, { confirmed: codeOf(other) }, other);
  ledger.accept(await headOf(scene, other, 2));
  const failed = { kind: "failed", reason: "HEAD_DIFFERS" };
  assert.deepEqual((await takenStep(scene, 2)).action, failed);
});

test("A17 the head waits for the trustee's own clock, for tallyNotBefore and for the characters", async () => {
  const scene = await closedScene();
  const { ledger } = scene;
  const from = ledger.test.manifest.tallyNotBefore;
  const confirmed = codeOf(ledger);
  const early = expectOk(await stepWith(scene, 1, { confirmed }, viewOf(ledger), from - 1), "early");
  assert.deepEqual(early, {
    action: { kind: "wait", until: { code: "TALLY_TIME", from } },
    transactions: [],
  });
  const unconfirmed = err({ code: "HEAD_NOT_CONFIRMED" });
  for (const said of [
    {},
    { confirmed: "" },
    { confirmed: "0000-0000-0000-0000-0000" },
    { heard: confirmed },
  ]) {
    assert.deepEqual(await stepOf(scene, 1, said), unconfirmed);
  }
  assert.ok(!filesOn((scene.media.get(1) as Media)[0]).includes("head.age"));
  const typed = confirmed.toLowerCase().replaceAll("-", "");
  const { action } = await act(scene, 1, { confirmed: typed });
  assert.deepEqual(action, { kind: "tally-head", characters: confirmed });
});

test("A17 L16 the head is on both media before it is signed: with one medium nothing leaves", async () => {
  const scene = await closedScene();
  const { ledger } = scene;
  const [stick, card] = scene.media.get(1) as Media;
  const said = { confirmed: codeOf(ledger) };
  destroy(card);
  const refused = await stepOf(scene, 1, said);
  assert.equal(!refused.ok && refused.error.code, "MEDIUM_UNUSABLE");
  assert.ok(!filesOn(stick).includes("head.age"));
  replace(card);
  const repaired = await withVault(scene, 1, (vault) => vault.repair());
  assert.deepEqual(repaired, { ok: true, value: ["election", "identity", "polynomial-0", "share-0"] });
  await act(scene, 1, said);
  assert.ok(filesOn(stick).includes("head.age") && filesOn(card).includes("head.age"));
});

test("A17 no decryption before enough heads, and only heads whose signatures hold are counted", async () => {
  const scene = await closedScene();
  const { ledger } = scene;
  for (const trustee of [1, 2, 3]) await act(scene, trustee, { confirmed: codeOf(ledger) });
  const three = { kind: "wait", until: { code: "HEADS", have: 3, need: 4 } };
  assert.deepEqual((await takenStep(scene, 1)).action, three);
  await act(scene, 4, { confirmed: codeOf(ledger) });
  const honest = viewOf(ledger);
  const lying: VerifiedLedger = {
    ...honest,
    entry: async (index) => {
      const entry = await honest.entry(index);
      const transaction = entry?.transaction.slice();
      if (entry === undefined || transaction === undefined || index !== ledger.entries.length - 1)
        return entry;
      transaction[transaction.length - 1] = (transaction.at(-1) as number) ^ 1;
      return { ...entry, transaction };
    },
  };
  const tooFew = err({ code: "HEADS_TOO_FEW", have: 3, need: 4 });
  assert.deepEqual(await stepWith(scene, 1, {}, lying), tooFew);
  assert.equal((await stepWith(scene, 1, {}, honest)).ok, true);
});

test("A6 L7 a view with a voter's ballot in place of the sums: nothing is signed and nothing decrypted", async () => {
  const scene = await newScene();
  const { ledger } = scene;
  await play(scene);
  const voters = await openVoting(scene, 2);
  castFor(ledger, voters.slice(0, 1), 0);
  const cast = castTransaction(ledger, voters[1] as (typeof voters)[number]);
  ledger.accept(cast);
  closeVoting(ledger);
  const confirmed = codeOf(ledger);
  const unsigned = viewWithBallot(ledger, cast);
  assert.deepEqual(await stepWith(scene, 1, { confirmed }, unsigned), err({ code: "HEAD_NOT_CONFIRMED" }));
  for (const trustee of EVERYBODY) await act(scene, trustee, { confirmed });
  const signed = viewWithBallot(ledger, cast);
  for (const said of [{}, { heard: confirmed }]) {
    assert.deepEqual(await stepWith(scene, 1, said, signed), err({ code: "HEAD_NOT_KEPT" }));
  }
  assert.equal((await stepWith(scene, 1, {}, viewOf(ledger))).ok, true);
});

/** The ledger's own view, but that the sums of style 0 read as the ciphertexts of one ballot. */
function viewWithBallot(ledger: TestLedger, cast: Bytes): VerifiedLedger {
  const [tally] = styleTallies(ledger.state, ledger.view);
  const sums = concat(...(tally?.aggregates ?? []).map(encodeCiphertext));
  const { ballot } = expectOk(decodeTransaction(cast), "cast").body;
  const { ciphertextBytes } = expectOk(decodeBallot(ballot as Bytes, ledger.test.manifest), "ballot");
  const get = (key: Bytes): Bytes | undefined => {
    const value = ledger.view.get(key);
    return value !== undefined && equalBytes(value, sums) ? concat(ciphertextBytes) : value;
  };
  return { ...viewOf(ledger), view: { get } };
}

test("A6 the machine has no way to be given a point", () => {
  const own = Object.getOwnPropertyNames(TrusteeMachine.prototype).sort();
  assert.deepEqual(own, ["constructor", "next", "step", "trustee"]);
});

test("A18 L4 a decryption with two points exchanged is blamed, the right one is taken, and the tally goes on", async () => {
  const scene = await newScene({ contests: [{ min: 0, max: 2, options: 2 }] });
  const { ledger } = scene;
  await play(scene);
  const voters = await openVoting(scene, 2);
  ledger.accept(...voters.map((voter) => castTransaction(ledger, voter, { choices: [[1, 0]] })));
  closeVoting(ledger);
  for (const trustee of EVERYBODY) await act(scene, trustee, { confirmed: codeOf(ledger) });
  const exchanged = await changedStep(scene, 1, (body) => {
    const { points } = body;
    const [a, b] = [(points as Bytes).slice(0, 32), (points as Bytes).slice(32)];
    return { ...body, points: concat(b, a) };
  });
  assert.equal(ledger.send(exchanged).code, "BLAMED");
  await play(scene);
  assert.deepEqual(ledger.state.decryptions, [1, 2, 3]);
  assert.ok(ledger.state.resultHash);
});

test("a kept decryption leaves the same again", async () => {
  const scene = await closedScene();
  for (const trustee of EVERYBODY) await act(scene, trustee, { confirmed: codeOf(scene.ledger) });
  const first = await takenStep(scene, 2);
  assert.deepEqual((await takenStep(scene, 2)).transactions, first.transactions);
  assert.deepEqual(
    post(scene.ledger, first.transactions).map(({ code }) => code),
    ["ACCEPTED"],
  );
});
