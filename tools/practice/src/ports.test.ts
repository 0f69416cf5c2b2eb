import assert from "node:assert/strict";
import { test } from "node:test";
import { CHAIN_PORTS, PORTS, type Ports, portsFrom, VALIDATORS } from "./ports.ts";

const list = ({ issuers, ...rest }: Ports): readonly number[] => Object.values(rest).flat();

test("ports follow one another from the first, as many as the options count; issuers have any", async () => {
  const inRow = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => 7_000 + at);
  assert.deepEqual(list(await portsFrom(7_000, 0, 3)), inRow(PORTS));
  const { others, engines, issuers, ...rest } = await portsFrom(7_000, VALIDATORS, 3);
  assert.deepEqual([...Object.values(rest), ...others, ...engines], inRow(CHAIN_PORTS));
  assert.deepEqual([others.length, engines.length], [VALIDATORS - 1, VALIDATORS]);
  assert.deepEqual([issuers.length, new Set(issuers).size], [3, 3]);
});

test("any free ports are all different, also those of the issuers", async () => {
  const ports = await portsFrom(0, VALIDATORS, 3);
  const all = [...list(ports), ...ports.issuers];
  assert.equal(all.length, CHAIN_PORTS + 3);
  assert.equal(new Set(all).size, all.length);
  assert.ok(all.every((port) => port >= 1_024 && port <= 65_535));
});
