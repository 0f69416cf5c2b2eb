import assert from "node:assert/strict";
import { test } from "node:test";
import { SET_UP } from "@veche/abci/testing";
import { missingTool } from "@veche/base/testing";
import { findCometbft } from "@veche/node";
import type { Schedule } from "./kinds.ts";
import { findNetworkTool, NO_NETWORK } from "./net.ts";
import { runSchedule } from "./run.ts";
import { vecheChain } from "./veche/veche-chain.ts";

const { PATH = "", CI } = process.env;
const ip = findNetworkTool();
const cometbft = findCometbft(PATH);
const tools = ip === undefined || cometbft === undefined ? undefined : { ip, cometbft };
const reason = ip === undefined ? NO_NETWORK : SET_UP;
// Where everything was set up for the tests, root can; an ordinary user cannot anywhere.
const must = { CI: process.getuid?.() === 0 ? CI : undefined };

/** More than can vote while the schedule lasts, at one a second. */
const VOTERS = 15;

/** One validator is killed while another, before whose application a relay stands, tells lies; then both are well. */
const SHORT: Schedule = {
  seed: "short",
  validators: 4,
  durationMs: 8_000,
  faults: [
    { kind: "kill", targets: [1], from: 500, until: 2_000 },
    { kind: "invalid-proposals", targets: [2], from: 3_000, until: 7_000 },
  ],
};

test("a short schedule: four validators of an election bear a kill and lies, and all that was promised is kept", {
  skip: missingTool(tools, reason, must),
}, async () => {
  assert.ok(tools, reason);
  const said: string[] = [];
  const options = {
    ip: tools.ip,
    chain: vecheChain({ cometbft: tools.cometbft, seed: SHORT.seed, voters: VOTERS }),
    say: (line: string) => said.push(line),
    keep: false,
  };
  const { verdicts, seen } = await runSchedule(options, SHORT);
  for (const { findings, says } of verdicts) assert.deepEqual(findings, [], `${says}\n${said.join("\n")}`);
  assert.ok(seen.journal.some(({ what }) => what === "receipt"));
});
