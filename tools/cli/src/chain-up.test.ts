import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { SET_UP } from "@veche/abci/testing";
import { missingTool, until } from "@veche/base/testing";
import { applicationHashAt, cometStatus, findCometbft } from "@veche/node";
import { rpcOf } from "./chain/layout.ts";
import { resultOf, runHere } from "./testing/fake-world.ts";
import { temporaryFolder } from "./testing/folder.ts";

const BIN = fileURLToPath(new URL("../bin/veche.mjs", import.meta.url));
const BUILT = fileURLToPath(new URL("../dist/main.js", import.meta.url));
const { PATH, CI } = process.env;
const program = findCometbft(PATH);
const VALIDATORS = 4;
const HEIGHT = 5;

const FOLDER = join(temporaryFolder(), "chain");
const homes = Array.from({ length: VALIDATORS }, (_, at) => join(FOLDER, `validator-${at + 1}`));
const statuses = () => Promise.all(homes.map((home) => cometStatus(rpcOf(home))));
const running = new Set<ChildProcess>();
after(() => {
  for (const child of running) child.kill("SIGTERM");
});

/** The first of so many free ports in a row, below those that the system gives to whoever asks for any. */
async function freeRow(count: number): Promise<number> {
  const isFree = (port: number): Promise<boolean> =>
    new Promise((resolve) => {
      const server = createServer().once("error", () => resolve(false));
      server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
    });
  const rows = Array.from({ length: 500 }, (_, at) => 20_000 + ((process.pid + at) % 500) * 20);
  for (const first of rows) {
    const row = await Promise.all(Array.from({ length: count }, (_, at) => isFree(first + at)));
    if (!row.includes(false)) return first;
  }
  return assert.fail("no free ports in a row");
}

/** Of all validators, the last that each wrote itself. */
const logs = (): string =>
  homes
    .map((home) => readFileSync(join(home, "node.log"), "utf8").split("\n"))
    .map((lines) =>
      lines
        .filter((line) => !line.includes('"event":"cometbft"'))
        .slice(-4)
        .join("\n"),
    )
    .join("\n");

type Up = { readonly child: ChildProcess; readonly said: { text: string; errors: string } };

/** Resolves when all validators run. */
async function up(): Promise<Up> {
  const child = spawn(process.execPath, [BIN, "chain", "up", FOLDER, "--json"], {
    env: { ...process.env, LANG: "C" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  child.once("close", () => running.delete(child));
  const said = { text: "", errors: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said.text += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said.errors += text;
  });
  await until(() => said.text.endsWith("\n") || child.exitCode !== null, "the start");
  assert.equal(child.exitCode, null, said.errors);
  return { child, said };
}

const closed = async ({ child }: Up): Promise<number | null> =>
  ((await once(child, "close")) as [number | null])[0];

test("four validators reach the same application hash at height 5, end with their starter, and start again", {
  skip: missingTool(program, SET_UP, { CI }),
}, async () => {
  assert.ok(existsSync(BUILT), "the built program is tested: run `npm run build` first");
  const ports = await freeRow(2 * VALIDATORS);
  const made = ["chain", "init", "--validators", `${VALIDATORS}`, "--ports", `${ports}`, "--out", FOLDER];
  resultOf(await runHere([...made, "--json"]));
  const first = await up();
  const listed = JSON.parse(first.said.text) as { readonly running: readonly { readonly url: string }[] };
  for (const { url } of listed.running) {
    const answer = await fetch(`${url}/elections`).catch(() => assert.fail(`${url}: ${logs()}`));
    assert.deepEqual(await answer.json(), { elections: [] });
  }
  await until(async () => (await statuses()).every((status) => (status?.height ?? 0) >= HEIGHT), "height 5");
  const hashes = await Promise.all(homes.map((home) => applicationHashAt(rpcOf(home), HEIGHT)));
  assert.match(hashes[0] ?? "", /^[0-9A-F]{64}$/);
  assert.equal(new Set(hashes).size, 1);
  const shown = resultOf<{ readonly validators: readonly { readonly peers: number }[] }>(
    await runHere(["chain", "status", FOLDER, "--json"]),
  );
  assert.deepEqual(
    shown.validators.map(({ peers }) => peers),
    homes.map(() => VALIDATORS - 1),
  );

  // With no chance to end anything in order.
  first.child.kill("SIGKILL");
  await closed(first);
  const isSilent = async () => (await statuses()).every((status) => status === undefined);
  await until(isSilent, "the end of all that it had started");

  const second = await up();
  await until(
    async () => (await statuses()).every((status) => (status?.height ?? 0) > HEIGHT),
    "more blocks",
  );
  second.child.kill("SIGTERM");
  assert.equal(await closed(second), 0, second.said.errors);
  assert.ok(await isSilent());
  const log = readFileSync(join(homes[0] as string, "node.log"), "utf8");
  assert.match(log, /"event":"cometbft"/);
  assert.doesNotMatch(log, /127\.0\.0\.1/);
});
