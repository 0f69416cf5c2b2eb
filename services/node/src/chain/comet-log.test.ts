import assert from "node:assert/strict";
import { test } from "node:test";
import { cometLine, masked } from "./comet-log.ts";

const ID = "9f8271a4d21751a5128430b7636ce6c96139e767";

test("a line of CometBFT becomes one of ours, with numbers of the chain and nothing else of its fields", () => {
  const line = {
    _msg: "finalized block",
    level: "info",
    module: "state",
    height: 12,
    num_txs_res: 3,
    block_app_hash: "AB".repeat(32),
    peer: ID,
    tx: "secret",
    ts: "2026-11-22T00:00:00Z",
  };
  assert.deepEqual(cometLine(JSON.stringify(line)), {
    level: "info",
    fields: {
      text: "finalized block",
      module: "state",
      height: 12,
      num_txs_res: 3,
      block_app_hash: "AB".repeat(32),
    },
  });
});

test("what is no JSON is an error's text, an unknown level a warning, an empty line nothing", () => {
  assert.deepEqual(cometLine("panic: nothing works"), {
    level: "error",
    fields: { text: "panic: nothing works" },
  });
  assert.equal(cometLine('{"level":"none","_msg":"x"}')?.level, "warn");
  assert.equal(cometLine(" "), undefined);
  assert.equal(cometLine("[1]")?.level, "error");
});

const hidden: Readonly<Record<string, string>> = {
  [`dialing ${ID}@10.0.0.7:26656 failed`]: "dialing <peer> failed",
  "dial tcp 10.0.0.7:26656: connect: connection refused": "dial tcp <address>: connect: connection refused",
  "dial tcp [2001:db8::1]:26656: i/o timeout": "dial tcp <address>: i/o timeout",
  "lookup node.example.org: no such host": "lookup <address> no such host",
  "auth failure: node.example.org:26656": "auth failure: <address>",
  "from 192.168.1.5": "from <address>",
  [`id ${ID}`]: "id <bytes>",
  "key OarwryGBP1LWEn9gpvpklggRv6dcsr7NQ85Rs6ZCVDo=": "key <bytes>",
};
for (const [text, shown] of Object.entries(hidden)) {
  test(`of "${text.slice(0, 30)}…" the place of a peer is not kept`, () => assert.equal(masked(text), shown));
}

test("what helps to find a fault stays", () => {
  const text = "state.AppHash does not match AppHash after replay. Got , expected; main.go:31 height 12";
  assert.equal(masked(text), text);
});
