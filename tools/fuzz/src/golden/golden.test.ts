import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { type Bytes, concat, expectOk, fromHex } from "@veche/base";
import { decodeManifest } from "@veche/election";
import { decodeEntry, decodeTransaction, directChecks, type Genesis, phaseOf, replay } from "@veche/ledger";
import { kernel, seededRandom } from "@veche/ledger/testing";
import { fsckRecord as fsckByNode } from "@veche/node";
import { decodeEntryBundle } from "@veche/tlog";
import { folderReader, fsckRecord } from "@veche/verifier";
import { GOLDEN_FOLDER, goldenNames, promisedOf, readExpected, readReceipts, verifyGolden } from "./keep.ts";
import { makeGoldenRecords } from "./records.ts";

/** Records that earlier versions made: what this version says of them is what it said when they were made. */

const names = goldenNames();

test("there are golden records, good ones and bad ones, and none was taken away", () => {
  const kept = new Set(names);
  const missing = makeGoldenRecords().filter(({ name }) => !kept.has(name));
  assert.deepEqual(missing, []);
  const verdicts = names.map((name) => readExpected(name).verdict);
  assert.ok(verdicts.includes("good") && verdicts.includes("bad"));
});

for (const name of names) {
  test(`golden record ${name}: the verdict, every check and count, and the result`, async () => {
    const expected = readExpected(name);
    const report = await verifyGolden(name, expected.electionId);
    assert.deepEqual(promisedOf(expected.about, report), expected);
    if (expected.verdict === "bad") {
      // Of a bad one it is told first which check refuses it, and only that one does.
      const failed = report.checks.filter(({ status }) => status === "failed").map(({ id }) => id);
      assert.deepEqual(failed, [expected.about.slice(0, 3)]);
    } else {
      assert.ok(readReceipts(name).length > 0, "a receipt is kept with it");
    }
  });

  test(`golden record ${name}: both fsck rebuild its tree, but for a tile that is wrong`, async () => {
    const folder = join(GOLDEN_FOLDER, name, "record");
    const isTreeRight = !readExpected(name).about.startsWith("V03");
    assert.equal((await fsckRecord({ read: folderReader(folder) })).verdict, isTreeRight ? "good" : "bad");
    assert.equal((await fsckByNode(folder)).ok, isTreeRight);
  });
}

test("the state machine of the maker replays every good golden record, and a bad election is refused by it too", async () => {
  for (const name of names) {
    const { electionId, verdict, about, phase } = readExpected(name);
    const isOfTheLog = verdict === "good" || /^V(19|21)/.test(about);
    if (!isOfTheLog) continue;
    const id = fromHex(electionId) as Bytes;
    const { entries, genesis } = await entriesOf(name);
    const replayed = replay(id, genesis, entries, directChecks(kernel, seededRandom("golden replay")));
    assert.equal(replayed.ok, verdict === "good", `${name}: ${replayed.ok ? "" : replayed.error.detail}`);
    if (replayed.ok) assert.equal(phaseOf(replayed.value.state), phase === "open" ? "open" : "closed");
  }
});

async function entriesOf(name: string) {
  const reader = folderReader(join(GOLDEN_FOLDER, name, "record"));
  const file = (await reader.list()).find(({ path }) => path.startsWith("tile/entries/"));
  assert.ok(file, "one bundle holds all entries");
  const bundle = decodeEntryBundle(
    (await reader.read(file.path)) as Bytes,
    Number(file.path.split("/").at(-1)),
  );
  assert.ok(bundle.ok);
  return { entries: bundle.value, genesis: genesisOf(bundle.value) };
}

/** What a node was told before the log began, taken from the definition that came, whole or in parts. */
function genesisOf(entries: readonly Bytes[]): Genesis {
  const transactions = entries.map((entry) => expectOk(decodeEntry(entry), "entry").transaction);
  const decoded = transactions.map((bytes) => expectOk(decodeTransaction(bytes), "transaction"));
  const parts = decoded.filter(({ type }) => type === "part").map(({ body: { bytes } }) => bytes as Bytes);
  const whole = parts.length === 0 ? (transactions[0] as Bytes) : concat(...parts);
  const { body } = expectOk(decodeTransaction(whole), "definition");
  const { manifest } = body;
  return expectOk(decodeManifest(manifest as Bytes), "manifest").genesis;
}
