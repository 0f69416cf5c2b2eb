import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { type Bytes, fromHex, toHex, utf8 } from "@veche/base";
import { temporaryFolder } from "../testing/test-node.ts";
import { type Kept, Outbox, outboxKey } from "./outbox.ts";

const CHILD = fileURLToPath(new URL("../testing/outbox-child.ts", import.meta.url));
const KILLS = 3;

const electionId = new Uint8Array(32).fill(1);

function kept(text: string, since: number, of: Bytes = electionId): Kept {
  const transaction = utf8(text);
  return { key: outboxKey(of, transaction), electionId: of, transaction, since, height: since + 1 };
}

const byKey = (items: readonly Kept[]): readonly Kept[] =>
  items.toSorted((a, b) => Buffer.compare(a.key, b.key));

test("what was kept is there after a start, in its election, and goes when it is removed", async (t) => {
  const folder = join(await temporaryFolder(t), "chain", "outbox");
  const before = await Outbox.open(folder);
  const [one, two, three] = [
    kept("a", 5),
    kept("b", 2 ** 41),
    kept("a", 6, new Uint8Array(32).fill(2)),
  ] as const;
  await Promise.all([one, two, three].map((item) => before.add(item)));
  assert.deepEqual([...before.all()], byKey([one, two, three]));
  await before.close();
  const outbox = await Outbox.open(folder);
  t.after(() => outbox.close());
  assert.deepEqual(outbox.get(two.key), two);
  await outbox.remove(two.key);
  assert.deepEqual(outbox.get(two.key), undefined);
  assert.deepEqual([...outbox.all()], byKey([one, three]));
});

test("what is kept and removed in one go is gone, and what is removed and kept is there", async (t) => {
  const outbox = await Outbox.open(await temporaryFolder(t));
  t.after(() => outbox.close());
  const item = kept("a", 1);
  await Promise.all([outbox.add(item), outbox.remove(item.key)]);
  assert.deepEqual([...outbox.all()], []);
  await Promise.all([outbox.remove(item.key), outbox.add(item)]);
  assert.deepEqual([...outbox.all()], [item]);
});

test("what cannot be kept is said to whoever waits, and closing waits for what is under way", async (t) => {
  const folder = await temporaryFolder(t);
  const outbox = await Outbox.open(folder);
  const adding = outbox.add(kept("a", 1));
  await outbox.close();
  await adding;
  await assert.rejects(outbox.add(kept("b", 1)));
  const again = await Outbox.open(folder);
  t.after(() => again.close());
  assert.equal([...again.all()].length, 1);
});

test(`kill -9, ${KILLS} times: whatever was said to be kept is there`, async (t) => {
  const folder = await temporaryFolder(t);
  const said = new Set<string>();
  for (let kill = 0; kill < KILLS; kill++) {
    const child = spawn(
      process.execPath,
      ["--conditions=source", "--import", import.meta.resolve("tsx"), CHILD, folder, `${1_000_000 * kill}`],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    const enough = said.size + 20 + 37 * kill;
    createInterface({ input: child.stdout }).on("line", (line) => {
      said.add(line);
      if (said.size >= enough) child.kill("SIGKILL");
    });
    await once(child, "close");
    assert.ok(said.size >= enough);
    const outbox = await Outbox.open(folder);
    for (const key of said) {
      const found = outbox.get(fromHex(key) as Bytes);
      assert.ok(found, `${key} was kept`);
      assert.equal(toHex(outboxKey(found.electionId, found.transaction)), key);
    }
    await outbox.close();
  }
});
