import assert from "node:assert/strict";
import { test } from "node:test";
import type { VotingAnswer } from "@veche/api";
import { fromHex, fromUtf8, toBase64, toHex } from "@veche/base";
import { poolKey } from "@veche/ledger/testing";
import { readVoting } from "./read-voting.ts";
import { newHost, newPortal, viewAt } from "./testing/test-way.ts";
import { TestBrowser } from "./testing/test-world.ts";

const host = newHost();
const electionId = fromHex(host.electionId) as Uint8Array;
const answerOf = (style: number): VotingAnswer => {
  const answer = host.votingAnswer(style);
  assert.ok(answer !== undefined);
  return answer;
};
const right = answerOf(0);

const verdict = (answer: unknown, style = 0, id = electionId): string => {
  const read = readVoting(answer, id, style);
  return read.ok ? "OK" : read.error.code;
};

test("§12.3.1: an honest node's answer is taken, for each style its own", () => {
  assert.equal(verdict(right), "OK");
  assert.equal(verdict(answerOf(1), 1), "OK");
});

const other = (text: string): string => toBase64(poolKey(Number(text)).modulus);
const { key, style } = right;
const first = key.trustees[0] as (typeof key.trustees)[0];
const point = answerOf(0).key.trustees[1]?.key ?? "";

const LIES: readonly (readonly [string, unknown, string])[] = [
  ["no JSON of an answer", {}, "ANSWER_MALFORMED"],
  ["a field more", { ...right, more: 1 }, "ANSWER_MALFORMED"],
  ["another manifest", { ...right, manifest: toBase64(new Uint8Array(9)) }, "MANIFEST_DIFFERS"],
  ["a receipt cut short", { ...right, open: right.open.slice(0, -9) }, "OPEN_RECEIPT_WRONG"],
  ["no receipt", { ...right, open: "" }, "OPEN_RECEIPT_WRONG"],
  ["a right receipt of another entry", { ...right, open: fromUtf8(host.proof(0)) }, "OPEN_RECEIPT_WRONG"],
  ["another election key", { ...right, key: { ...key, electionKey: point } }, "KEY_DIFFERS"],
  ["no point for the key", { ...right, key: { ...key, electionKey: "ff".repeat(32) } }, "KEY_DIFFERS"],
  ["the identity for the key", { ...right, key: { ...key, electionKey: "00".repeat(32) } }, "KEY_DIFFERS"],
  ["another attempt", { ...right, key: { ...key, attempt: key.attempt + 1 } }, "KEY_DIFFERS"],
  ["a trustee left out", { ...right, key: { ...key, trustees: key.trustees.slice(1) } }, "KEY_DIFFERS"],
  ["a trustee twice", { ...right, key: { ...key, trustees: [first, ...key.trustees] } }, "KEY_DIFFERS"],
  [
    "a trustee's key changed",
    { ...right, key: { ...key, trustees: [{ ...first, key: point }, ...key.trustees.slice(1)] } },
    "KEY_DIFFERS",
  ],
  ["another active set", { ...right, key: { ...key, active: [1, 3] } }, "KEY_DIFFERS"],
  ["the keys of another style", { ...right, style: answerOf(1).style }, "STYLE_DIFFERS"],
  ["an issuer left out", { ...right, style: { ...style, moduli: style.moduli.slice(1) } }, "STYLE_DIFFERS"],
  [
    "one key changed",
    { ...right, style: { ...style, moduli: [other("9"), ...style.moduli.slice(1)] } },
    "STYLE_DIFFERS",
  ],
  ["issuers swapped", { ...right, style: { ...style, moduli: style.moduli.toReversed() } }, "STYLE_DIFFERS"],
  [
    "another number of roll entries",
    { ...right, style: { ...style, rollEntries: style.rollEntries + 1 } },
    "STYLE_DIFFERS",
  ],
  [
    "⚔ roots of another key",
    { ...right, style: { ...style, roots: style.roots.toReversed() } },
    "ISSUER_KEY_WRONG",
  ],
  ["⚔ no roots", { ...right, style: { ...style, roots: [] } }, "ISSUER_KEY_WRONG"],
];

for (const [name, answer, code] of LIES) {
  test(`§12.3.1: ${name} is refused`, () => assert.equal(verdict(answer), code));
}

test("a style that there is not, and the address of another election", () => {
  assert.equal(verdict(right, 2), "STYLE_UNKNOWN");
  assert.equal(verdict(right, 1), "STYLE_DIFFERS");
  assert.equal(verdict(right, 0, new Uint8Array(32)), "MANIFEST_DIFFERS");
});

test("a lying node costs time only where an honest one is named; where all lie the page stops before anything is asked", async () => {
  const two = newHost({}, 2);
  const changed = (answer: VotingAnswer): unknown => ({
    ...answer,
    key: { ...answer.key, electionKey: point },
  });
  two.changeVoting = (answer, node) => (node.includes("ballot0") ? changed(answer) : answer);
  const browser = new TestBrowser(two);
  const device = browser.page();
  await device.start(newPortal(two).handover());
  viewAt(device, "prepared");

  two.changeVoting = changed;
  const fresh = new TestBrowser(two);
  const refused = fresh.page();
  await refused.start(newPortal(two).handover());
  const { problem } = viewAt(refused, "problem");
  assert.equal(problem.code, "ELECTION_DIFFERS");
  assert.equal(fresh.store.rows.size, 0);
  two.changeVoting = (answer) => answer;
  await refused.retry();
  viewAt(refused, "prepared");
});

test("⚔ a malformed issuer key is an alarm with the node's answer as evidence, and nothing is blinded under it", async () => {
  const lying = newHost();
  lying.changeVoting = (answer) => ({
    ...answer,
    style: { ...answer.style, roots: answer.style.roots.toReversed() },
  });
  const browser = new TestBrowser(lying);
  const device = browser.page();
  await device.start(newPortal(lying).handover());
  const { problem } = viewAt(device, "problem");
  assert.equal(problem.code, "ALARM_ISSUER_KEY");
  assert.ok((fromUtf8(problem.evidence ?? new Uint8Array(0)) ?? "").includes(toHex(electionId)));
  assert.equal(browser.store.rows.size, 0);
});
