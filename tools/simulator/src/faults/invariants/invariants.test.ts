import assert from "node:assert/strict";
import { test } from "node:test";
import type { JournalLine } from "../journal.ts";
import type { Fault } from "../kinds.ts";
import { FORK_FOUND, INVARIANTS, type Observations, type SeenValidator } from "./index.ts";

const START = 1_000_000;
const SECOND = 1_000;

const leaf = (at: number): SeenValidator["log"]["leaves"][number] => ({
  credential: `c${at}`,
  hash: `h${at}`,
});

const validator = (name: string): SeenValidator => ({
  name,
  blocks: [1, 2, 3].map((height) => ({ height, hash: `B${height}`, appHash: `A${height}` })),
  evidence: [],
  log: {
    leaves: [0, 1, 2].map(leaf),
    checkpoints: [1, 2, 3].map((size) => ({ size, root: `R${size}` })),
    digest: "D",
  },
});

const facts = (at: number): Pick<JournalLine, "id" | "to" | "credential" | "hash"> => ({
  id: `${at}a`,
  to: "v0",
  credential: `c${at}`,
  hash: `h${at}`,
});

const promised = (at: number, when: number): JournalLine => ({
  ...facts(at),
  at: START + when,
  what: "receipt",
  index: at,
  size: at + 1,
  root: `R${at + 1}`,
});

/** A minute of a good chain: a block each second. */
const good: Observations = {
  schedule: { seed: "1", validators: 4, durationMs: 60 * SECOND, faults: [] },
  startedAt: START,
  endedAt: START + 60 * SECOND,
  outages: [],
  validators: ["v0", "v1", "v2", "v3"].map(validator),
  journal: [0, 1, 2].flatMap((at) => [
    { ...facts(at), at: START, what: "request" } as const,
    promised(at, (at + 1) * SECOND),
  ]),
  progress: Array.from({ length: 60 }, (_, at) => ({ at: START + at * SECOND, height: at })),
  replayed: validator("v1"),
  ends: [],
};

const withFault = (fault: Partial<Fault>, seen: Observations = good): Observations => ({
  ...seen,
  schedule: {
    ...seen.schedule,
    faults: [{ kind: "kill", targets: [1], from: 10 * SECOND, until: 20 * SECOND, ...fault } as Fault],
  },
});

/** More than f are cut off for ten seconds; the heal takes a second. */
const withOutage = (seen: Observations = good): Observations => ({
  ...seen,
  outages: [{ from: START + 10 * SECOND, until: START + 20 * SECOND, healed: START + 21 * SECOND }],
});

/** The first validator but changed. */
function changed(change: (of: SeenValidator) => SeenValidator, seen: Observations = good): Observations {
  const [first, ...others] = seen.validators;
  return { ...seen, validators: [change(first as SeenValidator), ...others] };
}

const changedLog = (log: Partial<SeenValidator["log"]>): Observations =>
  changed((of) => ({ ...of, log: { ...of.log, ...log } }));

/** Numbers of the invariants that are broken. */
const broken = (seen: Observations): readonly number[] =>
  INVARIANTS.filter(({ check }) => check(seen).findings.length > 0).map(({ number }) => number);

test("a good run breaks nothing, and everything was looked at", () => {
  assert.deepEqual(broken(good), []);
  const twin = changed((of) => ({ ...of, evidence: [3] }), withFault({ kind: "twin" }));
  assert.deepEqual(broken(twin), []);
  for (const { check, says } of INVARIANTS) assert.ok(check(twin).looked > 0, says);
});

test("1: a receipt whose ballot is missing, is another, stands elsewhere, or has another head", () => {
  assert.deepEqual(broken(changedLog({ leaves: [leaf(0), leaf(1)] })), [1]);
  assert.deepEqual(broken(changedLog({ leaves: [leaf(1), leaf(0), leaf(2)] })), [1]);
  const [, , last] = [0, 1, 2].map((at) => promised(at, 5 * SECOND));
  const lying = { ...last, root: "R9" } as JournalLine;
  assert.deepEqual(broken({ ...good, journal: [...good.journal, lying] }), [1]);
});

test("2 and 7: a fork of blocks, of states, or of roots, and none where there is none", () => {
  const forks = [
    changed((of) => ({ ...of, blocks: [{ height: 2, hash: "X", appHash: "A2" }] })),
    changed((of) => ({ ...of, blocks: [{ height: 2, hash: "B2", appHash: "X" }] })),
    changedLog({ checkpoints: [{ size: 2, root: "X" }] }),
  ];
  for (const seen of forks) {
    assert.ok(broken(seen).includes(2));
    assert.deepEqual(FORK_FOUND.check(seen).findings, []);
  }
  assert.deepEqual(FORK_FOUND.check(good).findings, ["the fork was not found"]);
  const behind = changed((of) => ({ ...of, blocks: of.blocks.slice(0, 1) }));
  assert.deepEqual(broken(behind), [], "who is behind has not forked");
});

test("3: a credential that counts twice, or two receipts for ballots that differ", () => {
  const twice = [leaf(0), leaf(1), leaf(2), { credential: "c1", hash: "h2" }];
  assert.deepEqual(broken(changedLog({ leaves: twice })), [3]);
  const controls = [leaf(0), leaf(1), leaf(2), { credential: "", hash: "x" }, { credential: "", hash: "x" }];
  assert.deepEqual(broken(changedLog({ leaves: controls })), [], "what is no ballot has no credential");
  const noBallots = [0, 1].map((at) => ({ ...promised(at, 5 * SECOND), credential: "" }));
  assert.deepEqual(broken({ ...good, journal: [...good.journal, ...noBallots] }), []);
  const other = { ...promised(1, 5 * SECOND), credential: "c0" };
  assert.ok(broken({ ...good, journal: [...good.journal, other] }).includes(3));
});

test("4: a chain that stands still, with f faulty or after a heal, and one that goes on without a quorum", () => {
  const without = (from: number, until: number): Observations["progress"] =>
    good.progress.filter(({ at }) => at <= START + from * SECOND || at > START + until * SECOND);
  assert.deepEqual(broken({ ...good, progress: without(5, 40) }), [4]);
  assert.deepEqual(broken({ ...good, progress: without(20, 70) }), [4], "at the end too");
  assert.deepEqual(broken(withFault({}, { ...good, progress: without(10, 25) })), []);
  assert.deepEqual(broken(withOutage()), [4], "blocks without a quorum");
  assert.deepEqual(broken(withOutage({ ...good, progress: without(10, 45) })), [], "25 s after the heal");
  assert.deepEqual(broken(withOutage({ ...good, progress: without(10, 55) })), [4], "35 s after the heal");
  const held = { ...good, progress: without(10, 25) };
  const journal = [...good.journal, promised(2, 17 * SECOND)];
  assert.deepEqual(broken(withOutage({ ...held, journal })), [4], "a promise");
  assert.deepEqual(broken(withOutage(held)), []);
  const requests = good.journal.filter(({ what }) => what === "request");
  assert.deepEqual(broken({ ...good, journal: requests }), [4], "nobody is promised anything");
  const ends = [{ at: START, validator: "v1", called: "engine", code: "2" }];
  assert.deepEqual(broken({ ...good, ends }), [4]);
});

test("5: a replay that gives other bytes or another state, or that nobody made", () => {
  const replayed = validator("v1");
  const blocks = replayed.blocks.slice(1);
  const log = { ...replayed.log, digest: "E" };
  assert.deepEqual(broken({ ...good, replayed: { ...replayed, log } }), [5]);
  const other = [{ height: 1, hash: "B1", appHash: "X" }, ...blocks];
  assert.deepEqual(broken({ ...good, replayed: { ...replayed, blocks: other } }), [5]);
  assert.deepEqual(broken({ ...good, replayed: undefined }), [5]);
});

test("6: a twin that nobody has found out", () => {
  assert.deepEqual(broken(withFault({ kind: "twin" })), [6]);
});

test("8: a ballot that nobody has sent", () => {
  const foreign = { credential: "c9", hash: "h9" };
  assert.deepEqual(broken(changedLog({ leaves: [leaf(0), leaf(1), leaf(2), foreign] })), [8]);
});
