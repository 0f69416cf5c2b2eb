import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat } from "@veche/base";
import fc from "fast-check";
import {
  choicesOf,
  readSealedAnswer,
  readShown,
  readSignedHandover,
  readVotingHandover,
  shownBytes,
  splitFragment,
} from "./fragments.ts";
import { readLockedCode } from "./locked-code.ts";
import { RecordStore } from "./record-store.ts";
import { type AlarmRecord, type BallotRecord, decodeRecord, encodeRecord } from "./records.ts";
import { MemoryStore } from "./testing/memory-store.ts";
import { goToBallot, newHost, newPortal, viewAt } from "./testing/test-way.ts";
import { TestBrowser } from "./testing/test-world.ts";

const some = fc.uint8Array({ maxLength: 300 });
const named = { style: fc.nat(65_535), request: fc.uint8Array({ minLength: 32, maxLength: 32 }) };
const records: fc.Arbitrary<BallotRecord> = fc.oneof(
  fc.record({ ...named, stage: fc.constantFrom("prepared", "asked", "resumed"), pending: some }),
  fc.record({ ...named, stage: fc.constant("ready" as const), credential: some }),
  fc.record({
    ...named,
    stage: fc.constant("cast" as const),
    transaction: some,
    hash: some,
    trackerHash: some,
    seq: fc.nat(9),
    credential: some,
    promise: some,
  }),
  fc.record({
    ...named,
    stage: fc.constant("done" as const),
    trackerHash: some,
    index: fc.maxSafeNat(),
    time: fc.maxSafeNat(),
    receipt: some,
    seq: fc.nat(9),
    credential: some,
  }),
  fc.record({
    ...named,
    stage: fc.constant("alarm" as const),
    code: fc.constantFrom("ALARM_LOG", "ALARM_ISSUE", "ALARM_PROMISE", "ALARM_RECEIPT"),
    evidence: some,
  }),
);

test("a record is read as it was written; cut short or lengthened it is none", () => {
  fc.assert(
    fc.property(records, fc.nat(), (record, place) => {
      const bytes = encodeRecord(record);
      assert.deepEqual(decodeRecord(bytes), { ...record });
      assert.equal(decodeRecord(concat(bytes, Uint8Array.of(0))), undefined);
      assert.equal(decodeRecord(bytes.subarray(0, place % bytes.length)), undefined);
    }),
  );
});

test("any bytes are read or refused, and no reader throws", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 700 }), fc.string(), (bytes, text) => {
      for (const read of [
        decodeRecord,
        readVotingHandover,
        readSealedAnswer,
        readSignedHandover,
        readShown,
        readLockedCode,
      ]) {
        read(bytes);
        read(concat(Uint8Array.of(1), bytes));
      }
      splitFragment(text);
      const padded = new Uint8Array(65_536);
      padded.set(concat(Uint8Array.of(1, 0, 0, 0), bytes));
      readSignedHandover(padded);
    }),
  );
});

test("choices are read from the marks as they were shown, for contests of any size", () => {
  const votes = fc.array(fc.constantFrom(0 as const, 1 as const), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(fc.array(votes, { minLength: 1, maxLength: 8 }), (choices) => {
      const head = { seq: 1, style: 2, credential: new Uint8Array(32), seed: new Uint8Array(32) };
      const shown = readShown(shownBytes(head, choices));
      assert.deepEqual(
        choicesOf(
          shown?.marks ?? new Uint8Array(0),
          choices.map(({ length }) => length),
        ),
        choices,
      );
    }),
  );
});

test("⚔ evidence is never lost: a later alarm of the same request stands beside the earlier one", async () => {
  const store = new RecordStore(new MemoryStore(), "ab".repeat(32));
  const alarm = (code: AlarmRecord["code"], byte: number): AlarmRecord => {
    const evidence = Uint8Array.of(byte);
    return { stage: "alarm", style: 0, request: new Uint8Array(32), code, evidence };
  };
  const first = alarm("ALARM_RECEIPT", 1);
  const second = alarm("ALARM_PROMISE", 2);
  await store.alarm(first);
  await store.alarm(second);
  await store.alarm(first);
  await store.alarm(second);
  const kept = async () => (await store.all()).map(({ record }) => record);
  assert.deepEqual(await kept(), [first, second]);
  for (let byte = 0; byte < 200; byte++) await store.alarm(alarm("ALARM_ISSUE", byte));
  assert.equal((await kept()).length, 8);
  assert.deepEqual((await kept()).slice(0, 2), [first, second]);
});

test("damaged storage is told, and costs no other ballot", async () => {
  const host = newHost();
  const browser = new TestBrowser(host);
  await goToBallot(browser, newPortal(host));
  const [key = "", bytes = new Uint8Array(0)] = [...browser.store.rows][0] ?? [];
  const damage = (change: (bytes: Bytes) => Bytes) => browser.store.rows.set(key, change(bytes.slice()));
  for (const change of [
    (whole: Bytes) => whole.subarray(0, 50),
    (whole: Bytes) => whole.fill(9, 0, 2),
    // The frame is right, the credential is not.
    (whole: Bytes) => whole.fill(255, 40, 60),
  ]) {
    damage(change);
    const device = browser.page();
    await device.start("");
    if (device.view.at === "filling")
      await device.seal(device.view.contests.map(({ options }) => options.map(() => 0)));
    assert.equal(viewAt(device, "problem").problem.code, "STORED_DAMAGED");
  }
  const other = browser.page();
  await other.start(newPortal(host, 0, 1).handover());
  viewAt(other, "prepared");
  browser.store.rows.set(key, bytes);
  const again = browser.page();
  await again.start("");
  assert.deepEqual(
    viewAt(again, "start").stored.map(({ stage }) => stage),
    ["ready", "prepared"],
  );
  await again.open(key);
  viewAt(again, "filling");
});
