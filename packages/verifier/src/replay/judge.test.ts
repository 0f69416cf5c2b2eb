import assert from "node:assert/strict";
import { test } from "node:test";
import { Findings } from "../findings.ts";
import { Judge } from "./judge.ts";

const checkOf = (findings: Findings, id: "V06") => findings.results().find((check) => check.id === id);

test("a judge takes down what was examined and what failed, at its entry", () => {
  const findings = new Findings();
  const judge = new Judge(findings, 7);
  judge.examined("V06", 3);
  assert.equal(judge.failed, false);
  assert.equal(judge.expect(false, "V06", "ELECTION_UNDEFINED"), false);
  assert.equal(judge.failed, true);
  const check = checkOf(findings, "V06");
  assert.deepEqual([check?.examined, check?.failure?.code], [3, "ELECTION_UNDEFINED"]);
});

test("§06.7.4 a quiet judge knows that something failed, and takes nothing down", () => {
  const findings = new Findings();
  const judge = new Judge(findings, 7, "quiet");
  judge.examined("V06", 3);
  judge.fail("V06", "ELECTION_UNDEFINED");
  assert.equal(judge.failed, true);
  const check = checkOf(findings, "V06");
  assert.deepEqual([check?.examined, check?.failure], [0, undefined]);
});
