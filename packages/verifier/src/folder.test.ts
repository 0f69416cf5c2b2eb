import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { type Bytes, toHex, utf8 } from "@veche/base";
import { folderReader } from "./folder-reader.ts";
import { fsckRecord } from "./fsck.ts";
import { inlinePool } from "./pool/inline-pool.ts";
import { memoryReader } from "./reader.ts";
import { ROLE } from "./replay/authority.ts";
import { NOTHING, UNTIL_OPEN } from "./testing/control.ts";
import { assertGood, verifyMaker } from "./testing/expect.ts";
import { ALL_SIGNERS, publish, rootOf } from "./testing/publish.ts";
import { seededBytes } from "./testing/random.ts";
import { makeRecord } from "./testing/scenario.ts";
import { verifyRecord } from "./verify-record.ts";

const folder = mkdtempSync(join(tmpdir(), "veche-record-"));
after(() => rmSync(folder, { recursive: true }));

function write(name: string, files: ReadonlyMap<string, Bytes>): string {
  const root = join(folder, name);
  for (const [path, bytes] of files) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), bytes);
  }
  return root;
}

const entriesOf = (count: number): readonly Bytes[] =>
  Array.from({ length: count }, (_, i) => utf8(`entry ${i}`));
const filesOf = (count: number) => publish(entriesOf(count), "veche.example/test", ALL_SIGNERS);

test("fsck rebuilds logs of all kinds of sizes", async () => {
  for (const size of [0, 1, 255, 256, 257, 600, 66_000]) {
    const files = filesOf(size);
    const report = await fsckRecord({ read: memoryReader(files) });
    assert.equal(report.verdict, "good", `${size}: ${JSON.stringify(report.checks)}`);
    assert.equal(report.entries, size);
    assert.equal(toHex(report.root), toHex(rootOf(entriesOf(size))));
  }
});

test("fsck names the tile of any level that is not that of the entries", async () => {
  for (const path of ["tile/0/000", "tile/0/002.p/88", "tile/1/000.p/2"]) {
    const files = filesOf(600);
    const bytes = new Uint8Array(files.get(path) as Bytes);
    bytes[40] = (bytes[40] ?? 0) ^ 1;
    files.set(path, bytes);
    const report = await fsckRecord({ read: memoryReader(files) });
    assert.deepEqual(report.checks[1]?.failure?.place, { file: path });
    assert.equal(report.verdict, "bad");
  }
});

test("a file whose name is no UTF-8 makes a record bad (V01), at its root and inside", async () => {
  const maker = makeRecord(UNTIL_OPEN);
  for (const inside of ["", "tile"]) {
    const root = write(`named-${inside}`, maker.files());
    writeFileSync(Buffer.concat([Buffer.from(join(root, inside, "x")), Buffer.from([0xff])]), "");
    const report = await verifyRecord({
      read: folderReader(root),
      randomBytes: seededBytes("name"),
      pool: inlinePool(),
    });
    const [files, ...others] = report.checks;
    assert.equal(files?.failure?.code, "FILE_UNKNOWN");
    assert.deepEqual(
      others.filter(({ status }) => status === "failed"),
      [],
    );
  }
});

test("fsck finds entries exchanged, and a checkpoint that cannot be read", async () => {
  const files = filesOf(300);
  const entries = files.get("tile/entries/001.p/44") as Bytes;
  const turned = new Uint8Array(entries);
  // Two entries of equal length change places.
  turned.set(entries.subarray(0, 11), 11);
  turned.set(entries.subarray(11, 22), 0);
  files.set("tile/entries/001.p/44", turned);
  const exchanged = await fsckRecord({ read: memoryReader(files) });
  assert.deepEqual(exchanged.checks[1]?.failure?.code, "TILE_DIFFERS");
  const unreadable = await fsckRecord({ read: memoryReader(filesOf(300).set("checkpoint", utf8("hello"))) });
  assert.deepEqual(unreadable.checks[0]?.failure?.code, "CHECKPOINT_FORM");
  assert.equal(unreadable.entries, 300);
});

test("a record in a folder is read as it lies there", async () => {
  const maker = makeRecord();
  const root = write("honest", maker.files());
  const input = { electionId: maker.electionId, randomBytes: seededBytes("folder"), pool: inlinePool() };
  assertGood(await verifyRecord({ ...input, read: folderReader(root) }));
  writeFileSync(join(root, "hints"), "nothing of weight");
  assertGood(await verifyRecord({ ...input, read: folderReader(root) }));
  symlinkSync(join(root, "checkpoint"), join(root, "tile/0/000.p/2"));
  const linked = await verifyRecord({ ...input, read: folderReader(root) });
  assert.deepEqual(linked.checks[0]?.failure?.place, { file: "tile/0/000.p/2" });
  rmSync(join(root, "tile/0/000.p/2"));
  mkdirSync(join(root, "tile/2"));
  const empty = await verifyRecord({ ...input, read: folderReader(root) });
  assert.deepEqual(empty.checks[0]?.failure?.place, { file: "tile/2/" });
  await assert.rejects(verifyRecord({ ...input, read: folderReader(join(root, "nowhere")) }));
});

test("an election of several bundles is good", async () => {
  const maker = makeRecord({
    ...UNTIL_OPEN,
    canaries: (one) => {
      for (let day = 0; day < 520; day++) {
        const date = new Date(Date.UTC(2020, 0, 1 + day)).toISOString().slice(0, 10);
        const body = { accepted: 1, applied: 2, date, recalled: 0, refused: { NOT_FOUND: 1 } };
        one.add("registration-totals", body, [[ROLE.registrar, 1]]);
      }
    },
    open: NOTHING,
  });
  assert.ok(maker.entries.length > 512);
  assertGood(await verifyMaker(maker, inlinePool()));
});
