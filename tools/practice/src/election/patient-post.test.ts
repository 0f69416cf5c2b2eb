import assert from "node:assert/strict";
import { test } from "node:test";
import { expectOk } from "@veche/base";
import { DEFAULT_BACKOFF, jsonBytes } from "@veche/client";
import { FakeNode, fakeTiming, follow } from "@veche/client/testing";
import { issueTransaction, openElection, seededRandom, type TestVoter } from "@veche/ledger/testing";
import { postPatiently } from "./patient-post.ts";

const { ledger: opened, voters } = openElection(
  {
    trustees: { count: 3, quorum: 2 },
    issuers: { count: 3, active: [1, 2] },
    styles: [{ contests: [0] }],
    contests: [{ min: 1, max: 1, options: 2 }],
  },
  [2],
  seededRandom("patient"),
);

async function stage() {
  const ledger = opened.fork();
  const node = new FakeNode(ledger);
  const view = await follow([node]);
  expectOk(await view.refresh(), "first look");
  const transaction = issueTransaction(ledger, voters[0]?.[0] as TestVoter);
  const pace = { timing: fakeTiming(), backoff: DEFAULT_BACKOFF };
  const sent = (): number => node.asked.filter((resource) => resource === "tx").length;
  return { ledger, node, view, transaction, pace, sent };
}

test("what a node took and does not show is asked for again until it stands, and stands once", async () => {
  const { ledger, node, view, transaction, pace, sent } = await stage();
  const before = ledger.entries.length;
  // Taken, and not shown: twice.
  node.lie = (resource) => {
    if (resource !== "tx" || sent() > 2) return undefined;
    return { status: 200, body: jsonBytes({ outcome: "ACCEPTED", index: before }) };
  };
  await postPatiently(view, transaction, () => false, pace);
  assert.equal(sent(), 3);
  assert.equal(ledger.entries.length, before + 1);
  assert.equal(view.known?.checkpoint.size, before + 1);
});

test("whoever is stopped asks no more, and what is refused for good is told", async () => {
  const silent = await stage();
  const index = silent.ledger.entries.length;
  const lie = (body: object) => (resource: string) =>
    resource === "tx" ? { status: 200, body: jsonBytes(body) } : undefined;
  silent.node.lie = lie({ outcome: "ACCEPTED", index });
  await postPatiently(silent.view, silent.transaction, () => silent.sent() > 1, silent.pace);
  assert.equal(silent.sent(), 2);

  const refusing = await stage();
  const refusal = { outcome: "MALFORMED", number: 1, transient: false, message: {} };
  refusing.node.lie = (resource) =>
    resource === "tx" ? { status: 409, body: jsonBytes(refusal) } : undefined;
  await assert.rejects(
    postPatiently(refusing.view, refusing.transaction, () => false, refusing.pace),
    /MALFORMED/,
  );
});
