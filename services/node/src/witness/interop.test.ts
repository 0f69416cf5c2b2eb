import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer as createHttpServer } from "node:http";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { freePorts } from "@veche/abci";
import { concat, expectOk, sha256, toBase64, toHex, u8 } from "@veche/base";
import { missingTool } from "@veche/base/testing";
import { httpOver, policyOf } from "@veche/client";
import { ed25519PublicKey, verifyEd25519Strict } from "@veche/group";
import { dealAll, define, seededRandom, TestLedger, testElection } from "@veche/ledger/testing";
import {
  COSIGNATURE,
  formatVkey,
  LOG_SIGNATURE,
  openNote,
  type VerifierKey,
  verifierKey,
  verifyCheckpoint,
} from "@veche/tlog";
import { serve } from "../http/server.ts";
import { silentLogger } from "../log/logger.ts";
import { checkpointOf } from "../publish/board.ts";
import { feedWitnesses } from "../publish/feed-witnesses.ts";
import { findGoTool, type GoTool, runTool, SET_UP_WITNESS } from "../testing/go-tools.ts";
import { sshPublicKey, startSshAgent } from "../testing/ssh-agent.ts";
import { feed, startNode, temporaryFolder } from "../testing/test-node.ts";
import { TestValidator } from "../testing/test-validator.ts";
import { NodeWitness } from "./node-witness.ts";
import { serveWitness } from "./witness-server.ts";

const { PATH = "", CI } = process.env;

/** For the option `skip`: the first of these programs that is not there. */
function without(...names: readonly GoTool[]): { readonly skip: string | false } {
  const found = names.every((name) => findGoTool(name, PATH) !== undefined) ? true : undefined;
  return { skip: missingTool(found, SET_UP_WITNESS, { CI }) };
}

function tool(name: GoTool): string {
  const file = findGoTool(name, PATH);
  assert.ok(file, SET_UP_WITNESS);
  return file;
}

const keyOf = (
  name: string,
  type: typeof LOG_SIGNATURE | typeof COSIGNATURE,
  secret: Uint8Array,
): VerifierKey => expectOk(verifierKey(name, type, ed25519PublicKey(secret)), "key");

async function whenListening(url: string, child: ChildProcess): Promise<void> {
  for (let round = 0; round < 400; round++) {
    assert.equal(child.exitCode, null, "the program has ended");
    if (
      await fetch(url).then(
        () => true,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  assert.fail("the program does not listen");
}

function someLog(name: string): TestLedger {
  const ledger = new TestLedger(testElection({ witnesses: { count: 1, quorum: 1 } }, seededRandom(name)));
  define(ledger);
  dealAll(ledger);
  return ledger;
}

/** litewitness as it is, with the key of the election's witness, watching the election's log. */
async function startLitewitness(t: TestContext, { test: election }: TestLedger): Promise<string> {
  const folder = await temporaryFolder(t);
  const [socket, db] = [join(folder, "agent"), join(folder, "witness.db")];
  const [secret] = election.secrets.witnesses;
  const [member] = election.manifest.witnesses.members;
  assert.ok(secret && member);
  const agent = await startSshAgent(socket, secret);
  t.after(() => agent.close());
  const vkeys = policyOf(election.manifest).logKeys.map(formatVkey).join("\n");
  const told = await runTool(tool("litewitnesslog"), ["-db", db, "-vkeys", vkeys]);
  assert.equal(told.code, 0, told.output);
  const [port] = await freePorts(1);
  const listen = `127.0.0.1:${port}`;
  const fingerprint = `SHA256:${toBase64(sha256(sshPublicKey(secret))).replace(/=+$/, "")}`;
  const args = [
    "-name",
    member.name,
    "-db",
    db,
    "-ssh-agent",
    socket,
    "-listen",
    listen,
    "-key",
    fingerprint,
  ];
  const child = spawn(tool("litewitness"), args, { stdio: "ignore" });
  t.after(async () => {
    const ended = child.exitCode === null ? once(child, "exit") : undefined;
    child.kill("SIGKILL");
    await ended;
  });
  await whenListening(`http://${listen}/`, child);
  return `http://${listen}`;
}

test("a node feeds litewitness, and our verifier accepts what it cosigns", {
  ...without("litewitness", "litewitnesslog"),
}, async (t) => {
  const ledger = someLog("litewitness");
  const url = await startLitewitness(t, ledger);
  const lines: string[] = [];
  const logger = (_level: string, event: string) => void lines.push(event);
  const cosign = feedWitnesses(httpOver(fetch), [url], logger);
  const started = await startNode(t, ledger.test, { cosign });
  await feed(started, ledger);
  const log = started.node.log(ledger.test.electionId);
  const note = log && checkpointOf(log);
  assert.ok(note);
  const verified = expectOk(
    verifyCheckpoint(note, policyOf(ledger.test.manifest), verifyEd25519Strict),
    "checkpoint",
  );
  assert.equal(verified.checkpoint.size, ledger.entries.length);
  assert.equal(verified.witnesses.length, 1);
  assert.deepEqual(lines, []);
  // A feeder that knows nothing of the witness learns its size from it; a fork it does not sign.
  const request = { electionId: ledger.test.electionId, note, size: ledger.entries.length };
  const again = feedWitnesses(httpOver(fetch), [url], logger);
  assert.equal((await again({ ...request, proofFrom: () => [] })).length, 1);
  assert.deepEqual(lines, []);
});

/** Lets tessera's posix-oneshot add an entry to a log of its own, whose checkpoints must have our witness's cosignature. */
async function oneshot(folder: string, url: string, witness: VerifierKey, entry: string) {
  await writeFile(join(folder, "policy"), `witness ours ${formatVkey(witness)} ${url}\nquorum ours\n`);
  await writeFile(join(folder, "entry"), entry);
  return runTool(tool("tessera-posix-oneshot"), [
    ...["--storage_dir", join(folder, "log"), "--private_key", join(folder, "key")],
    ...["--entries", join(folder, "entry"), "--witness_policy_file", join(folder, "policy")],
    ...["--witness_timeout", "10s"],
  ]);
}

test("tessera feeds our witness, and publishes what it cosigned; of a log that forked it gets nothing", {
  ...without("tessera-posix-oneshot"),
}, async (t) => {
  const folder = await temporaryFolder(t);
  const random = seededRandom("tessera");
  const [logSecret, secret] = [random(32), random(32)];
  const logKey = keyOf("tessera.example/log", LOG_SIGNATURE, logSecret);
  const key = keyOf("witness.example/w", COSIGNATURE, secret);
  const privateKey = toBase64(concat(u8(LOG_SIGNATURE), logSecret));
  await writeFile(join(folder, "key"), `PRIVATE+KEY+${logKey.name}+${toHex(logKey.id)}+${privateKey}`);
  const opened = await NodeWitness.open({
    folder: join(folder, "witness"),
    key,
    secretKey: secret,
    logs: [logKey],
    clock: Date.now,
    logger: silentLogger,
  });
  const witness = expectOk(opened, "witness");
  const server = await serveWitness(witness, { host: "127.0.0.1", port: 0, logger: silentLogger });
  t.after(async () => {
    await server.close();
    await witness.close();
  });
  const url = `http://127.0.0.1:${server.port}`;
  for (const [at, entry] of ["first", "second", "third"].entries()) {
    const ran = await oneshot(folder, url, key, entry);
    assert.equal(ran.code, 0, ran.output);
    const note = new Uint8Array(await readFile(join(folder, "log", "checkpoint")));
    const signers = expectOk(openNote(note, [logKey, key], verifyEd25519Strict), "checkpoint");
    assert.equal(signers.signers.length, 2);
    assert.equal(signers.text.split("\n")[1], String(at + 1));
  }
  // Another log of the same name and key: the witness has seen three entries, and these are not among them.
  const fork = join(folder, "fork");
  await mkdir(fork);
  await writeFile(join(fork, "key"), await readFile(join(folder, "key")));
  const forked = await oneshot(fork, url, key, "another first");
  const published = await readFile(join(fork, "log", "checkpoint"), "utf8").catch(() => "");
  assert.ok(forked.code !== 0 || !published.includes(key.name), forked.output);
});

/** A node with a log, over HTTP. */
async function servedLog(t: TestContext) {
  const ledger = new TestLedger(testElection({ witnesses: { count: 1, quorum: 0 } }, seededRandom("fsck")));
  define(ledger);
  dealAll(ledger);
  const started = await startNode(t, ledger.test);
  await feed(started, ledger);
  const server = await serve(started.node, { host: "127.0.0.1", port: 0, logger: silentLogger });
  t.after(() => server.close());
  const log = started.node.log(ledger.test.electionId);
  const [key] = policyOf(ledger.test.manifest).logKeys;
  assert.ok(log && key);
  const url = `http://127.0.0.1:${server.port}/e/${toHex(ledger.test.electionId)}/`;
  return { url, vkey: formatVkey(key), size: ledger.entries.length, folder: log.store.paths.published };
}

/** Changes one byte of a published file, and hands back how to mend it. */
async function plant(path: string, at: number): Promise<() => Promise<void>> {
  const bytes = await readFile(path);
  const wrong = Buffer.from(bytes);
  wrong[at] = (wrong[at] as number) ^ 1;
  await writeFile(path, wrong);
  return () => writeFile(path, bytes);
}

test("tessera's fsck finds nothing in our tiles over HTTP, and finds one changed byte of a tile or of an entry", {
  ...without("tessera-fsck"),
}, async (t) => {
  const { url, vkey, size, folder } = await servedLog(t);
  const keyFile = join(await temporaryFolder(t), "vkey");
  await writeFile(keyFile, vkey);
  const fsck = () =>
    runTool(tool("tessera-fsck"), [
      ...["--storage_url", url, "--public_key", keyFile],
      ...["--ui=false", "--logtostderr", "-v", "1"],
    ]);
  const right = await fsck();
  assert.ok(right.output.includes(`checking log of size ${size}`), right.output);
  // It ends with 0 whatever it finds: what it says counts.
  assert.ok(!right.output.includes("fsck failed"), right.output);
  assert.ok(size < 256, "the log has one partial tile");
  for (const [file, at] of [
    [`tile/0/000.p/${size}`, 40],
    [`tile/entries/000.p/${size}`, 30],
  ] as const) {
    const mend = await plant(join(folder, file), at);
    const found = await fsck();
    await mend();
    assert.ok(found.output.includes("fsck failed"), `${file}: ${found.output}`);
  }
});

test("Go's x/mod/sumdb/tlog proves every entry and every smaller size from our tiles, and refuses one changed byte", {
  ...without("tlogcheck"),
}, async (t) => {
  const { url, vkey, size, folder } = await servedLog(t);
  const check = () => runTool(tool("tlogcheck"), ["-url", url, "-vkey", vkey]);
  assert.deepEqual(await check(), { code: 0, output: `${size}\n` });
  for (const [file, at] of [
    [`tile/0/000.p/${size}`, 40],
    [`tile/entries/000.p/${size}`, 30],
  ] as const) {
    const mend = await plant(join(folder, file), at);
    const found = await check();
    await mend();
    assert.equal(found.code, 1, file);
  }
  const other = await runTool(tool("tlogcheck"), [
    "-url",
    url,
    "-vkey",
    formatVkey(keyOf("veche.example/test", LOG_SIGNATURE, sha256(new Uint8Array()))),
  ]);
  assert.equal(other.code, 1);
});

/** The published folder as any web server would serve it: full tiles, a second level, and what is left over. */
async function servedFolder(t: TestContext) {
  const election = testElection(
    { engine: "cometbft", validators: 1, witnesses: { count: 0, quorum: 0 } },
    seededRandom("many tiles"),
  );
  const folder = await temporaryFolder(t);
  const setting = { test: election, at: 0, folder, others: [], logger: silentLogger };
  const validator = await TestValidator.open(setting);
  t.after(() => validator.close());
  for (const count of [1, 255, 256, 90]) await validator.block(count);
  const { size } = expectOk(await validator.publisher.publish(validator.head), "published");
  const { published } = validator.store.paths;
  const server = createHttpServer((request, response) => {
    readFile(join(published, new URL(request.url ?? "", "http://here").pathname)).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  const [key] = policyOf(election.manifest).logKeys;
  const address = server.address();
  assert.ok(key && typeof address === "object" && address !== null);
  return { url: `http://127.0.0.1:${address.port}/`, vkey: formatVkey(key), size, published };
}

test("full tiles and those of the second level, too, and an error in each of them is found", {
  ...without("tessera-fsck", "tlogcheck"),
}, async (t) => {
  const { url, vkey, size, published } = await servedFolder(t);
  const keyFile = join(await temporaryFolder(t), "vkey");
  await writeFile(keyFile, vkey);
  // With one worker it waits for ever after its first finding.
  const fsck = ["--storage_url", url, "--public_key", keyFile, "--ui=false", "--logtostderr", "--N", "16"];
  const check = () => runTool(tool("tlogcheck"), ["-url", url, "-vkey", vkey]);
  const right = await runTool(tool("tessera-fsck"), fsck);
  assert.ok(right.output.includes(`checking log of size ${size}`), right.output);
  assert.ok(!right.output.includes("fsck failed"), right.output);
  assert.deepEqual(await check(), { code: 0, output: `${size}\n` });
  for (const file of ["tile/0/001", "tile/1/000.p/2", "tile/entries/000"]) {
    const mend = await plant(join(published, file), 33);
    const [found, other] = [await runTool(tool("tessera-fsck"), fsck), await check()];
    await mend();
    assert.ok(found.output.includes("fsck failed"), `${file}: ${found.output}`);
    assert.equal(other.code, 1, file);
  }
});
