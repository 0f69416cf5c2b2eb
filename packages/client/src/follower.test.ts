import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { type Bytes, equalBytes, expectOk, toHex } from "@veche/base";
import { decodeEntry, rollEntryRecord, splitIntoParts, styleStatus } from "@veche/ledger";
import {
  castTransaction,
  issueTransaction,
  openElection,
  seededRandom,
  signerOf,
  TestLedger,
  type TestVoter,
  testElection,
} from "@veche/ledger/testing";
import { folderStorage } from "./folder/index.ts";
import { temporaryFolder } from "./folder/temporary.test.ts";
import { LedgerFollower, memoryStorage, NodeLink, type ViewStorage } from "./index.ts";
import { FakeNode, follow } from "./testing/index.ts";

const folder = temporaryFolder();
const { ledger: opened, voters } = openElection(
  {
    trustees: { count: 3, quorum: 2 },
    styles: [{ contests: [0] }],
    contests: [{ min: 1, max: 1, options: 2 }],
  },
  [12],
  seededRandom("follower"),
);
const voter = (at: number): TestVoter => voters[0]?.[at] as TestVoter;

/** A node of its own that has gone on from the opened election. */
function newNode(issues = 0, base?: string): FakeNode {
  const ledger = opened.fork();
  for (let at = 0; at < issues; at++) ledger.accept(issueTransaction(ledger, voter(at)));
  return base === undefined ? new FakeNode(ledger) : new FakeNode(ledger, base);
}

const codeOf = async (follower: LedgerFollower): Promise<string> => {
  const refreshed = await follower.refresh();
  return refreshed.ok ? "ok" : refreshed.error.code;
};

test("a new view starts from the electionId alone, and goes on", async () => {
  const node = newNode(1);
  const follower = await follow([node]);
  assert.equal(typeof follower.known, "undefined");
  assert.deepEqual(await follower.refresh(), { ok: true, value: { from: 0, to: node.size } });
  const known = follower.known;
  assert.ok(known !== undefined && known.state.phase === "open");
  assert.equal(rollEntryRecord(known.view, voter(0).rollEntry)?.issued?.at, node.size - 1);
  const before = node.size;
  node.ledger.accept(issueTransaction(node.ledger, voter(1)), castTransaction(node.ledger, voter(0)));
  node.publish();
  assert.deepEqual(await follower.refresh(), { ok: true, value: { from: before, to: before + 2 } });
  assert.equal(styleStatus(known.state, known.view, 0).ballots, 1, "the view is the live one");
  assert.deepEqual(await follower.refresh(), { ok: true, value: { from: before + 2, to: before + 2 } });
  const entry = decodeEntry(node.ledger.entries[before] as Bytes);
  assert.deepEqual(await follower.entry(before), entry.ok ? entry.value : undefined);
  assert.equal(await follower.entry(before + 2), undefined);
});

test("the types of rare entries are remembered with their places", async () => {
  const follower = await follow([newNode(2)]);
  await follower.refresh();
  const types = follower.known?.landmarks.map(({ type }) => type) ?? [];
  assert.deepEqual([types[0], types.at(-1)], ["define", "open"]);
  assert.ok(!types.includes("issue") && !types.includes("roll"));
});

/** Many small entries in one block. */
function addDays(ledger: TestLedger, from: number, count: number): void {
  const dates = Array.from({ length: count }, (_, at) =>
    new Date(Date.UTC(2027, 0, 1 + from + at)).toISOString(),
  );
  const body = (date: string) => ({
    accepted: 0,
    applied: 0,
    date: date.slice(0, 10),
    recalled: 0,
    refused: {},
  });
  ledger.accept(...dates.map((date) => ledger.tx("registration-totals", body(date))));
}

test("a log of several bundles is read, also when a bundle has been filled up meanwhile", async () => {
  const ledger = opened.fork();
  addDays(ledger, 0, 300);
  const node = new FakeNode(ledger);
  const { note, size } = node;
  addDays(ledger, 300, 300);
  node.publish();
  node.lie = (resource) => {
    if (resource === "checkpoint") return { status: 200, body: note };
    return resource.includes(".p/") ? { status: 404, body: new Uint8Array(0) } : undefined;
  };
  const follower = await follow([node]);
  assert.equal(await codeOf(follower), "ok");
  assert.equal(follower.known?.checkpoint.size, size);
  node.lie = () => undefined;
  assert.equal(await codeOf(follower), "ok");
  assert.equal(follower.known?.checkpoint.size, size + 300);
});

test("L18 a checkpoint without the signatures that the manifest asks for is refused", async () => {
  const node = newNode();
  const follower = await follow([node]);
  for (const signing of [{ witnesses: 0 }, { validators: 0 }, { logSignatures: 0 }]) {
    node.signing = signing;
    node.publish();
    assert.equal(await codeOf(follower), "CHECKPOINT_REFUSED", JSON.stringify(signing));
  }
  node.signing = {};
  node.publish();
  const text = new TextDecoder().decode(node.note);
  const forged = new TextEncoder().encode(text.replace(/\n(\d+)\n/, (_, size) => `\n${Number(size) + 1}\n`));
  node.lie = (resource) => (resource === "checkpoint" ? { status: 200, body: forged } : undefined);
  assert.equal(await codeOf(follower), "CHECKPOINT_REFUSED", "one byte changed");
  node.lie = () => undefined;
  assert.equal(await codeOf(follower), "ok", "positive control");
});

test("a node that serves garbage is passed over, and leaves nothing behind", async () => {
  const bad = newNode(2, "https://bad.example");
  const good = newNode(0, "https://good.example");
  good.ledger = bad.ledger;
  good.publish();
  const storage = memoryStorage();
  const follower = await follow([bad, good], { storage });
  const answers = [
    { status: 200, body: new Uint8Array(600) },
    { status: 500, body: new Uint8Array(0) },
    { status: 404, body: new Uint8Array(0) },
  ];
  for (const answer of answers) {
    bad.lie = (resource) => (resource.startsWith("tile/") ? answer : undefined);
    const alone = await follow([bad]);
    assert.match(await codeOf(alone), /ANSWER_UNUSABLE|NOT_FOUND/);
  }
  assert.equal(await codeOf(follower), "ok", "the good one is asked next");
  assert.equal(follower.nodes[0]?.base, "https://good.example", "and first from then on");
  bad.down = true;
  good.down = true;
  assert.equal(await codeOf(follower), "UNREACHABLE");
  assert.equal((await storage.load()).size, follower.known?.checkpoint.size);
});

test("entries that do not lead to the signed root are no fork, and are not kept", async () => {
  const node = newNode(1);
  const other = newNode(1);
  const storage = memoryStorage();
  const follower = await follow([node], { storage });
  node.lie = async (resource, request) => {
    const answer = resource.startsWith("tile/") ? await other.http(request) : undefined;
    return answer?.ok ? answer.value : undefined;
  };
  assert.equal(await codeOf(follower), "ENTRIES_DIFFER");
  assert.equal((await storage.load()).size, 0);
  node.lie = () => undefined;
  assert.equal(await codeOf(follower), "ok");
});

test("an electionId of another election finds no manifest", async () => {
  const node = newNode();
  const link = new NodeLink(node.base, new Uint8Array(32), async (request) =>
    node.http({ ...request, url: request.url.replace("0".repeat(64), toHex(opened.test.electionId)) }),
  );
  const follower = expectOk(
    await LedgerFollower.open({
      electionId: new Uint8Array(32),
      nodes: [link],
      storage: memoryStorage(),
      level: "light",
      randomBytes: seededRandom("x"),
    }),
    "open",
  );
  assert.equal(await codeOf(follower), "MANIFEST_MISSING");
});

test("a manifest that came in parts is found", async () => {
  const big = testElection(
    {
      contests: Array.from({ length: 400 }, () => ({ min: 1, max: 1, options: 2 })),
      styles: Array.from({ length: 4 }, (_, at) => ({
        contests: Array.from({ length: 100 }, (_, k) => 100 * at + k),
      })),
    },
    seededRandom("parts"),
  );
  const ledger = new TestLedger(big);
  const whole = ledger.tx("define", { manifest: big.manifestBytes });
  for (const part of splitIntoParts(big.log, whole, signerOf(big, "genesis", 1))) ledger.accept(part);
  assert.equal(ledger.state.phase, "set-up");
  const follower = await follow([new FakeNode(ledger)]);
  assert.equal(await codeOf(follower), "ok");
  assert.equal(follower.known?.election.manifest.contests.length, 400);
});

test("a view is taken up again from its folder, and a changed one is not", async () => {
  const path = join(folder, "view");
  const node = newNode(3);
  const first = await follow([node], { storage: expectOk(await folderStorage(path), "storage") });
  await first.refresh();
  await first.close();
  node.down = true;
  const again = await follow([node], { storage: expectOk(await folderStorage(path), "storage") });
  assert.deepEqual(again.known?.checkpoint, first.known?.checkpoint);
  assert.deepEqual(again.known?.state, first.known?.state);
  await again.close();
  const file = join(path, "entries");
  const bytes = readFileSync(file);
  bytes[bytes.length - 3] = (bytes[bytes.length - 3] as number) ^ 1;
  writeFileSync(file, bytes);
  const storage = expectOk(await folderStorage(path), "storage");
  const changed = await LedgerFollower.open({
    electionId: opened.test.electionId,
    nodes: [node.link()],
    storage,
    level: "light",
    randomBytes: seededRandom("x"),
  });
  assert.ok(!changed.ok && changed.error.code === "STORAGE_CORRUPT");
  await storage.close();
});

test("⚔ A10 nothing is known before it is durable", async () => {
  const inner = memoryStorage();
  let broken = false;
  const storage: ViewStorage = {
    ...inner,
    commit: async (note) => {
      if (broken) throw new Error("disk full");
      await inner.commit(note);
    },
  };
  const node = newNode();
  const follower = await follow([node], { storage });
  await follower.refresh();
  const before = follower.known;
  node.ledger.accept(issueTransaction(node.ledger, voter(5)));
  node.publish();
  broken = true;
  await assert.rejects(follower.refresh(), /disk full/);
  assert.equal(follower.known, before);
  assert.equal(rollEntryRecord(before?.view ?? opened.view, voter(5).rollEntry)?.issued, undefined);
  broken = false;
  assert.equal(await codeOf(follower), "ok", "what was left behind does no harm");
  assert.ok(equalBytes(follower.known?.checkpoint.note as Bytes, node.note));
});

test("calls that come together share one look at the log", async () => {
  const node = newNode();
  const follower = await follow([node]);
  await Promise.all(Array.from({ length: 50 }, () => follower.refresh()));
  const looks = node.asked.filter((resource) => resource === "checkpoint").length;
  assert.ok(looks <= 2, `${looks} looks`);
});

/** Of one log: each shows what stood there when it last published. */
function twoNodes(first: string, second: string): readonly [FakeNode, FakeNode] {
  const node = newNode(1, first);
  return [node, new FakeNode(node.ledger, second)];
}

test("a node that is a little behind is compared without reading the whole log again", async () => {
  const [live, behind] = twoNodes("https://live.example", "https://behind.example");
  const storage = memoryStorage();
  const reads: number[] = [];
  const counting: ViewStorage = {
    ...storage,
    read: (from, to) => {
      reads.push(to - from);
      return storage.read(from, to);
    },
  };
  const follower = await follow([live, behind], { storage: counting });
  assert.equal(await codeOf(follower), "ok");
  for (let at = 1; at < 12; at++) {
    const before = reads.length;
    live.ledger.accept(issueTransaction(live.ledger, voter(at)));
    live.publish();
    assert.equal(await codeOf(follower), "ok");
    assert.equal(await codeOf(follower), "ok");
    behind.publish();
    assert.ok(
      reads.slice(before).every((count) => count <= 4),
      reads.slice(before).join(),
    );
  }
  assert.ok(behind.asked.length > 1, "and it was asked");
});

test("⚔ a node that has stopped, or hides what is new, does not stop a view that has other nodes", async () => {
  const [frozen, live] = twoNodes("https://frozen.example", "https://live.example");
  const follower = await follow([frozen, live]);
  assert.equal(await codeOf(follower), "ok");
  assert.equal(follower.nodes[0]?.base, frozen.base);
  live.ledger.accept(issueTransaction(live.ledger, voter(1)));
  live.publish();
  const { size } = frozen;
  assert.deepEqual(await follower.refresh(), { ok: true, value: { from: size, to: size + 1 } });
  assert.equal(follower.nodes[0]?.base, live.base, "and it is asked first from now on");
  assert.deepEqual(await follower.refresh(), { ok: true, value: { from: size + 1, to: size + 1 } });
});

test("⚔ a node that shows the news piece by piece does not keep a view behind the others for long", async () => {
  const [slow, live] = twoNodes("https://slow.example", "https://live.example");
  const follower = await follow([slow, live]);
  assert.equal(await codeOf(follower), "ok");
  for (let at = 1; at < 12; at++) live.ledger.accept(issueTransaction(live.ledger, voter(at)));
  live.publish();
  const all = [...live.ledger.entries];
  for (let looks = 0; follower.known?.checkpoint.size !== live.size; looks++) {
    assert.ok(looks < 8, `${follower.known?.checkpoint.size} of ${live.size}`);
    slow.publishEntries(all.slice(0, slow.size + 1));
    assert.equal(await codeOf(follower), "ok");
  }
});

test("a node that is down is asked less and less while another answers, and at once when none does", async () => {
  const [down, live] = twoNodes("https://down.example", "https://live.example");
  down.down = true;
  const follower = await follow([live, down]);
  for (let look = 0; look < 40; look++) assert.equal(await codeOf(follower), "ok");
  assert.ok(down.asked.length >= 2 && down.asked.length <= 8, `${down.asked.length} of 40`);
  [down.down, live.down] = [false, true];
  assert.equal(await codeOf(follower), "ok");
});
