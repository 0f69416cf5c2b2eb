import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, concat, sha256, toBase64, u64, utf8 } from "@veche/base";
import { publicKeyOf, signAs } from "../testing/parties.ts";
import { ALL_SIGNERS, makeCheckpoint, type NoteSigner } from "../testing/publish.ts";
import { makeRecord } from "../testing/scenario.ts";
import { type CheckpointVerdict, judgeCheckpoint, noteKeyId, parseCheckpoint } from "./checkpoint.ts";

const { manifest } = makeRecord();
const { origin } = manifest;
const ROOT = new Uint8Array(32).fill(9);
const NOTHING = sha256(new Uint8Array(0));
const [log, validator, witness] = ALL_SIGNERS as [NoteSigner, NoteSigner, NoteSigner];
const STRANGER: NoteSigner = { party: "stranger", name: "stranger.example", type: 4 };

const read = (text: string): ReturnType<typeof parseCheckpoint> => parseCheckpoint(utf8(text));
const made = (lines: string): string => `${lines}\n\n\u2014 a ${toBase64(new Uint8Array(68))}\n`;
const root64 = toBase64(ROOT);

test("a checkpoint has an origin, a size and a root, and no more lines", () => {
  const checkpoint = read(made(`a.example\n7\n${root64}`));
  assert.deepEqual(
    [checkpoint?.origin, checkpoint?.size, checkpoint?.root, checkpoint?.note.signatures.length],
    ["a.example", 7, ROOT, 1],
  );
  const wrong = [
    `a.example\n7\n${root64}\nextension`,
    `a.example\n7`,
    `\n7\n${root64}`,
    `a.example\n07\n${root64}`,
    `a.example\n-7\n${root64}`,
    `a.example\n7 \n${root64}`,
    `a.example\n7\n${toBase64(new Uint8Array(31))}`,
    `a.example\n7\n${toBase64(new Uint8Array(33))}`,
    `a.example\n7\n${root64.slice(0, -1)}`,
  ];
  for (const lines of wrong) assert.equal(read(made(lines)), undefined, JSON.stringify(lines));
});

test("a log has less than 2^40 entries (09.4), and nothing has one root", () => {
  assert.equal(read(made(`a\n${2 ** 40 - 1}\n${root64}`))?.size, 2 ** 40 - 1);
  assert.equal(read(made(`a\n${2 ** 40}\n${root64}`)), undefined);
  assert.equal(read(made(`a\n0\n${toBase64(NOTHING)}`))?.size, 0);
  assert.equal(read(made(`a\n0\n${root64}`)), undefined);
});

function judged(text: string, mode: "strict" | "receipt"): CheckpointVerdict {
  const checkpoint = read(text);
  assert.ok(checkpoint !== undefined);
  return judgeCheckpoint(checkpoint, manifest, mode);
}

const faults = (signers: readonly NoteSigner[], mode: "strict" | "receipt" = "strict"): readonly string[] =>
  judged(makeCheckpoint(origin, 7, ROOT, signers), mode).faults;

test("each party of the policy is needed", () => {
  assert.deepEqual(faults(ALL_SIGNERS), []);
  // The log itself is no cosigner.
  const { cosigners } = judged(makeCheckpoint(origin, 7, ROOT, ALL_SIGNERS), "strict");
  assert.deepEqual(
    cosigners.map(({ role }) => role),
    ["validator", "witness"],
  );
  assert.deepEqual(faults([validator, witness]), ["NO_LOG_SIGNATURE"]);
  assert.deepEqual(faults([log, witness]), ["TOO_FEW_VALIDATORS"]);
  assert.deepEqual(faults([log, validator]), ["TOO_FEW_WITNESSES"]);
  assert.deepEqual(judged(makeCheckpoint("another", 7, ROOT, ALL_SIGNERS), "strict").faults, [
    "CHECKPOINT_ORIGIN",
  ]);
});

test("a record has no line of a stranger and no key twice; a receipt may", () => {
  assert.deepEqual(faults([...ALL_SIGNERS, STRANGER]), ["NOTE_KEY_UNKNOWN"]);
  assert.deepEqual(faults([...ALL_SIGNERS, STRANGER], "receipt"), []);
  assert.deepEqual(faults([...ALL_SIGNERS, witness]), ["NOTE_KEY_TWICE"]);
  assert.deepEqual(faults([...ALL_SIGNERS, witness], "receipt"), []);
});

/** A line of the validator's name and key, over whatever it signed. */
function cosignedWith(signature: Bytes): string {
  const text = `${origin}\n7\n${root64}\n`;
  const body = concat(noteKeyId(validator.name, 4, publicKeyOf("validator")), signature);
  const line = `\u2014 ${validator.name} ${toBase64(body)}\n`;
  return makeCheckpoint(origin, 7, ROOT, [log, witness]).replace(`${text}\n`, `${text}\n${line}`);
}

/** 2^53 as u64: no number below it is written alike. */
const BEYOND = new Uint8Array([0, 0x20, 0, 0, 0, 0, 0, 0]);

const cosignature = (seconds: number, written = u64(seconds)): Bytes => {
  const message = `cosignature/v1\ntime ${seconds}\n${origin}\n7\n${root64}\n`;
  return concat(written, signAs("validator", utf8(message)));
};

test("a cosignature has a time of 1 … 2^53 − 1 seconds and 64 bytes behind it (07.3.3)", () => {
  for (const seconds of [1, 1_700_000_000, Number.MAX_SAFE_INTEGER]) {
    const { faults: found, cosigners } = judged(cosignedWith(cosignature(seconds)), "strict");
    assert.deepEqual(found, []);
    assert.deepEqual(cosigners[0], { role: "validator", name: validator.name, seconds });
  }
  const wrong = [
    cosignature(0),
    cosignature(2 ** 53, BEYOND),
    cosignature(5).subarray(0, 71),
    concat(cosignature(5), new Uint8Array(1)),
    new Uint8Array(1),
  ];
  for (const [at, signature] of wrong.entries()) {
    const { faults: found } = judged(cosignedWith(signature), "receipt");
    assert.deepEqual(found, ["NOTE_SIGNATURE_INVALID", "TOO_FEW_VALIDATORS"], `signature ${at}`);
  }
});

test("more than two thirds of the validators cosign, however many there are", () => {
  const party = (i: number): string => `validator ${i}`;
  for (const [count, enough] of [
    [1, 1],
    [2, 2],
    [3, 3],
    [4, 3],
    [5, 4],
    [6, 5],
    [7, 5],
  ] as const) {
    const validators = Array.from({ length: count }, (_, i) => ({
      key: publicKeyOf(party(i)),
      logKey: publicKeyOf("log"),
      name: `v${i}.example`,
    }));
    const by = (signing: number): readonly string[] => {
      const cosigners = Array.from({ length: signing }, (_, i): NoteSigner => {
        return { party: party(i), name: `v${i}.example`, type: 4 };
      });
      const checkpoint = read(makeCheckpoint(origin, 7, ROOT, [log, ...cosigners, witness]));
      assert.ok(checkpoint !== undefined);
      return judgeCheckpoint(checkpoint, { ...manifest, validators }, "strict").faults;
    };
    assert.deepEqual(by(enough), [], `${enough} of ${count}`);
    assert.deepEqual(by(enough - 1), ["TOO_FEW_VALIDATORS"], `${enough - 1} of ${count}`);
  }
});
