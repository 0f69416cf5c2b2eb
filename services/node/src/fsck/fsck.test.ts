import assert from "node:assert/strict";
import { cp, mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, type TestContext, test } from "node:test";
import { equalBytes, expectOk, sha256, toHex } from "@veche/base";
import { policyOf } from "@veche/client";
import { verifyEd25519Strict } from "@veche/group";
import { resultBytes } from "@veche/ledger";
import { finish, openElection, seededRandom, type TestLedger, vote } from "@veche/ledger/testing";
import { verifyCheckpoint } from "@veche/tlog";
import { open } from "lmdb";
import { createHome, electionFolder } from "../home/home.ts";
import { VecheNode } from "../node.ts";
import { type Exported, exportRecord } from "../record/export-record.ts";
import { electionPaths } from "../store/election-store.ts";
import { wrongHints } from "../testing/record-hints.ts";
import { feed, nodeKeys, openAgain, startNode, temporaryFolder } from "../testing/test-node.ts";
import { fsckHome } from "./fsck-home.ts";
import { fsckRecord } from "./fsck-record.ts";

const SKETCH = {
  witnesses: { count: 1, quorum: 0 },
  contests: [{ min: 1, max: 1, options: 2 }],
  styles: [{ contests: [0] }, { contests: [0] }],
} as const;

let ledger: TestLedger;
/** A whole election on a node that has stopped, and its record: every test harms a copy. */
let home: string;
let record: string;

before(async () => {
  const made = openElection(SKETCH, [130, 1], seededRandom("fsck tests"));
  for (const voters of made.voters) vote(made.ledger, voters);
  finish(made.ledger);
  ledger = made.ledger;
  home = await mkdtemp(join(tmpdir(), "veche-fsck-test-"));
  record = `${home}-record`;
  const { test: election } = ledger;
  expectOk(await createHome(home, { name: "node", genesis: election.manifest.genesis }), "home");
  const options = { home, keys: nodeKeys(election), clock: () => 0, workers: 2 };
  const node = expectOk(await VecheNode.open(options), "node");
  await feed({ node, home, clock: { now: 0 } }, ledger);
  const log = node.log(election.electionId);
  assert.ok(log);
  expectOk(await exportRecord(log, record), "record");
  await node.close();
});
after(async () => {
  for (const folder of [home, record]) await rm(folder, { recursive: true, force: true });
});

async function copyOf(t: TestContext, folder: string): Promise<string> {
  const copy = join(await temporaryFolder(t), "copy");
  await cp(folder, copy, { recursive: true });
  return copy;
}

test("L17 a whole election on the node and its record are found good; the record holds what §09.1 says and no more", async () => {
  const report = await fsckRecord(record);
  assert.deepEqual(report.problems, []);
  assert.equal(report.size, ledger.entries.length);
  assert.ok(report.size > 300, "more than one bundle");
  const [own] = expectOk(await fsckHome(home), "home");
  assert.deepEqual(own?.problems, []);
  assert.equal(own?.root, report.root);
  const files = (await readdir(record, { recursive: true, withFileTypes: true }))
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name).slice(record.length + 1))
    .sort();
  const open = report.size - 256;
  assert.deepEqual(files, [
    "checkpoint",
    "hints",
    "result.cbor",
    "tile/0/000",
    `tile/0/001.p/${open}`,
    "tile/1/000.p/1",
    "tile/entries/000",
    `tile/entries/001.p/${open}`,
  ]);
  const result = resultBytes(ledger.view);
  assert.ok(result && equalBytes(await readFile(join(record, "result.cbor")), result));
  const note = new Uint8Array(await readFile(join(record, "checkpoint")));
  const policy = policyOf(ledger.test.manifest);
  assert.ok(verifyCheckpoint(note, policy, verifyEd25519Strict).ok);
});

/** Ballots of the first style have one ciphertext and five commitments besides X (§05.3.3); there are two styles of them. */
const HINT_BYTES = 131 * (1 + 8) * 32;

test("§09.6 the node kept all hints, and the record holds them in their form; fsck says so", async () => {
  const report = await fsckRecord(record);
  assert.deepEqual(report.hints, { state: "whole", bytes: HINT_BYTES });
  const [own] = expectOk(await fsckHome(home), "home");
  assert.deepEqual(own?.hints, { state: "whole", bytes: HINT_BYTES });
  assert.deepEqual(await wrongHints(record, ledger.test.manifest), { points: 131 * 9, wrong: 0 });
});

test("§09.6.3 hints that are damaged, or gone, are reported and make nothing bad", async (t) => {
  const changes: readonly (readonly [string, (bytes: Buffer) => Buffer])[] = [
    ["another first line", (bytes) => Buffer.from(bytes.toString("latin1").replace("1", "2"), "latin1")],
    ["another number of bundles", (bytes) => Buffer.from(bytes.fill(3, 21, 22))],
    ["offset 1", (bytes) => Buffer.from(bytes.fill(1, 37, 38))],
    ["another length than the last offset", (bytes) => bytes.subarray(0, -32)],
    ["too short", (bytes) => bytes.subarray(0, 40)],
  ];
  for (const [detail, change] of changes) {
    const copy = await copyOf(t, record);
    await writeFile(join(copy, "hints"), change(await readFile(join(copy, "hints"))));
    const report = await fsckRecord(copy);
    assert.deepEqual(report.hints, { state: "damaged", bytes: 0, detail });
    assert.ok(report.ok);
    await rm(join(copy, "hints"));
    assert.deepEqual((await fsckRecord(copy)).hints, { state: "absent", bytes: 0 });
    await rm(copy, { recursive: true });
  }
});

test("§09.6 of a home that lost some hints the record has zeros in their place, of one that lost all no file", async (t) => {
  const copy = await copyOf(t, home);
  const { hints } = electionPaths(electionFolder(copy, ledger.test.electionId));
  const target = join(await temporaryFolder(t), "record");
  await truncate(hints, 5_000);
  const exportNow = async (folder: string): Promise<Exported> => {
    const node = await openAgain(t, copy, { now: ledger.time }, ledger.test);
    const log = node.log(ledger.test.electionId);
    assert.ok(log);
    const exported = expectOk(await exportRecord(log, folder), "record");
    await node.close();
    return exported;
  };
  const { known, missing } = (await exportNow(target)).hints;
  assert.ok(known > 0 && missing > 0);
  assert.equal(known + missing, 262);
  const report = await fsckRecord(target);
  assert.deepEqual(report.hints, { state: "whole", bytes: HINT_BYTES });
  const { points, wrong } = await wrongHints(target, ledger.test.manifest);
  assert.equal(points, 131 * 9);
  assert.ok(wrong > 0 && wrong < points);
  await rm(hints);
  assert.deepEqual((await exportNow(`${target}-without`)).hints, { known: 0, missing: 262 });
  assert.deepEqual((await fsckRecord(`${target}-without`)).hints, { state: "absent", bytes: 0 });
});

async function flip(path: string, at: number): Promise<void> {
  const bytes = await readFile(path);
  bytes[at] = (bytes[at] as number) ^ 1;
  await writeFile(path, bytes);
}

type Damage = {
  readonly code: string;
  readonly path?: string;
  readonly harm: (record: string) => Promise<void>;
};

const recordDamages: Readonly<Record<string, Damage>> = {
  "a byte of an entry": {
    code: "TILE_DIFFERS",
    path: "tile/0/000",
    harm: (record) => flip(join(record, "tile/entries/000"), 700),
  },
  "a byte of a hash of level 0": {
    code: "TILE_DIFFERS",
    path: "tile/0/000",
    harm: (record) => flip(join(record, "tile/0/000"), 5_000),
  },
  "a byte of a hash of level 1": {
    code: "TILE_DIFFERS",
    path: "tile/1/000.p/1",
    harm: (record) => flip(join(record, "tile/1/000.p/1"), 3),
  },
  "a missing tile": {
    code: "TILE_MISSING",
    path: "tile/0/000",
    harm: (record) => rm(join(record, "tile/0/000")),
  },
  "a missing bundle": {
    code: "BUNDLE_MISSING",
    path: "tile/entries/000",
    harm: (record) => rm(join(record, "tile/entries/000")),
  },
  "a bundle cut short": {
    code: "BUNDLE_MALFORMED",
    path: "tile/entries/000",
    harm: (record) => truncate(join(record, "tile/entries/000"), 9_999),
  },
  "a root in the checkpoint": {
    code: "ROOT_DIFFERS",
    path: "checkpoint",
    harm: async (record) => {
      const lines = (await readFile(join(record, "checkpoint"), "utf8")).split("\n");
      lines[2] = Buffer.from(sha256(new Uint8Array(1))).toString("base64");
      await writeFile(join(record, "checkpoint"), lines.join("\n"));
    },
  },
  "no checkpoint": {
    code: "CHECKPOINT_MISSING",
    harm: (record) => rm(join(record, "checkpoint")),
  },
  "half a checkpoint": {
    code: "CHECKPOINT_MALFORMED",
    harm: (record) => truncate(join(record, "checkpoint"), 30),
  },
  "a file that does not belong there": {
    code: "FILE_UNEXPECTED",
    path: "tile/0/notes.txt",
    harm: (record) => writeFile(join(record, "tile/0/notes.txt"), "x"),
  },
  "a tile beyond the size": {
    code: "FILE_UNEXPECTED",
    path: "tile/0/002",
    harm: (record) => writeFile(join(record, "tile/0/002"), new Uint8Array(8_192)),
  },
};

for (const [what, { code, path, harm }] of Object.entries(recordDamages)) {
  test(`fsck of a record finds ${what}`, async (t) => {
    const copy = await copyOf(t, record);
    await harm(copy);
    const report = await fsckRecord(copy);
    assert.ok(!report.ok);
    const found = report.problems.find((problem) => problem.code === code);
    assert.ok(found, JSON.stringify(report.problems));
    if (path !== undefined) assert.equal(found.path, path);
  });
}

test("a partial tile of a smaller size may be left in a record (§09.1)", async (t) => {
  const copy = await copyOf(t, record);
  await writeFile(join(copy, "tile/entries/001.p/2"), "unused");
  await writeFile(join(copy, "hints"), "untrusted");
  assert.deepEqual((await fsckRecord(copy)).problems, []);
});

const homeDamages: Readonly<
  Record<string, { readonly codes: readonly string[]; readonly harm: (folder: string) => Promise<void> }>
> = {
  "a byte of an entry on disk": {
    codes: ["HEAD_DIFFERS"],
    harm: (folder) => flip(electionPaths(folder).entries, 4_000),
  },
  "entries that are gone": {
    codes: ["STORE_UNREADABLE"],
    harm: (folder) => truncate(electionPaths(folder).entries, 4_000),
  },
  "a credential missing from the view": {
    codes: ["VIEW_DIFFERS"],
    harm: (folder) => inTable(folder, "view", (table) => removeFirst(table, 6)),
  },
  "a state of another moment": {
    codes: ["STATE_DIFFERS"],
    harm: (folder) =>
      inTable(folder, "meta", async (table) => {
        const state: unknown = table.get(Buffer.from("state"));
        assert.ok(state instanceof Uint8Array);
        const at = Buffer.from(state).indexOf("certified") + "certified".length;
        // CBOR: true → false.
        assert.equal(state[at], 0xf5);
        await table.put(Buffer.from("state"), Buffer.from(state).fill(0xf4, at, at + 1));
      }),
  },
  "a transaction whose place is forgotten": {
    codes: ["PLACE_DIFFERS"],
    harm: (folder) => inTable(folder, "places", (table) => removeFirst(table)),
  },
};

type Table = ReturnType<ReturnType<typeof open>["openDB"]>;

async function inTable(folder: string, name: string, change: (table: Table) => Promise<void>): Promise<void> {
  const root = open({ path: electionPaths(folder).index, maxDbs: 8, overlappingSync: false });
  const table = root.openDB(name, { encoding: "binary", keyEncoding: "binary" });
  await change(table);
  await root.close();
}

async function removeFirst(table: Table, prefix?: number): Promise<void> {
  for (const key of table.getKeys()) {
    if (prefix !== undefined && (key as Buffer)[0] !== prefix) continue;
    await table.remove(key);
    return;
  }
}

for (const [what, { codes, harm }] of Object.entries(homeDamages)) {
  test(`fsck of a home finds ${what}`, async (t) => {
    const copy = await copyOf(t, home);
    await harm(electionFolder(copy, ledger.test.electionId));
    const [report] = expectOk(await fsckHome(copy), "fsck");
    assert.equal(report?.election, toHex(ledger.test.electionId));
    const found = report?.problems.map(({ code }) => code) ?? [];
    for (const code of codes)
      assert.ok(
        found.some((one) => one === code),
        JSON.stringify(report?.problems),
      );
  });
}

test("fsck keeps out of the home of a running node", async (t) => {
  const started = await startNode(t, ledger.test);
  const found = await fsckHome(started.home);
  assert.equal(!found.ok && found.error.code, "HOME_IN_USE");
});

test("a record is written to a new folder only", async (t) => {
  const copy = await copyOf(t, home);
  const node = await openAgain(t, copy, { now: 0 }, ledger.test);
  const log = node.log(ledger.test.electionId);
  assert.ok(log);
  const folder = await temporaryFolder(t);
  const onto = await exportRecord(log, folder);
  assert.equal(!onto.ok && onto.error.code, "RECORD_EXISTS");
  assert.deepEqual(await readdir(folder), []);
  assert.ok((await exportRecord(log, join(folder, "record"))).ok);
  assert.deepEqual(await readdir(folder), ["record"]);
});

test("what pages look up is compared with the entries; what differs is forgotten, and the next start makes it anew", async (t) => {
  const { electionId } = ledger.test;
  const harms: readonly (readonly [string, (lookups: ReturnType<typeof lookupsIn>) => void])[] = [
    ["a row is missing", (lookups) => lookups.removeSync([...lookups.getKeys({ limit: 1 })][0] as Buffer)],
    ["a row too many", (lookups) => lookups.putSync(Buffer.from("nobody cast this"), Buffer.alloc(0))],
    [
      "a tracker leads to another",
      (lookups) => {
        const [key] = [...lookups.getKeys({ limit: 1 })];
        lookups.putSync(key as Buffer, Buffer.alloc(32));
      },
    ],
  ];
  for (const [harm, change] of harms) {
    const copy = await copyOf(t, home);
    const index = electionPaths(electionFolder(copy, electionId)).index;
    const root = open({ path: index, maxDbs: 8 });
    const lookups = lookupsIn(root);
    const count = lookups.getCount();
    change(lookups);
    await root.close();
    const [found] = expectOk(await fsckHome(copy), "home");
    assert.deepEqual(found?.problems, [{ code: "LOOKUP_DIFFERS" }], harm);
    const node = await openAgain(t, copy, { now: ledger.time }, ledger.test);
    assert.equal([...(node.log(electionId)?.store.lookups.allLookups() ?? [])].length, count, harm);
    await node.close();
    const [after] = expectOk(await fsckHome(copy), "home");
    assert.deepEqual(after?.problems, [], harm);
    await rm(copy, { recursive: true });
  }
});

const lookupsIn = (root: ReturnType<typeof open>) =>
  root.openDB<Buffer, Buffer>("lookups", { encoding: "binary", keyEncoding: "binary" });
