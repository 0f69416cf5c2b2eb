import assert from "node:assert/strict";
import { test } from "node:test";
import { PERSONS } from "./persons.ts";
import { report, stepLine } from "./report.ts";
import { texts } from "./texts.ts";

const A = {
  electionId: new Uint8Array(32),
  id: "ab".repeat(32),
  manifest: new Uint8Array(0),
  opens: 0,
  castEnds: Date.UTC(2026, 10, 22, 12),
};
const ADDRESSES = {
  portal: "http://portal.localhost:7000",
  ballot: "http://ballot.localhost:7001",
  nodes: ["http://ballot.localhost:7001"],
  lan: ["https://192.168.1.5:7003"],
  fingerprint: "AB:CD",
};

const PROCESSES = [1, 2, 3, 4].map((at) => ({ name: `node ${at}`, pid: 100 + at }));

test("the report has every address and test person, in both languages", () => {
  const text = report({ addresses: ADDRESSES, a: A, processes: PROCESSES, hasPages: true });
  for (const part of [
    `${ADDRESSES.portal}/`,
    `${ADDRESSES.portal}/outbox`,
    `${ADDRESSES.ballot}/e/${A.id}/`,
    `${ADDRESSES.lan[0]}/e/${A.id}/check/`,
    "AB:CD",
    ...PERSONS.flatMap(({ family, telephone, note }) => [family, telephone, note.en, note.ru]),
  ]) {
    assert.ok(text.includes(part), part);
  }
  assert.ok(!text.includes(texts.noPages.en));
  assert.ok(
    report({ addresses: ADDRESSES, a: A, processes: PROCESSES, hasPages: false }).includes(texts.noPages.ru),
  );
});

test("on a chain the report has each validator with its process, and what one may do to it", () => {
  const nodes = [ADDRESSES.ballot, ...[2, 3, 4].map((at) => `http://node-${at}.localhost:${7002 + at}`)];
  const text = report({ addresses: { ...ADDRESSES, nodes }, a: A, processes: PROCESSES, hasPages: true });
  for (const [at, node] of nodes.entries()) {
    assert.equal(text.split(`${node}/e/${A.id}/checkpoint`).length, at === 0 ? 5 : 3, node);
    assert.ok(text.includes(texts.node(at + 1, 101 + at).ru));
  }
  assert.ok(text.includes(texts.chainRules.en));
  const alone = report({ addresses: ADDRESSES, a: A, processes: PROCESSES, hasPages: true });
  assert.ok(!alone.includes(texts.chainRules.en) && !alone.includes(texts.node(1, 101).en));
});

test("columns stand below one another, also with letters of several bytes", () => {
  const lines = report({ addresses: ADDRESSES, a: A, processes: PROCESSES, hasPages: true }).split("\n");
  const places = lines.flatMap((line) => {
    const at = [...line].join("").indexOf("+7900");
    return at < 0 ? [] : [at];
  });
  assert.equal(places.length, 2 * PERSONS.length);
  assert.equal(new Set(places.slice(0, PERSONS.length)).size, 1);
});

test("every step of a start is a line in both languages", () => {
  assert.equal(stepLine({ kind: "starting", isChain: false }).split("\n").length, 2);
  assert.match(stepLine({ kind: "lost", process: "node 3", how: "SIGKILL" }), /node 3.*SIGKILL.*\n.*node 3/);
  const line = stepLine({ kind: "making", campaign: "b", step: "issuer-keys" });
  assert.match(line, /выборы B: .*: церемония/);
  assert.match(line, /election B: .*: key ceremony/);
});
