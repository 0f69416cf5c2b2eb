import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { texts } from "./texts.ts";

const MAIN = fileURLToPath(new URL("./main.ts", import.meta.url));

type Running = { readonly child: ChildProcess; readonly said: () => string; readonly temporary: string };

async function run(t: TestContext, ...args: readonly string[]): Promise<Running> {
  // Its temporary folders are below one that this test can look into.
  const temporary = await mkdtemp(join(tmpdir(), "veche-main-test-"));
  t.after(() => rm(temporary, { recursive: true, force: true }));
  // The database's user has to pass through it.
  await chmod(temporary, 0o711);
  const child = spawn(process.execPath, ["--conditions=source", "--import", "tsx", MAIN, ...args], {
    env: { ...process.env, TMPDIR: temporary },
    stdio: ["ignore", "pipe", "inherit"],
  });
  t.after(() => child.kill("SIGKILL"));
  let text = "";
  child.stdout?.setEncoding("utf8").on("data", (more: string) => {
    text += more;
  });
  return { child, said: () => text, temporary };
}

const foldersOf = async ({ temporary }: Running): Promise<readonly string[]> =>
  (await readdir(temporary)).filter((name) => name.startsWith("veche-practice-"));

async function exitOf({ child }: Running): Promise<number | null> {
  if (child.exitCode === null) await once(child, "exit");
  return child.exitCode;
}

test("what is not understood, a folder with something in it and a port that is taken: a sentence, and nothing is started", async (t) => {
  const wrong = await run(t, "--wan");
  assert.equal(await exitOf(wrong), 2);
  assert.ok(wrong.said().includes(texts.wrongOption("--wan").ru));
  const folder = await mkdtemp(join(tmpdir(), "veche-filled-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, "mine"), "");
  const filled = await run(t, "--folder", folder);
  assert.equal(await exitOf(filled), 2);
  assert.ok(filled.said().includes(texts.folderFilled(folder).en));
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const taken = await run(t, "--port", String(port));
  assert.equal(await exitOf(taken), 1);
  assert.ok(taken.said().includes(texts.portTaken(port).ru));
  assert.deepEqual(await foldersOf(taken), []);
});

test("Ctrl-C ends all processes, and a temporary folder goes with them", async (t) => {
  const running = await run(t, "--port", "0", "--minutes", "5");
  while (!running.said().includes(texts.stopHint.en)) {
    assert.equal(running.child.exitCode, null, running.said());
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const [folder = ""] = (await readdir(running.temporary)).filter((name) =>
    name.startsWith("veche-practice-"),
  );
  assert.ok(existsSync(join(running.temporary, folder, "node")));
  running.child.kill("SIGINT");
  assert.equal(await exitOf(running), 0);
  assert.ok(running.said().includes(texts.stopped.ru));
  assert.deepEqual(await foldersOf(running), []);
});
