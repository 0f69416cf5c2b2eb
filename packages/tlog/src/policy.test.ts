import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, expectOk, utf8 } from "@veche/base";
import { cosigner, logSigner, type NamedSigner, readVectors, verify } from "./fixtures.test.ts";
import {
  type CheckpointPolicy,
  checkPolicy,
  cosignNote,
  formatCheckpoint,
  formatNote,
  isValidatorQuorum,
  leafHash,
  parseVkey,
  signNote,
  verifyCheckpoint,
} from "./index.ts";

const ORIGIN = "log.example/vote";
const LOGS = [1, 2].map((number) => logSigner(ORIGIN, number));
const VALIDATORS = [11, 12, 13, 14].map((number) => cosigner(`validator.example/${number}`, number));
const WITNESSES = [21, 22].map((number) => cosigner(`witness.example/${number}`, number));
const TIME = 1_700_000_000;
const TEXT = formatCheckpoint({ origin: ORIGIN, size: 3, root: leafHash(utf8("root")) });

const keysOf = (signers: readonly NamedSigner[]) => signers.map((signer) => signer.key);
const POLICY: CheckpointPolicy = {
  origin: ORIGIN,
  logKeys: keysOf(LOGS),
  validators: keysOf(VALIDATORS),
  witnesses: keysOf(WITNESSES),
  witnessQuorum: 1,
};

function noteBy(logs: readonly NamedSigner[], cosigners: readonly NamedSigner[], text = TEXT): Bytes {
  return formatNote({
    text,
    signatures: [
      ...logs.map((log) => signNote(text, log.key, log.sign)),
      ...cosigners.map((party) => cosignNote(text, party.key, TIME, party.sign)),
    ],
  });
}

const codeOf = (note: Bytes, policy = POLICY): string | undefined => {
  const verified = verifyCheckpoint(note, policy, verify);
  return verified.ok ? undefined : verified.error.code;
};

test("a checkpoint with its quorums tells who signed and when", () => {
  const note = noteBy(LOGS.slice(1), [...VALIDATORS.slice(1), ...WITNESSES.slice(0, 1)]);
  const verified = expectOk(verifyCheckpoint(note, POLICY, verify), "checkpoint");
  assert.deepEqual(verified.checkpoint, { origin: ORIGIN, size: 3, root: leafHash(utf8("root")) });
  assert.deepEqual(verified.logSigners, [{ key: LOGS[1]?.key, time: undefined }]);
  assert.deepEqual(
    verified.validators,
    keysOf(VALIDATORS.slice(1)).map((key) => ({ key, time: TIME })),
  );
  assert.deepEqual(verified.witnesses, [{ key: WITNESSES[0]?.key, time: TIME }]);
});

test("more than two thirds means more: 3 of 4, 5 of 7, all of 3", () => {
  const least = [1, 2, 3, 4, 5, 6, 7, 10, 13, 50].map((all) => {
    let signers = 0;
    while (!isValidatorQuorum(signers, all)) signers++;
    return [all, signers];
  });
  assert.deepEqual(least, [
    [1, 1],
    [2, 2],
    [3, 3],
    [4, 3],
    [5, 4],
    [6, 5],
    [7, 5],
    [10, 7],
    [13, 9],
    [50, 34],
  ]);
  assert.equal(isValidatorQuorum(0, 0), false);
});

test("refuses what its own signers did not sign enough", () => {
  const [log] = LOGS as [NamedSigner];
  const [witness] = WITNESSES as [NamedSigner];
  assert.equal(codeOf(noteBy([log], [...VALIDATORS.slice(2), witness])), "VALIDATOR_QUORUM_MISSING");
  assert.equal(codeOf(noteBy([log], [witness])), "VALIDATOR_QUORUM_MISSING");
  assert.equal(codeOf(noteBy([], [...VALIDATORS, witness])), "LOG_SIGNATURE_MISSING");
  assert.equal(codeOf(noteBy([log], VALIDATORS)), "WITNESS_QUORUM_MISSING");
  assert.equal(codeOf(noteBy([log], VALIDATORS), { ...POLICY, witnessQuorum: 0 }), undefined);
  assert.equal(
    codeOf(noteBy([log], [...VALIDATORS, witness]), { ...POLICY, witnessQuorum: 2 }),
    "WITNESS_QUORUM_MISSING",
  );
  assert.equal(codeOf(noteBy([logSigner(ORIGIN, 99)], [])), "NO_KNOWN_SIGNATURE");
});

test("one validator's signatures count once, however many lines it fills", () => {
  const [log] = LOGS as [NamedSigner];
  const [first, second] = VALIDATORS as [NamedSigner, NamedSigner];
  const crowd = [first, first, first, second, second, ...WITNESSES];
  assert.equal(codeOf(noteBy([log], crowd)), "VALIDATOR_QUORUM_MISSING");
});

test("a witness does not stand in for a validator, nor a stranger for either", () => {
  const [log] = LOGS as [NamedSigner];
  const stranger = cosigner("validator.example/15", 15);
  assert.equal(codeOf(noteBy([log], [...VALIDATORS.slice(0, 2), ...WITNESSES])), "VALIDATOR_QUORUM_MISSING");
  assert.equal(
    codeOf(noteBy([log], [...VALIDATORS.slice(0, 2), stranger, ...WITNESSES])),
    "VALIDATOR_QUORUM_MISSING",
  );
  // The same key under another name is a stranger too.
  const alias = cosigner("alias.example", 13);
  assert.equal(
    codeOf(noteBy([log], [...VALIDATORS.slice(0, 2), alias, ...WITNESSES])),
    "VALIDATOR_QUORUM_MISSING",
  );
});

test("a signed text that is no checkpoint of this log is refused", () => {
  const everybody = [...VALIDATORS, ...WITNESSES];
  const other = formatCheckpoint({ origin: "log.example/other", size: 3, root: leafHash(utf8("root")) });
  assert.equal(codeOf(noteBy(LOGS, everybody, other)), "ORIGIN_MISMATCH");
  assert.equal(codeOf(noteBy(LOGS, everybody, `${TEXT}extension\n`)), "CHECKPOINT_EXTENSION");
  assert.equal(codeOf(noteBy(LOGS, everybody, TEXT.replace("\n3\n", "\n03\n"))), "CHECKPOINT_SIZE");
  assert.equal(codeOf(noteBy(LOGS, everybody, "hello\n")), "CHECKPOINT_LAYOUT");
});

const BAD_POLICIES: Record<string, { readonly change: Partial<CheckpointPolicy>; readonly code: string }> = {
  "no log key": { change: { logKeys: [] }, code: "POLICY_KEY_COUNT" },
  "no validator": { change: { validators: [] }, code: "POLICY_KEY_COUNT" },
  "51 witnesses": {
    change: { witnesses: keysOf(Array.from({ length: 51 }, (_, i) => cosigner(`w.example/${i}`, 100 + i))) },
    code: "POLICY_KEY_COUNT",
  },
  "a cosigner as log key": { change: { logKeys: keysOf([cosigner(ORIGIN, 1)]) }, code: "POLICY_KEY_TYPE" },
  "a log key as validator": { change: { validators: keysOf(LOGS) }, code: "POLICY_KEY_TYPE" },
  "a log key as witness": { change: { witnesses: keysOf(LOGS) }, code: "POLICY_KEY_TYPE" },
  "a log key of another origin": { change: { origin: "log.example" }, code: "POLICY_LOG_KEY_NAME" },
  "the same validator twice": {
    change: { validators: keysOf([...VALIDATORS, ...VALIDATORS.slice(3)]) },
    code: "POLICY_DUPLICATE_KEY",
  },
  "one key under two names": {
    change: { validators: keysOf([...VALIDATORS, cosigner("alias.example", 14)]) },
    code: "POLICY_DUPLICATE_KEY",
  },
  "a validator as witness": {
    change: { witnesses: keysOf([cosigner("witness.example/14", 14)]) },
    code: "POLICY_DUPLICATE_KEY",
  },
  "the same log key twice": { change: { logKeys: keysOf([...LOGS, ...LOGS]) }, code: "POLICY_DUPLICATE_KEY" },
  "a quorum above the witnesses": { change: { witnessQuorum: 3 }, code: "POLICY_WITNESS_QUORUM" },
  "a negative quorum": { change: { witnessQuorum: -1 }, code: "POLICY_WITNESS_QUORUM" },
  "a broken quorum": { change: { witnessQuorum: 0.5 }, code: "POLICY_WITNESS_QUORUM" },
};

for (const [name, { change, code }] of Object.entries(BAD_POLICIES)) {
  test(`refuses a policy: ${name}`, () => {
    const policy = { ...POLICY, ...change };
    assert.deepEqual(checkPolicy(policy), { ok: false, error: { code } });
    assert.equal(codeOf(noteBy(LOGS, [...VALIDATORS, ...WITNESSES]), policy), code);
  });
}

test("two keys that a signature line cannot tell apart are refused", () => {
  const [first, second] = VALIDATORS as [NamedSigner, NamedSigner];
  const twin = { ...second.key, name: first.key.name, id: first.key.id };
  assert.deepEqual(checkPolicy({ ...POLICY, validators: [first.key, twin] }), {
    ok: false,
    error: { code: "POLICY_DUPLICATE_KEY" },
  });
});

type GoLog = {
  readonly origin: string;
  readonly logKey: string;
  readonly cosigners: readonly string[];
  readonly checkpoint: string;
};

test("a checkpoint signed and cosigned by Go tools meets a policy", () => {
  const go = readVectors<GoLog>("go-log.json");
  const cosigners = go.cosigners.map((vkey) => expectOk(parseVkey(vkey), vkey));
  const policy: CheckpointPolicy = {
    origin: go.origin,
    logKeys: [expectOk(parseVkey(go.logKey), "log key")],
    validators: cosigners.slice(0, 3),
    witnesses: cosigners.slice(3),
    witnessQuorum: 1,
  };
  const verified = expectOk(verifyCheckpoint(utf8(go.checkpoint), policy, verify), "checkpoint");
  assert.equal(verified.checkpoint.size, 300);
  assert.equal(verified.validators.length, 3);
  assert.equal(codeOf(utf8(go.checkpoint.replace("\n300\n", "\n301\n")), policy), "SIGNATURE_INVALID");
});
