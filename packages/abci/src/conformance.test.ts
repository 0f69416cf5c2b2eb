import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { missingTool } from "@veche/base/testing";
import { formatAddress } from "./address.ts";
import type { Application } from "./application.ts";
import { counter } from "./testing/counter.ts";
import { KeyValue } from "./testing/key-value.ts";
import { withServer } from "./testing/served.ts";
import { findTool, SET_UP } from "./testing/tools.ts";

const { PATH = "", CI } = process.env;
const abciCli = findTool("abci-cli", PATH);

/** A client that gets no answer would wait for ever. */
const CLIENT_MS = 15_000;

const vector = (name: string): string =>
  readFileSync(new URL(`../vectors/cometbft/${name}`, import.meta.url), "utf8");

/** Runs CometBFT's own client against an application: what it printed, and its exit code. */
async function runClient(
  application: Application,
  args: readonly string[],
  input = "",
): Promise<{ readonly output: string; readonly code: number | null }> {
  assert.ok(abciCli, SET_UP);
  let output = "";
  let code: number | null = null;
  await withServer(application, {}, async ({ server }) => {
    const address = `--address=${formatAddress(server.address)}`;
    const child = spawn(abciCli, ["--log_level=error", "--verbose", address, ...args], {
      timeout: CLIENT_MS,
    });
    child.stdout.on("data", (piece) => {
      output += piece;
    });
    child.stderr.resume();
    child.stdin.end(input);
    [code] = await once(child, "close");
  });
  return { output, code };
}

for (const name of ["ex1.abci", "ex2.abci"]) {
  test(`CometBFT's client gets from us what it gets from its own example: ${name}`, {
    skip: missingTool(abciCli, SET_UP, { CI }),
  }, async () => {
    const { output, code } = await runClient(new KeyValue(), ["batch"], vector(name));
    assert.equal(output, vector(`${name}.out`));
    assert.equal(code, 0);
  });
}

test("CometBFT's own test suite of applications passes", {
  skip: missingTool(abciCli, SET_UP, { CI }),
}, async () => {
  const { output, code } = await runClient(counter(), ["test"]);
  assert.equal(code, 0, output);
  assert.equal(output.match(/^Passed test: /gm)?.length, 10, output);
  assert.doesNotMatch(output, /Failed/);
});

test("the control: an application that answers otherwise fails the suite", {
  skip: missingTool(abciCli, SET_UP, { CI }),
}, async () => {
  const { output, code } = await runClient(new KeyValue(), ["test"]);
  assert.notEqual(code, 0);
  assert.match(output, /Failed test: FinalizeBlock/);
});
