import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { type Bytes, expectOk, fromHex, readUint, toHex } from "@veche/base";
import { policyOf } from "@veche/client";
import { verifyEd25519Strict } from "@veche/group";
import {
  castTransaction,
  define,
  issueTransaction,
  MINUTE,
  openElection,
  seededRandom,
  TestLedger,
  TIMES,
  testElection,
} from "@veche/ledger/testing";
import { proveConsistency, type TreeHead, verifyCheckpoint, verifyConsistency } from "@veche/tlog";
import { fsckHome } from "./fsck/fsck-home.ts";
import { fsckRecord } from "./fsck/fsck-record.ts";
import { electionFolder } from "./home/home.ts";
import type { VecheNode } from "./node.ts";
import { exportRecord } from "./record/export-record.ts";
import type { KillJob } from "./testing/kill-child.ts";
import { wrongHints } from "./testing/record-hints.ts";
import {
  feed,
  type HandClock,
  nodeKeys,
  openAgain,
  startNode,
  temporaryFolder,
} from "./testing/test-node.ts";
import { diskHashes } from "./tiles/read-tiles.ts";

const CHILD = fileURLToPath(new URL("../dist/testing/kill-child.js", import.meta.url));
/** In each of two homes. */
const KILLS = 25;
const WITHOUT_WITNESSES = { witnesses: { count: 1, quorum: 0 } } as const;

type Acknowledged = { readonly hash: string; readonly index: number };

function jobOf(ledger: TestLedger, home: string, now: number, transactions: readonly Bytes[]): KillJob {
  const { electionId, manifest, secrets } = ledger.test;
  const keys = nodeKeys(ledger.test);
  return {
    home,
    keys: { log: toHex(keys.log), validator: toHex(keys.validator) },
    electionId: toHex(electionId),
    origin: manifest.origin,
    registrar: toHex(secrets.registrar),
    transactions: transactions.map(toHex),
    now,
  };
}

async function startChild(
  t: TestContext,
  job: KillJob,
): Promise<{ readonly child: ChildProcess; readonly lines: string[] }> {
  assert.ok(existsSync(CHILD), "build first: npm run build");
  const path = join(await temporaryFolder(t), "job.json");
  await writeFile(path, JSON.stringify(job));
  const child = spawn(process.execPath, [CHILD, path], { stdio: ["ignore", "pipe", "inherit"] });
  const lines: string[] = [];
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on("line", (line) => lines.push(line));
  return { child, lines };
}

/** `kill -9`; resolves when all that the process had said has been read. */
async function killNow(child: ChildProcess): Promise<void> {
  child.kill("SIGKILL");
  await once(child, "close");
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The head of the checkpoint file as anybody can read it at this moment. */
async function headOnDisk(ledger: TestLedger, home: string): Promise<TreeHead> {
  const path = join(electionFolder(home, ledger.test.electionId), "public", "checkpoint");
  const note = new Uint8Array(await readFile(path));
  const policy = policyOf(ledger.test.manifest);
  return expectOk(verifyCheckpoint(note, policy, verifyEd25519Strict), "checkpoint").checkpoint;
}

/** Opens the home after a kill and checks everything that was promised. */
async function examine(
  t: TestContext,
  ledger: TestLedger,
  home: string,
  clock: HandClock,
  seen: TreeHead,
  acknowledged: readonly Acknowledged[],
): Promise<VecheNode> {
  const node = await openAgain(t, home, clock, ledger.test);
  const log = node.log(ledger.test.electionId);
  assert.ok(log && (await log.whenPublished(log.size)));
  for (const { hash, index } of acknowledged) {
    assert.equal(log.store.placeOf(fromHex(hash) as Bytes)?.index, index, `acknowledged at ${index}`);
    assert.ok(log.store.entry(index), `entry ${index}`);
  }
  const head = await headOnDisk(ledger, home);
  assert.equal(head.size, log.size);
  const proof = expectOk(
    proveConsistency(seen.size, head.size, diskHashes(log.store.paths.published, head.size)),
    "proof",
  );
  assert.ok(verifyConsistency(seen, head, proof).ok, "consistent with the last checkpoint seen");
  return node;
}

/** One home, killed again and again; returns how much was acknowledged, and how many kills came during a start. */
async function killAgainAndAgain(
  t: TestContext,
  seed: string,
  kills: number,
): Promise<{ readonly acknowledged: number; readonly duringStart: number }> {
  const random = seededRandom(seed);
  const uniform = (max: number): number => readUint(random(4), 0, 4) % max;
  const ledger = new TestLedger(testElection(WITHOUT_WITNESSES, random));
  define(ledger);
  const started = await startNode(t, ledger.test);
  await feed(started, ledger);
  await started.node.close();
  const { home, clock } = started;
  const job = jobOf(ledger, home, TIMES.defined, []);
  const acknowledged: Acknowledged[] = [];
  let seen = await headOnDisk(ledger, home);
  let duringStart = 0;
  for (let kill = 0; kill < kills; kill++) {
    const { child, lines } = await startChild(t, job);
    // One in five dies while it is starting, or writing its first block.
    const isEarly = uniform(5) === 0;
    while (!isEarly && !lines.some((line) => line.startsWith("ACK"))) await pause(2);
    await pause(isEarly ? uniform(500) : uniform(150));
    seen = await headOnDisk(ledger, home);
    await killNow(child);
    if (!lines.includes("READY")) duringStart++;
    acknowledged.push(...acknowledgedIn(lines));
    const node = await examine(t, ledger, home, clock, seen, acknowledged.slice(-300));
    await node.close();
  }
  const node = await examine(t, ledger, home, clock, seen, acknowledged);
  const log = node.log(ledger.test.electionId);
  assert.ok(log);
  const record = join(await temporaryFolder(t), "record");
  assert.equal(expectOk(await exportRecord(log, record), "record").size, log.size);
  assert.deepEqual((await fsckRecord(record)).problems, []);
  await node.close();
  const [report] = expectOk(await fsckHome(home), "fsck");
  assert.deepEqual(report?.problems, []);
  return { acknowledged: acknowledged.length, duringStart };
}

function acknowledgedIn(lines: readonly string[]): readonly Acknowledged[] {
  return lines.flatMap((line) => {
    const [what, outcome, hash, index] = line.split(" ");
    if (what !== "ACK") return [];
    assert.equal(outcome, "ACCEPTED");
    return [{ hash: hash as string, index: Number(index) }];
  });
}

test(`kill -9 at ${2 * KILLS} moments under load: what was acknowledged stands where it was said, nothing is repaired by hand`, async (t) => {
  const seed = toHex(new Uint8Array(randomBytes(8)));
  t.diagnostic(`seed ${seed}`);
  const lanes = await Promise.all(["a", "b"].map((lane) => killAgainAndAgain(t, seed + lane, KILLS)));
  for (const { acknowledged, duringStart } of lanes) {
    t.diagnostic(`${acknowledged} acknowledged, ${duringStart} of ${KILLS} kills before the start was done`);
    assert.ok(acknowledged > KILLS, "there was load");
  }
});

test("kill -9 right after a promise: the ballot still waits, and enters at its tick", async (t) => {
  const sketch = {
    ...WITHOUT_WITNESSES,
    styles: [{ contests: [0], tick: 600 }],
    contests: [{ min: 1, max: 1, options: 2 }],
  };
  const { ledger, voters } = openElection(sketch, [1], seededRandom("kill and promise"));
  const [voter] = voters[0] ?? [];
  assert.ok(voter);
  ledger.at(TIMES.opens + MINUTE).accept(issueTransaction(ledger, voter));
  const started = await startNode(t, ledger.test);
  await feed(started, ledger);
  await started.node.close();
  const { home, clock } = started;
  const cast = castTransaction(ledger, voter);
  const { child, lines } = await startChild(t, jobOf(ledger, home, TIMES.opens + 2 * MINUTE, [cast]));
  while (!lines.some((line) => line.startsWith("SENT"))) await pause(1);
  await killNow(child);
  assert.deepEqual(lines, ["READY", "SENT PROMISED"]);
  clock.now = TIMES.opens + 5 * MINUTE;
  const node = await openAgain(t, home, clock, ledger.test);
  const { electionId } = ledger.test;
  while (node.log(electionId)?.size !== ledger.entries.length + 1) await pause(20);
  assert.equal((await node.submit(electionId, cast)).outcome, "ALREADY");
});

test("kill -9 while ballots enter: hints are right or absent, and never a reason for anything to fail (§09.6)", async (t) => {
  const sketch = {
    ...WITHOUT_WITNESSES,
    styles: [{ contests: [0] }],
    contests: [{ min: 1, max: 1, options: 2 }],
  };
  const { ledger, voters } = openElection(sketch, [60], seededRandom("kill and hints"));
  ledger
    .at(TIMES.opens + MINUTE)
    .accept(...(voters[0] ?? []).map((voter) => issueTransaction(ledger, voter)));
  const started = await startNode(t, ledger.test);
  await feed(started, ledger);
  await started.node.close();
  const { home, clock } = started;
  const { electionId, manifest } = ledger.test;
  const casts = (voters[0] ?? []).map((voter) => castTransaction(ledger, voter));
  let [entered, missed] = [0, 0];
  for (const enough of [9, 5, 14]) {
    const job = jobOf(ledger, home, TIMES.opens + 2 * MINUTE, casts.slice(entered));
    const { child, lines } = await startChild(t, job);
    while (lines.filter((line) => line === "SENT ACCEPTED").length < enough) await pause(1);
    await killNow(child);
    const node = await openAgain(t, home, clock, ledger.test);
    const log = node.log(electionId);
    assert.ok(log && (await log.whenPublished(log.size)));
    entered = log.size - ledger.entries.length;
    const record = join(await temporaryFolder(t), "record");
    const { known, missing } = expectOk(await exportRecord(log, record), "record").hints;
    await node.close();
    assert.equal(known + missing, 60 + entered);
    missed = missing;
    const { points, wrong } = await wrongHints(record, manifest);
    assert.equal(points, 60 + 8 * entered);
    assert.ok(wrong <= 8 * missing, `${wrong} wrong, ${missing} missing`);
    const report = await fsckRecord(record);
    assert.ok(report.ok && report.hints.state === "whole");
    const [own] = expectOk(await fsckHome(home), "fsck");
    assert.ok(own?.ok && own.hints.state === "whole");
  }
  t.diagnostic(`${entered} ballots entered, hints of ${missed} lost`);
});
