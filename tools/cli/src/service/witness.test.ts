import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { freePorts } from "@veche/abci";
import { expectOk, utf8 } from "@veche/base";
import { until } from "@veche/base/testing";
import { signEd25519, verifyEd25519Strict } from "@veche/group";
import {
  formatAddCheckpoint,
  formatCheckpoint,
  formatNote,
  leafHash,
  openNote,
  parseSignatureLines,
  parseVkey,
  signNote,
} from "@veche/tlog";
import { openHomeWith } from "../keys/home.ts";
import { resultOf, runHere } from "../testing/fake-world.ts";

async function answerOf(url: string, body: Uint8Array): Promise<Response> {
  let answer: Response | undefined;
  await until(async () => {
    answer = await fetch(url, { method: "POST", body: new Uint8Array(body) }).catch(() => undefined);
    return answer !== undefined;
  }, "an answer of the witness");
  return answer ?? assert.fail("no answer");
}

test("veche witness: keys, the log's key as `keys show` prints it, a cosignature, and an end", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "veche-witness-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const at = (name: string): string => join(folder, name);
  const passphrase = "a passphrase for tests";
  await writeFile(at("pass"), `${passphrase}\n`);
  const keys = async (role: string, name: string, home: string): Promise<void> => {
    const args = ["--role", role, "--name", name, "--home", at(home)];
    const secret = ["--passphrase-file", at("pass"), "--work-factor", "10", "--json"];
    resultOf(await runHere(["keys", "new", ...args, ...secret]));
  };
  await keys("validator", "node1.example.org", "node1");
  await keys("witness", "witness1.example.org", "witness1");
  const origin = "veche.example/council";
  const show = ["keys", "show", "--home", at("node1"), "--origin", origin];
  const { logVkey } = resultOf<{ readonly logVkey: string }>(await runHere([...show, "--json"]));
  assert.ok((await runHere(show)).stdout.includes(logVkey));
  const none = await runHere(["keys", "show", "--home", at("witness1"), "--origin", origin]);
  assert.equal(none.code, 2);
  const [port = 0] = await freePorts(1);
  let stop = (): void => undefined;
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  const witness = ["witness", "--home", at("witness1"), "--passphrase-file", at("pass")];
  const running = runHere([...witness, "--listen", String(port), "--log", logVkey], { stopped });
  const node = await openHomeWith(at("node1"), ["validator"], passphrase);
  const logKey = expectOk(parseVkey(logVkey), "key");
  const text = formatCheckpoint({ origin, size: 1, root: leafHash(utf8("entry")) });
  const secret = node.secretKeys.logKey;
  assert.ok(secret);
  const signed = signNote(text, logKey, (message) => signEd25519(secret, message));
  const note = formatNote({ text, signatures: [signed] });
  const body = formatAddCheckpoint({ oldSize: 0, proof: [], checkpoint: note });
  const answer = await answerOf(`http://127.0.0.1:${port}/add-checkpoint`, body);
  assert.equal(answer.status, 200);
  const lines = expectOk(parseSignatureLines(utf8(await answer.text())), "lines");
  stop();
  const ran = await running;
  assert.equal(ran.code, 0, ran.stderr);
  const [, vkey = ""] = /Key of this witness: (\S+)/.exec(ran.stderr) ?? [];
  const key = expectOk(parseVkey(vkey), "the witness's key");
  expectOk(openNote(formatNote({ text, signatures: lines }), [key], verifyEd25519Strict), "cosignature");
  for (const wrong of ["nonsense", vkey, logVkey.replace("council", "other")]) {
    const refused = await runHere([...witness, "--listen", "0", "--log", wrong]);
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /not the key of a log/);
  }
  await rm(join(at("witness1"), "witness", "logs"), { recursive: true });
  const lost = await runHere([...witness, "--listen", "0", "--log", logVkey]);
  assert.equal(lost.code, 2);
  assert.match(lost.stderr, /put the file back, or take a new key/);
});
