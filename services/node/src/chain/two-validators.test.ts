import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, assert as insist, toHex } from "@veche/base";
import { missingTool } from "@veche/base/testing";
import { signedTransaction, type TestElection } from "@veche/ledger/testing";
import {
  electionOf,
  homesOf,
  logOf,
  openValidator,
  until,
  type Validator,
} from "../testing/real-validator.ts";
import { findCometbft } from "./program.ts";

const { PATH, CI } = process.env;
const program = findCometbft(PATH);

const definition = (election: TestElection): Bytes =>
  signedTransaction(election, "define", { manifest: election.manifestBytes });

test("two validators: what either accepts enters both logs, also over a stop of one (CometBFT issue 4094)", {
  skip: missingTool(program, "no CometBFT on this machine: npm run setup:chain", { CI }),
}, async (t) => {
  const elections = Array.from({ length: 8 }, (_, number) => electionOf(number));
  const [first] = elections;
  insist(first !== undefined, "there are elections");
  const homes = await homesOf(t, first);
  const chain: (Validator | undefined)[] = [];
  t.after(() => Promise.all(chain.map((validator) => validator?.close())));
  const open = async (at: number): Promise<Validator> => {
    const validator = await openValidator(first, program, homes[at] ?? "", at, () => chain[1 - at]);
    chain[at] = validator;
    return validator;
  };
  const [one, two] = await Promise.all([open(0), open(1)]);
  const began = performance.now();
  // Each to one of them alone.
  const answers = elections.map((election, at) =>
    (at % 2 === 0 ? one : two).gateway.submit(election.electionId, definition(election)),
  );
  for (const answer of await Promise.all(answers))
    assert.deepEqual(answer, { outcome: "ACCEPTED", index: 0 });
  const hasAll = (validator: Validator): boolean =>
    elections.every(({ electionId }) => logOf(validator, electionId)?.size === 1);
  await until(() => hasAll(one) && hasAll(two));
  t.diagnostic(`${elections.length} in both logs after ${Math.round(performance.now() - began)} ms`);
  assert.equal(one.gateway.size + two.gateway.size, 0);
  for (const { electionId } of elections) {
    const [a, b] = [one, two].map((validator) => logOf(validator, electionId)?.store.entry(0));
    assert.deepEqual(a, b);
  }

  // Alone nobody makes a block: what is accepted now waits on disk, over a stop of this node, for the other.
  await two.close();
  chain[1] = undefined;
  const hash = {
    attempt: 0,
    hash: new Uint8Array(32).fill(7),
    trustee: 1,
  };
  const waiting = signedTransaction(first, "trustee-hash", hash);
  const left = one.gateway.submit(first.electionId, waiting);
  await until(() => one.gateway.size === 1);
  await one.close();
  assert.equal((await left).outcome, "BUSY");
  const again = await Promise.all([open(0), open(1)]);
  await until(() => again.every((validator) => logOf(validator, first.electionId)?.size === 2));
  const answer = await again[1].gateway.submit(first.electionId, waiting);
  assert.ok(answer.outcome === "ALREADY" && "index" in answer && answer.index === 1);
  assert.equal(again[0].gateway.size, 0);
  assert.deepEqual(
    toHex(again[0].application.state.applicationHash),
    toHex(again[1].application.state.applicationHash),
  );
});
