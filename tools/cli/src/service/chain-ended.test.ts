import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Stop } from "../framework/stop.ts";
import { whyChainEnded } from "./chain-ended.ts";

test("an application that cannot follow a block, and a CometBFT that ended, are told by the codes of the guide", () => {
  const guide = readFileSync(new URL("../../../../docs/deploy-validator.md", import.meta.url), "utf8");
  for (const failure of [
    { code: "APPLICATION_FAILED", error: new Error("another application hash") },
    { code: "APPLICATION_FAILED", error: "no error at all" },
    { code: "COMETBFT_ENDED", how: "code 1", words: "AppHash" },
  ] as const) {
    const stop = whyChainEnded(failure);
    assert.ok(stop instanceof Stop);
    assert.equal(stop.fault.code, failure.code);
    assert.ok(guide.includes(`\`${failure.code}\``));
    assert.match(stop.fault.sentence.en, /another application hash|no error at all|AppHash/);
  }
});

test("a disk that refuses is told as what it is", () => {
  const full = Object.assign(new Error("ENOSPC: no space left on device, write"), {
    code: "ENOSPC",
    syscall: "write",
  });
  assert.equal(whyChainEnded({ code: "APPLICATION_FAILED", error: full }), full);
});
