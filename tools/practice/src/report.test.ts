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
  lan: ["https://192.168.1.5:7003"],
  fingerprint: "AB:CD",
};

test("the report has every address and test person, in both languages", () => {
  const text = report({ addresses: ADDRESSES, a: A, hasPages: true });
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
  assert.ok(report({ addresses: ADDRESSES, a: A, hasPages: false }).includes(texts.noPages.ru));
});

test("columns stand below one another, also with letters of several bytes", () => {
  const lines = report({ addresses: ADDRESSES, a: A, hasPages: true }).split("\n");
  const places = lines.flatMap((line) => {
    const at = [...line].join("").indexOf("+7900");
    return at < 0 ? [] : [at];
  });
  assert.equal(places.length, 2 * PERSONS.length);
  assert.equal(new Set(places.slice(0, PERSONS.length)).size, 1);
});

test("every step of a start is a line in both languages", () => {
  assert.equal(stepLine({ kind: "starting" }).split("\n").length, 2);
  const line = stepLine({ kind: "making", campaign: "b", step: "issuer-keys" });
  assert.match(line, /выборы B: .*: церемония/);
  assert.match(line, /election B: .*: key ceremony/);
});
