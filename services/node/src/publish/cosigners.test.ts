import assert from "node:assert/strict";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { type Bytes, encodeCbor, expectOk, toHex, utf8 } from "@veche/base";
import { policyOf } from "@veche/client";
import { verifyEd25519Strict } from "@veche/group";
import { seededRandom, type TestElection, testElection } from "@veche/ledger/testing";
import { formatNote, parseNote, verifyCheckpoint } from "@veche/tlog";
import type { LogFields } from "../log/logger.ts";
import { temporaryFolder } from "../testing/test-node.ts";
import { TEST_WAITS, TestValidator } from "../testing/test-validator.ts";
import { type AskSigned, judgeSigned } from "./cosigners.ts";

const chainOf = (validators: number): TestElection =>
  testElection(
    { engine: "cometbft", validators, witnesses: { count: 0, quorum: 0 } },
    seededRandom("cosigners"),
  );

const never: AskSigned = () => new Promise(() => undefined);
const down: AskSigned = async () => undefined;
const broken: AskSigned = () => Promise.reject(new Error("no route to host"));

type Line = { readonly event: string; readonly fields: LogFields };

type Chain = {
  readonly validators: readonly TestValidator[];
  readonly lines: Line[];
  readonly others: AskSigned[];
};

/** So many validators with logs of their own; the first asks `others`, which a test may replace. */
async function startChain(
  t: TestContext,
  test: TestElection,
  count: number,
  waits = TEST_WAITS,
): Promise<Chain> {
  const lines: Line[] = [];
  const logger = (_level: string, event: string, fields: LogFields = {}) =>
    void lines.push({ event, fields });
  const others: AskSigned[] = [];
  const validators: TestValidator[] = [];
  for (let at = 0; at < count; at++) {
    const folder = await temporaryFolder(t);
    // Asked through the list, which is filled and changed later.
    const asks = Array.from(
      { length: count - 1 },
      (_, i): AskSigned =>
        (request) =>
          (others[i] as AskSigned)(request),
    );
    validators.push(
      await TestValidator.open({ test, at, folder, others: at === 0 ? asks : [], logger, waits }),
    );
  }
  t.after(() => Promise.all(validators.map((validator) => validator.close())));
  others.push(...validators.slice(1).map(({ ask }) => ask));
  return { validators, lines, others };
}

const first = ({ validators }: Chain): TestValidator => validators[0] as TestValidator;

async function blockOfAll({ validators }: Chain, count: number): Promise<void> {
  for (const validator of validators) await validator.block(count);
}

function signersOf(test: TestElection, note: Bytes): number {
  const verified = verifyCheckpoint(note, policyOf(test.manifest), verifyEd25519Strict);
  return expectOk(verified, "checkpoint").validators.length;
}

const evidenceOf = (validator: TestValidator): Promise<readonly string[]> =>
  readdir(validator.store.paths.evidence).catch(() => []);

test("four validators: a checkpoint has the cosignatures of three, one log signature, and satisfies the manifest", async (t) => {
  const test = chainOf(4);
  const chain = await startChain(t, test, 4);
  await blockOfAll(chain, 3);
  await blockOfAll(chain, 300);
  const published = expectOk(await first(chain).publisher.publish(first(chain).head), "published");
  assert.equal(published.size, 303);
  assert.equal(signersOf(test, published.note), 3);
  assert.equal(expectOk(parseNote(published.note), "note").signatures.length, 4);
  assert.deepEqual(chain.lines, []);
});

test("one down, one without an answer for ever: two others do; with one fewer nothing is published, and then it is", async (t) => {
  const test = chainOf(4);
  const chain = await startChain(t, test, 4);
  await blockOfAll(chain, 2);
  chain.others[0] = broken;
  const { publisher, head } = first(chain);
  assert.equal(signersOf(test, expectOk(await publisher.publish(head), "one down").note), 3);
  await blockOfAll(chain, 2);
  chain.others[1] = never;
  const refused = await publisher.publish(first(chain).head);
  assert.deepEqual(!refused.ok && refused.error, {
    code: "VALIDATOR_QUORUM_MISSING",
    signed: 2,
    validators: 4,
  });
  assert.equal(publisher.published?.size, 2);
  chain.others[0] = (chain.validators[1] as TestValidator).ask;
  assert.equal(signersOf(test, expectOk(await publisher.publish(first(chain).head), "back").note), 3);
});

for (const [validators, needed] of [
  [1, 1],
  [2, 2],
  [3, 3],
  [4, 3],
  [7, 5],
] as const) {
  test(`the border 3s > 2v: of ${validators} validators ${needed} are enough, and one fewer is not`, async (t) => {
    const test = chainOf(validators);
    const chain = await startChain(t, test, validators, { ...TEST_WAITS, patienceMs: 300 });
    await blockOfAll(chain, 1);
    const { publisher, head } = first(chain);
    const all = [...chain.others];
    const quick = (asks: readonly AskSigned[]): void => {
      chain.others.splice(0, all.length, ...asks);
    };
    quick(all.map((ask, at) => (at < needed - 2 ? ask : down)));
    const refused = needed > 1 ? await publisher.publish(head) : undefined;
    if (refused !== undefined) {
      const expected = { code: "VALIDATOR_QUORUM_MISSING", signed: needed - 1, validators };
      assert.deepEqual(!refused.ok && refused.error, expected);
    }
    quick(all.map((ask, at) => (at < needed - 1 ? ask : down)));
    assert.equal(signersOf(test, expectOk(await publisher.publish(head), "enough").note), needed);
  });
}

test("one that makes its block later is waited for", async (t) => {
  const test = chainOf(4);
  const chain = await startChain(t, test, 4);
  for (const at of [0, 1]) await (chain.validators[at] as TestValidator).block(2);
  chain.others[2] = down;
  const publishing = first(chain).publisher.publish(first(chain).head);
  await new Promise((resolve) => setTimeout(resolve, 200));
  await (chain.validators[2] as TestValidator).block(2);
  assert.equal(signersOf(test, expectOk(await publishing, "published").note), 3);
});

test("a validator that signs another root of the size is a fork: told, kept with both notes, and the others go on", async (t) => {
  const test = chainOf(4);
  const chain = await startChain(t, test, 4);
  for (const at of [0, 1, 2]) await (chain.validators[at] as TestValidator).block(2);
  const liar = chain.validators[3] as TestValidator;
  await liar.block(2, "another entry");
  const { publisher, head, store } = first(chain);
  chain.others[2] = liar.ask;
  // The liar is heard before those whose answers are enough.
  const late = chain.others.slice(0, 2).map(
    (ask): AskSigned =>
      async (request) => {
        await new Promise((resolve) => setTimeout(resolve, 100));
        return ask(request);
      },
  );
  chain.others.splice(0, 2, ...late);
  const published = expectOk(await publisher.publish(head), "published");
  assert.equal(signersOf(test, published.note), 3);
  while ((await evidenceOf(first(chain))).length === 0)
    await new Promise((resolve) => setTimeout(resolve, 5));
  const [file = ""] = await evidenceOf(first(chain));
  const [ours, theirs] = [publisher.signedAt(2), liar.publisher.signedAt(2)];
  assert.ok(ours && theirs);
  const kept = new Uint8Array(await readFile(join(store.paths.evidence, file)));
  assert.deepEqual(kept, encodeCbor({ election: test.electionId, ours, theirs }));
  assert.deepEqual(
    chain.lines.map(({ event, fields }) => [event, fields]),
    [["fork-proved", { election: toHex(test.electionId), size: 2, validator: 2 }]],
  );
  // The same proof is not kept, and not told, again.
  expectOk(await publisher.publish(head), "again");
  await new Promise((resolve) => setTimeout(resolve, 150));
  assert.equal((await evidenceOf(first(chain))).length, 1);
  assert.equal(chain.lines.length, 1);
});

test("two liars of four: nothing is published, and both forks are proved; their tree is shown to nobody as ours", async (t) => {
  const test = chainOf(4);
  const chain = await startChain(t, test, 4);
  for (const at of [0, 1]) await (chain.validators[at] as TestValidator).block(2);
  for (const at of [2, 3]) await (chain.validators[at] as TestValidator).block(2, "another entry");
  const refused = await first(chain).publisher.publish(first(chain).head);
  assert.equal(!refused.ok && refused.error.code, "VALIDATOR_QUORUM_MISSING");
  await first(chain).publisher.close();
  assert.equal((await evidenceOf(first(chain))).length, 2);
});

test("answers that are no signature of another validator over our head do not count, and are no fork", async (t) => {
  const test = chainOf(4);
  const chain = await startChain(t, test, 4);
  await blockOfAll(chain, 2);
  const policy = policyOf(test.manifest);
  await first(chain).publisher.publish(first(chain).head);
  const note = expectOk(parseNote(first(chain).publisher.signedAt(2) as Bytes), "own note");
  const other = (chain.validators[1] as TestValidator).publisher.signedAt(2);
  assert.ok(other);
  // Positive controls: what is right counts; what is a fork is found.
  assert.equal(judgeSigned(other, note, policy).is, "lines");
  const rival = await TestValidator.open({
    test,
    at: 3,
    folder: await temporaryFolder(t),
    others: [],
    logger: () => undefined,
  });
  t.after(() => rival.close());
  await rival.block(2, "another entry");
  await rival.publisher.close();
  const fork = rival.publisher.signedAt(2);
  assert.ok(fork);
  assert.equal(judgeSigned(fork, note, policy).is, "fork");
  const parsed = expectOk(parseNote(other), "their note");
  await rival.block(1);
  await rival.publisher.close();
  const longer = rival.publisher.signedAt(3);
  assert.ok(longer);
  const forkText = expectOk(parseNote(fork), "fork").text;
  const wrong: Readonly<Record<string, Bytes>> = {
    "no note": utf8("<html>"),
    empty: new Uint8Array(),
    "another size": longer,
    "a fork that nobody signed": formatNote({ text: forkText, signatures: parsed.signatures }),
    "our text, their other signatures": formatNote({
      text: note.text,
      signatures: expectOk(parseNote(fork), "fork").signatures,
    }),
    "only a log signature": formatNote({ text: parsed.text, signatures: parsed.signatures.slice(0, 1) }),
    "another origin": formatNote({
      text: forkText.replace(test.manifest.origin, "veche.example/other"),
      signatures: parsed.signatures,
    }),
  };
  for (const [name, bytes] of Object.entries(wrong)) {
    assert.equal(judgeSigned(bytes, note, policy).is, "nothing", name);
  }
  // Our own cosignature, sent back to us by all three, is one cosignature.
  const echo: AskSigned = async () => formatNote(note);
  chain.others.splice(0, 3, echo, echo, echo);
  const refused = await first(chain).publisher.publish(first(chain).head);
  assert.deepEqual(!refused.ok && refused.error, {
    code: "VALIDATOR_QUORUM_MISSING",
    signed: 1,
    validators: 4,
  });
  // One other's, sent by all three, is one.
  const copy: AskSigned = async () => other;
  chain.others.splice(0, 3, copy, copy, copy);
  const again = await first(chain).publisher.publish(first(chain).head);
  assert.deepEqual(!again.ok && again.error, { code: "VALIDATOR_QUORUM_MISSING", signed: 2, validators: 4 });
});

test("07.7.2 signatures are given for the ends of blocks, after a restart too, and for nothing else", async (t) => {
  const test = chainOf(4);
  const folder = await temporaryFolder(t);
  const setting = { test, at: 0, folder, others: [], logger: () => undefined };
  const before = await TestValidator.open(setting);
  const heads = [
    await before.block(3),
    await before.block(1),
    await before.block(400),
    await before.block(2),
  ];
  await before.close();
  const notes = heads.map(({ size }) => before.publisher.signedAt(size));
  const after = await TestValidator.open(setting);
  t.after(() => after.close());
  after.publisher.headEnds(after.head);
  await after.publisher.close();
  for (const [at, { size }] of heads.entries()) {
    const note = after.publisher.signedAt(size);
    assert.ok(note && notes[at]);
    assert.equal(expectOk(parseNote(note), "note").text, expectOk(parseNote(notes[at]), "note").text);
  }
  for (const size of [0, 1, 2, 5, 403, 405, 407, 1e9, -1, 1.5, Number.NaN]) {
    assert.equal(after.publisher.signedAt(size), undefined, String(size));
  }
});

test("a wiped validator plays the blocks again and cosigns the same roots", async (t) => {
  const test = chainOf(4);
  const chain = await startChain(t, test, 4);
  await blockOfAll(chain, 2);
  await blockOfAll(chain, 5);
  chain.others.splice(1, 1, down);
  const wiped = await TestValidator.open({
    test,
    at: 3,
    folder: await temporaryFolder(t),
    others: [],
    logger: () => undefined,
  });
  t.after(() => wiped.close());
  chain.others.splice(2, 1, wiped.ask);
  const publishing = first(chain).publisher.publish(first(chain).head);
  await wiped.block(2);
  await wiped.block(5);
  assert.equal(signersOf(test, expectOk(await publishing, "published").note), 3);
});

test("07.4.3 keys that have signed a longer log sign nothing until this one is as long and the same; on another they never do", async (t) => {
  const test = chainOf(4);
  const setting = { test, at: 0, others: [], logger: () => undefined };
  const old = await TestValidator.open({ ...setting, folder: await temporaryFolder(t) });
  await old.block(2);
  const last = await old.block(3);
  await old.close();
  const signed = await readFile(join(old.store.paths.folder, "signed"));
  for (const [seed, code] of [
    ["entry", undefined],
    ["another entry", "SIGNED_ANOTHER_HEAD"],
  ] as const) {
    const folder = await temporaryFolder(t);
    await writeFile(join(folder, "signed"), signed);
    const again = await TestValidator.open({ ...setting, folder, others: [old.ask] });
    const early = await again.block(2, seed);
    const beyond = await again.publisher.publish(early);
    assert.deepEqual(!beyond.ok && beyond.error, { code: "SIGNED_BEYOND", size: 5 });
    assert.equal(again.publisher.signedAt(2), undefined);
    const next = await again.block(3, seed);
    const result = await again.publisher.publish(next);
    assert.equal(!result.ok && result.error.code, code ?? "VALIDATOR_QUORUM_MISSING");
    assert.equal(again.publisher.signedAt(2) !== undefined, code === undefined);
    assert.deepEqual(code === undefined ? next : last, last);
    await again.block(1, seed);
    await again.publisher.close();
    assert.equal(again.publisher.signedAt(6) !== undefined, code === undefined);
    assert.equal((await readFile(join(folder, "signed"))).equals(signed), code !== undefined);
    await again.close();
    await rm(join(folder, "signed"));
  }
  const torn = await temporaryFolder(t);
  await writeFile(join(torn, "signed"), signed.subarray(0, 40));
  const unreadable = await TestValidator.open({ ...setting, folder: torn });
  t.after(() => unreadable.close());
  const result = await unreadable.publisher.publish(await unreadable.block(1));
  assert.equal(!result.ok && result.error.code, "SIGNED_HEAD_UNREADABLE");
});

test("waiting for those who never answer ends", async (t) => {
  const test = chainOf(4);
  const chain = await startChain(t, test, 4);
  await blockOfAll(chain, 1);
  chain.others.splice(0, 3, never, never, never);
  const began = performance.now();
  const refused = await first(chain).publisher.publish(first(chain).head);
  assert.equal(!refused.ok && refused.error.code, "VALIDATOR_QUORUM_MISSING");
  const took = performance.now() - began;
  assert.ok(took > TEST_WAITS.patienceMs - 50 && took < TEST_WAITS.patienceMs + 3_000, `${took} ms`);
});
