import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, err, expectOk, utf8 } from "@veche/base";
import { type CanaryBody, deal, type Election, verifyCanary } from "@veche/election";
import { decodeTransaction, electionKeysOf } from "@veche/ledger";
import { seededRandom } from "@veche/ledger/testing";
import { destroy, filesOn, newMedia, newVault, removeOn } from "../testing/media.ts";
import {
  act,
  castFor,
  type Media,
  newScene,
  openVoting,
  play,
  type Scene,
  stepOf,
  takenStep,
  until,
  viewOf,
  withVault,
} from "../testing/scene.ts";
import { TrusteeMachine } from "./machine.ts";

const world = { now: () => 0, randomBytes: seededRandom("world") };

const electionOf = ({ ledger }: Scene): Election => ledger.test.election;

/** An item lost on both media. */
function lose({ media }: Scene, trustee: number, ...items: readonly string[]): void {
  for (const folder of media.get(trustee) as Media) {
    for (const item of items) removeOn(folder, `${item}.age`);
  }
}

test("only a trustee of the manifest, with both keys, gets a machine, and learns its index", async () => {
  const scene = await newScene();
  const election = electionOf(scene);
  const stranger = await newVault(newMedia(), "stranger");
  assert.deepEqual(await TrusteeMachine.open(stranger, election, world), err({ code: "NOT_A_TRUSTEE" }));
  await withVault(scene, 4, async (vault) => {
    const machine = await TrusteeMachine.open(vault, election, world);
    assert.equal(machine.ok && machine.value.trustee, 4);
    const { manifest } = election;
    const members = manifest.trustees.members.map((member) => ({ ...member, age: stranger.member("").age }));
    const other = { ...election, manifest: { ...manifest, trustees: { ...manifest.trustees, members } } };
    const differs = err({ code: "RECIPIENT_DIFFERS" });
    assert.deepEqual(await TrusteeMachine.open(vault, other, world), differs);
  });
});

test("L7 a vault belongs to one election, and a machine looks at no other log", async () => {
  const scene = await newScene();
  const election = electionOf(scene);
  const other = { ...election, electionId: new Uint8Array(32).fill(7) };
  await act(scene, 1);
  await withVault(scene, 1, async (vault) => {
    const refused = err({ code: "VAULT_OF_ANOTHER_ELECTION" });
    assert.deepEqual(await TrusteeMachine.open(vault, other, world), refused);
    const machine = await TrusteeMachine.open(vault, election, world);
    assert.ok(machine.ok);
    const view = viewOf(scene.ledger);
    const foreign = { ...view, state: { ...view.state, electionId: other.electionId } };
    const differs = err({ code: "LEDGER_OF_ANOTHER_ELECTION" });
    assert.deepEqual(await machine.value.step(foreign), differs);
  });
});

test("L4 without the polynomial that was hashed a machine stops, and draws no second one", async () => {
  const scene = await newScene();
  for (const trustee of scene.media.keys()) await act(scene, trustee);
  lose(scene, 1, "polynomial-0");
  assert.deepEqual(await stepOf(scene, 1), err({ code: "POLYNOMIAL_LOST", attempt: 0 }));
  assert.ok(!filesOn((scene.media.get(1) as Media)[0]).includes("polynomial-0.age"));
  const attempt = { electionId: electionOf(scene).electionId, attempt: 0 };
  const another = deal(attempt, 1, 3, seededRandom("another"));
  await withVault(scene, 1, (vault) => vault.keep("polynomial-0", another.backup()));
  assert.deepEqual(await stepOf(scene, 1), err({ code: "POLYNOMIAL_DIFFERS", attempt: 0 }));
});

test("what is kept and does not fit is an error, never replaced", async () => {
  const scene = await newScene();
  const attempt = { electionId: electionOf(scene).electionId, attempt: 1 };
  const foreign = [utf8("no backup"), deal(attempt, 1, 3, world.randomBytes).backup()];
  for (const [at, bytes] of foreign.entries()) {
    const trustee = at + 1;
    await withVault(scene, trustee, (vault) => vault.keep("polynomial-0", bytes));
    const malformed = err({ code: "ITEM_MALFORMED", item: "polynomial-0" });
    assert.deepEqual(await stepOf(scene, trustee), malformed);
  }
});

test("L16 a share lost on both media is gathered again from the log while the polynomial is there", async () => {
  const scene = await newScene();
  await until(scene, "done");
  lose(scene, 2, "share-0");
  assert.equal((await act(scene, 2)).action.kind, "canary");
  assert.ok(filesOn((scene.media.get(2) as Media)[1]).includes("share-0.age"));
  lose(scene, 3, "share-0", "polynomial-0");
  assert.deepEqual(await stepOf(scene, 3), err({ code: "POLYNOMIAL_LOST", attempt: 0 }));
  lose(scene, 4, "share-0");
  await withVault(scene, 4, (vault) => vault.keep("share-0", utf8("somebody else's")));
  assert.deepEqual(await stepOf(scene, 4), err({ code: "ITEM_MALFORMED", item: "share-0" }));
});

test("L16 with one medium destroyed no hash leaves: a polynomial kept once could be lost", async () => {
  const scene = await newScene();
  await withVault(scene, 1, (vault) => TrusteeMachine.open(vault, electionOf(scene), world));
  const [stick, card] = scene.media.get(1) as Media;
  destroy(card);
  const refused = await stepOf(scene, 1);
  assert.equal(!refused.ok && refused.error.code, "MEDIUM_UNUSABLE");
  assert.deepEqual(filesOn(stick), ["election.age", "identity.age"]);
});

test("L16 with one medium destroyed while voting the canary of stage `close` still tells that the share is there", async () => {
  const scene = await newScene();
  const { ledger } = scene;
  await play(scene);
  castFor(ledger, await openVoting(scene, 1), 0);
  destroy((scene.media.get(1) as Media)[0]);
  destroy((scene.media.get(2) as Media)[1]);
  ledger.at(ledger.state.lastCastEnds - 1);
  for (const trustee of [1, 2]) {
    const { action } = await act(scene, trustee);
    assert.deepEqual(action, { kind: "canary", attempt: 0, stage: "close" });
  }
  assert.deepEqual(ledger.state.ceremony?.canaries.close, [1, 2]);
});

test("A6 the canary's point follows from election, attempt and stage, whatever else the machine is shown", async () => {
  const scene = await newScene();
  const { ledger } = scene;
  await until(scene, "done");
  const first = await canaryOf(scene);
  ledger.accept(ledger.tx("registration-totals", TOTALS));
  const second = await canaryOf(scene);
  assert.deepEqual(second.point, first.point);
  assert.notDeepEqual(second.proof, first.proof);
  const attempt = { electionId: ledger.test.electionId, attempt: 0 };
  const shareKey = electionKeysOf(ledger.state, ledger.view)?.shares.get(1);
  assert.ok(shareKey && verifyCanary(attempt, second, shareKey).ok);
  assert.equal(verifyCanary(attempt, { ...second, stage: "open" }, shareKey).ok, false);
});

const TOTALS = { accepted: 1, applied: 1, date: "2027-01-01", recalled: 0, refused: {} };

async function canaryOf(scene: Scene): Promise<CanaryBody> {
  const { action, transactions } = await takenStep(scene, 1);
  assert.deepEqual(action, { kind: "canary", attempt: 0, stage: "ceremony" });
  const { body } = expectOk(decodeTransaction(transactions[0] as Bytes), "canary");
  const { attempt, point, proof, stage, trustee } = body;
  return { attempt, point, proof, stage, trustee } as CanaryBody;
}
