import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { expectOk } from "@veche/base";
import { type Asking, askFor, FakeNode, issueFor } from "@veche/client/testing";
import { codeOf, homeOf, keysOf, newFolder, newScene, start } from "../testing/scene.ts";
import { type IssuerHome, openIssuer } from "./open-issuer.ts";

const { test: election, opened, voter } = newScene();

function nodeWith(...askings: readonly Asking[]): FakeNode {
  const ledger = opened.fork();
  if (askings.length > 0) ledger.accept(...askings.map((asking) => issueFor(ledger, asking)));
  return new FakeNode(ledger);
}

async function refusalOf(home: IssuerHome): Promise<unknown> {
  const opening = await openIssuer(home);
  if (opening.ok) await opening.value.close();
  return opening.ok ? "OPENED" : opening.error;
}

test("L21 a restart changes no answer, also without a node to ask", async () => {
  const asking = askFor(election, voter(0));
  const node = nodeWith(asking);
  const before = await start(node);
  const { signature } = expectOk(await before.ask(asking), "signed");
  await before.close();
  node.down = true;
  const { folder } = before;
  const after = await start(node, { folder });
  assert.deepEqual(expectOk(await after.ask(asking), "signed").signature, signature);
  assert.equal(codeOf(await after.ask(askFor(election, voter(1)))), "VIEW_UNAVAILABLE");
  await after.close();
});

test("an issuer that starts while no node answers signs as soon as one does", async () => {
  const asking = askFor(election, voter(0));
  const node = nodeWith(asking);
  node.down = true;
  const issuer = await start(node);
  assert.equal(codeOf(await issuer.ask(asking)), "VIEW_UNAVAILABLE");
  node.down = false;
  assert.equal(codeOf(await issuer.ask(asking)), "SIGNED");
  await issuer.close();
});

test("⚔ A10 one entry, two hashes, one signature, though the view was lost: the journal outlives it", async () => {
  const [first, second] = [askFor(election, voter(0)), askFor(election, voter(0))];
  const before = await start(nodeWith(first));
  assert.equal(codeOf(await before.ask(first)), "SIGNED");
  await before.close();
  const { folder } = before;
  rmSync(join(folder, "view"), { recursive: true });
  const after = await start(nodeWith(second), { folder });
  assert.equal(codeOf(await after.ask(second)), "SECOND_HASH");
  await after.close();
});

test("⚔ A10 L18 a fork is kept as evidence before it is told, and no restart makes the issuer sign again", async () => {
  const [honest, secret] = [askFor(election, voter(0)), askFor(election, voter(1))];
  const node = nodeWith(honest);
  const ledger = node.ledger;
  const issuer = await start(node);
  node.ledger = nodeWith(secret).ledger;
  node.publish();
  assert.equal(codeOf(await issuer.ask(secret)), "VIEW_HALTED");
  assert.deepEqual(issuer.events, [{ event: "halted", code: "FORK" }]);
  await issuer.close();
  const { folder } = issuer;
  const path = join(folder, "evidence");
  const [kept] = readdirSync(path);
  assert.match(kept ?? "", /^fork-[0-9a-f]{16}$/);
  assert.ok(readdirSync(join(path, kept ?? "")).includes("offered.tlog-proof"));
  node.ledger = ledger;
  node.publish();
  assert.deepEqual(await refusalOf(homeOf(node, { folder })), { code: "HALTED_BEFORE", path });
  renameSync(path, join(folder, "evidence-seen"));
  assert.equal(await refusalOf(homeOf(node, { folder })), "OPENED", "somebody has decided to go on");
});

test("⚔ A10 without the journal it had, or with one that was changed, it does not start", async () => {
  const asking = askFor(election, voter(0));
  const node = nodeWith(asking);
  const issuer = await start(node);
  assert.equal(codeOf(await issuer.ask(asking)), "SIGNED");
  await issuer.close();
  const { folder } = issuer;
  const path = join(folder, "journal");
  const bytes = readFileSync(path);
  const changed = Uint8Array.from(bytes);
  changed[40] = (changed[40] as number) ^ 1;
  writeFileSync(path, changed);
  const refused = (await refusalOf(homeOf(node, { folder }))) as { readonly code: string };
  assert.equal(refused.code, "RECORDS_CORRUPT");
  rmSync(path);
  assert.deepEqual(await refusalOf(homeOf(node, { folder })), { code: "JOURNAL_MISSING", path });
  assert.ok(!existsSync(path), "and makes no new one");
  writeFileSync(path, bytes);
  assert.equal(await refusalOf(homeOf(node, { folder })), "OPENED", "positive control");
});

test("L33 without its keys, with another's, as nobody, or beside itself it does not start and says why", async () => {
  const node = nodeWith();
  const two = newScene({ styles: [{ contests: [0] }, { contests: [0] }] });
  const wide = new FakeNode(two.opened);
  const half = new Map([...keysOf(two.test, 1)].slice(0, 1));
  const cases: readonly (readonly [IssuerHome, unknown])[] = [
    [homeOf(node, { keys: new Map() }), { code: "KEYS_MISSING", styles: [] }],
    [homeOf(wide, { keys: half }), { code: "KEYS_MISSING", styles: ["style-1"] }],
    [homeOf(node, { keys: keysOf(election, 2) }), { code: "KEYS_DIFFER", styles: ["style-0"] }],
    [homeOf(node, { issuer: 9, keys: keysOf(election, 1) }), { code: "NO_SUCH_ISSUER" }],
  ];
  for (const [home, expected] of cases) {
    assert.deepEqual(await refusalOf(home), expected);
    // Nothing stays open or locked behind a refusal.
    if (home.issuer === 1 && home.electionId === election.electionId) {
      assert.equal(await refusalOf({ ...home, keys: keysOf(election, 1) }), "OPENED");
    }
  }
  const folder = newFolder();
  const running = await start(node, { folder });
  const beside = (await refusalOf(homeOf(node, { folder }))) as { readonly code: string };
  assert.equal(beside.code, "IN_USE");
  await running.close();
  const other = (await refusalOf(homeOf(node, { folder, issuer: 2, keys: keysOf(election, 2) }))) as {
    readonly code: string;
  };
  assert.equal(other.code, "JOURNAL_OF_ANOTHER");
  assert.equal(await refusalOf(homeOf(node, { folder })), "OPENED", "positive control");
});
