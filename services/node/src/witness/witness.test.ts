import assert from "node:assert/strict";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { type Bytes, expectOk, toBase64, utf8 } from "@veche/base";
import { httpOver, policyOf } from "@veche/client";
import { signEd25519, verifyEd25519Strict } from "@veche/group";
import { dealAll, define, seededRandom, TestLedger, testElection } from "@veche/ledger/testing";
import {
  formatAddCheckpoint,
  formatCheckpoint,
  formatNote,
  leafHash,
  nodeHash,
  openNote,
  parseNote,
  parseSignatureLines,
  signNote,
  verifyCheckpoint,
  witnessedCheckpointPath,
} from "@veche/tlog";
import type { ElectionLog } from "../engine/log.ts";
import { electionFolder } from "../home/home.ts";
import { silentLogger } from "../log/logger.ts";
import { checkpointOf } from "../publish/board.ts";
import { feedWitnesses } from "../publish/feed-witnesses.ts";
import { feed, openAgain, startNode, temporaryFolder } from "../testing/test-node.ts";
import { NodeWitness, type WitnessError } from "./node-witness.ts";
import { makeWitnessServer, serveWitness } from "./witness-server.ts";

const random = seededRandom("node witness");
const ELECTION = testElection({ witnesses: { count: 1, quorum: 1 } }, random);
const POLICY = policyOf(ELECTION.manifest);
const [KEY] = POLICY.witnesses;
const [LOG_KEY] = POLICY.logKeys;
const { witnesses: WITNESS_SECRETS, validators } = ELECTION.secrets;
assert.ok(KEY && LOG_KEY && WITNESS_SECRETS[0] && validators[0]);
const SECRET = WITNESS_SECRETS[0];
const LOG_SECRET = validators[0].logKey;

const openWitness = (folder: string) =>
  NodeWitness.open({
    folder,
    key: KEY,
    secretKey: SECRET,
    logs: [LOG_KEY],
    clock: () => 1_800_000_000_000,
    logger: silentLogger,
  });

async function started(t: TestContext, folder?: string) {
  const home = folder ?? (await temporaryFolder(t));
  const witness = expectOk(await openWitness(home), "witness");
  const app = makeWitnessServer(witness, silentLogger);
  t.after(async () => {
    await app.close();
    await witness.close();
  });
  const post = async (body: Bytes) => {
    const answer = await app.inject({ method: "POST", url: "/add-checkpoint", payload: Buffer.from(body) });
    return { status: answer.statusCode, body: answer.body, type: String(answer.headers["content-type"]) };
  };
  return { home, witness, app, post };
}

/** Three leaves and their trees of 1, 2 and 3, and a fork at the third. */
const [A, B, C, FORKED] = ["a", "b", "c", "other"].map((leaf) => leafHash(utf8(leaf))) as [
  Bytes,
  Bytes,
  Bytes,
  Bytes,
];
const AB = nodeHash(A, B);
const ROOTS = { 1: A, 2: AB, 3: nodeHash(AB, C) } as const;

function noteOf(size: number, root: Bytes, secret: Bytes = LOG_SECRET): Bytes {
  const text = formatCheckpoint({ origin: POLICY.origin, size, root });
  assert.ok(LOG_KEY);
  return formatNote({
    text,
    signatures: [signNote(text, LOG_KEY, (message) => signEd25519(secret, message))],
  });
}

const request = (oldSize: number, proof: readonly Bytes[], checkpoint: Bytes): Bytes =>
  formatAddCheckpoint({ oldSize, proof, checkpoint });

const STEP_1 = request(0, [], noteOf(1, ROOTS[1]));
const STEP_2 = request(1, [B], noteOf(2, ROOTS[2]));
const STEP_3 = request(2, [C], noteOf(3, ROOTS[3]));

test("C2SP tlog-witness: each answer of add-checkpoint", async (t) => {
  const { post, app } = await started(t);
  const first = await post(STEP_1);
  assert.equal(first.status, 200);
  const line = expectOk(parseSignatureLines(utf8(first.body)), "line");
  const note = expectOk(parseNote(noteOf(1, ROOTS[1])), "note");
  assert.ok(KEY);
  const opened = openNote(formatNote({ ...note, signatures: line }), [KEY], verifyEd25519Strict);
  assert.equal(expectOk(opened, "cosignature").signers[0]?.time, 1_800_000_000);
  // What was answered once is answered again: the answer may have been lost.
  assert.equal((await post(request(1, [], noteOf(1, ROOTS[1])))).status, 200);
  const conflict = await post(STEP_1);
  assert.deepEqual(conflict, { status: 409, body: "1\n", type: "text/x.tlog.size" });
  assert.deepEqual((await post(request(1, [], noteOf(1, B)))).status, 409);
  assert.equal((await post(request(1, [C], noteOf(2, ROOTS[2])))).status, 422);
  assert.equal((await post(request(1, [], noteOf(2, ROOTS[2])))).status, 422);
  assert.equal((await post(request(3, [], noteOf(2, ROOTS[2])))).status, 400);
  assert.equal((await post(request(1, [B], noteOf(2, ROOTS[2], SECRET)))).status, 403);
  const elsewhere = utf8(Buffer.from(STEP_2).toString().replaceAll(POLICY.origin, "veche.example/unknown"));
  assert.equal((await post(elsewhere)).status, 404);
  for (const nonsense of ["", "old 0\n", "old 01\n\nx", `old 0\n${"!".repeat(44)}\n\nx\n1\n`]) {
    assert.equal((await post(utf8(nonsense))).status, 400, nonsense);
  }
  assert.equal((await post(new Uint8Array(70_000))).status, 413);
  assert.equal((await app.inject({ method: "GET", url: "/add-checkpoint" })).statusCode, 404);
  // None of these refusals moved it.
  assert.equal((await post(STEP_2)).status, 200);
});

test("the last checkpoint of a log is read where C2SP has it, with the log's signature and the witness's, and nothing else's", async (t) => {
  const { post, app } = await started(t);
  const url = `/${witnessedCheckpointPath(POLICY.origin)}`;
  assert.equal((await app.inject(url)).statusCode, 404);
  const stranger = `— stranger.example/w ${toBase64(new Uint8Array(76).fill(9))}\n`;
  assert.equal((await post(utf8(Buffer.from(STEP_1).toString() + stranger))).status, 200);
  const read = await app.inject(url);
  const note = expectOk(parseNote(new Uint8Array(read.rawPayload)), "note");
  assert.deepEqual(
    note.signatures.map(({ name }) => name),
    [POLICY.origin, KEY?.name],
  );
});

test("a killed witness goes on where its last signature left it: it does not sign an older tree, or another", async (t) => {
  const { post, home, witness } = await started(t);
  for (const step of [STEP_1, STEP_2]) assert.equal((await post(step)).status, 200);
  await witness.close();
  const again = await started(t, home);
  assert.deepEqual((await again.post(STEP_1)).body, "2\n");
  assert.equal((await again.post(request(2, [], noteOf(2, nodeHash(A, FORKED))))).status, 409);
  assert.equal(
    (await again.post(request(2, [FORKED], noteOf(3, nodeHash(nodeHash(A, FORKED), C))))).status,
    422,
  );
  assert.equal((await again.post(STEP_3)).status, 200);
  // The two checkpoints of one size, both signed by the log, are kept.
  const [evidence = ""] = await readdir(join(home, "evidence"));
  const text = await readFile(join(home, "evidence", evidence), "utf8");
  for (const root of [ROOTS[2], nodeHash(A, FORKED)]) assert.ok(text.includes(toBase64(root)));
});

test("of requests that come together none rolls the log back", async (t) => {
  const { post, witness } = await started(t);
  assert.equal((await post(STEP_1)).status, 200);
  const toThree = request(1, [B, C], noteOf(3, ROOTS[3]));
  const answers = await Promise.all([STEP_2, toThree, STEP_2, toThree].map(post));
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  const last = witness.lastAt(witnessedCheckpointPath(POLICY.origin));
  const size = Number(
    Buffer.from(last ?? new Uint8Array())
      .toString()
      .split("\n")[1],
  );
  assert.deepEqual(
    answers.filter(({ status }) => status !== 200).map(({ body }) => body),
    Array.from({ length: 3 }, () => `${size}\n`),
  );
});

test("a signature leaves only after its head is on the disk; after a failed write nothing leaves any more", async (t) => {
  const { post, home } = await started(t);
  assert.equal((await post(STEP_1)).status, 200);
  await rm(join(home, "logs"), { recursive: true });
  await writeFile(join(home, "logs"), "no folder");
  const failed = await post(STEP_2);
  assert.equal(failed.status, 500);
  assert.ok(!failed.body.includes("—"));
  assert.equal((await post(STEP_2)).status, 503);
});

test("a witness that has lost what it remembered does not start; nor do two on one folder, nor with another's files", async (t) => {
  const { post, home, witness } = await started(t);
  assert.equal((await post(STEP_1)).status, 200);
  const codeOf = async (): Promise<string | undefined> => {
    const opened = await openWitness(home);
    if (opened.ok) await opened.value.close();
    return opened.ok ? undefined : (opened.error satisfies WitnessError).code;
  };
  assert.equal(await codeOf(), "HOME_IN_USE");
  await witness.close();
  assert.equal(await codeOf(), undefined);
  const [file = ""] = await readdir(join(home, "logs"));
  const path = join(home, "logs", file);
  const kept = await readFile(path);
  await rm(path);
  assert.equal(await codeOf(), "WITNESS_STATE_MISSING");
  for (const wrong of [kept.subarray(0, 50), noteOf(1, ROOTS[1]), Buffer.from("{}")]) {
    await writeFile(path, wrong);
    assert.equal(await codeOf(), "WITNESS_STATE_MALFORMED");
  }
  await writeFile(path, kept);
  await writeFile(join(home, "logs.json"), "[");
  assert.equal(await codeOf(), "WITNESS_STATE_MALFORMED");
  await rm(join(home, "logs.json"));
  await mkdir(join(home, "temporary"), { recursive: true });
  assert.equal(await codeOf(), undefined);
});

test("a node feeds a witness over HTTP, and publishes what it cosigned; also when it no longer knows what the witness has seen", async (t) => {
  const ledger = new TestLedger(ELECTION);
  define(ledger);
  dealAll(ledger);
  const witness = expectOk(await openWitness(await temporaryFolder(t)), "witness");
  const server = await serveWitness(witness, { host: "127.0.0.1", port: 0, logger: silentLogger });
  t.after(async () => {
    await server.close();
    await witness.close();
  });
  const url = `http://127.0.0.1:${server.port}`;
  const lines: string[] = [];
  const logger = (_level: string, event: string) => void lines.push(event);
  const check = (log: ElectionLog | undefined): void => {
    const note = log && checkpointOf(log);
    assert.ok(note);
    const verified = expectOk(verifyCheckpoint(note, POLICY, verifyEd25519Strict), "checkpoint");
    assert.equal(verified.checkpoint.size, ledger.entries.length);
    assert.equal(verified.witnesses.length, 1);
  };
  const first = await startNode(t, ELECTION, { cosign: feedWitnesses(httpOver(fetch), [url], logger) });
  await feed(first, ledger);
  const log = first.node.log(ELECTION.electionId);
  check(log);
  await first.node.close();
  // Now neither the node nor its feeder knows what the witness has seen.
  await rm(join(electionFolder(first.home, ELECTION.electionId), "public", "checkpoint"));
  const cosign = feedWitnesses(httpOver(fetch), [url], logger);
  const second = await openAgain(t, first.home, first.clock, ELECTION, { cosign });
  const again = second.log(ELECTION.electionId);
  assert.ok(again && (await again.whenPublished(ledger.entries.length, 5_000)));
  check(again);
  assert.deepEqual(lines, []);
});

test("a witness that knows another log of our name is told of; one that is ahead, silent or talks nonsense is not, and signs nothing", async () => {
  const lines: string[] = [];
  const logger = (_level: string, event: string) => void lines.push(event);
  const cosignWith = async (status: number, body: string) => {
    const http = async () => ({ ok: true as const, value: { status, body: utf8(body) } });
    const asked = {
      electionId: ELECTION.electionId,
      note: noteOf(2, ROOTS[2]),
      size: 2,
      proofFrom: () => [],
    };
    return feedWitnesses(http, ["http://w"], logger)(asked);
  };
  for (const [status, body] of [
    [409, "7\n"],
    [200, ""],
  ] as const) {
    await cosignWith(status, body);
  }
  assert.deepEqual(lines, []);
  for (const [status, body] of [
    [422, "INCONSISTENT\n"],
    [409, "0\n"],
    [409, "no size"],
    [403, ""],
    [500, ""],
  ] as const) {
    assert.deepEqual(await cosignWith(status, body), []);
  }
  assert.deepEqual(
    lines,
    Array.from({ length: 5 }, () => "witness-refused"),
  );
  const dead = async () => ({ ok: false as const, error: { code: "UNREACHABLE" as const, reason: "" } });
  const asked = { electionId: ELECTION.electionId, note: noteOf(2, ROOTS[2]), size: 2, proofFrom: () => [] };
  assert.deepEqual(await feedWitnesses(dead, ["http://w"], logger)(asked), []);
});
