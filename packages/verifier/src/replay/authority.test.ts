import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, type CborMap, encodeCbor } from "@veche/base";
import type { Body, TransactionType } from "../form/bodies.ts";
import type { Transaction } from "../form/entry.ts";
import { faultsOf, transactionOf } from "../testing/lone-election.ts";
import { RecordMaker } from "../testing/maker.ts";
import type { Signer } from "../testing/parties.ts";
import { testManifest } from "../testing/test-manifest.ts";
import { hash64 } from "../transcript.ts";
import { checkSignatures, isControl, ROLE, signedMessage } from "./authority.ts";

const maker = new RecordMaker(testManifest());
const { manifest, electionId } = maker;
const HASH = new Uint8Array(32);

const issueBody = { entry: HASH, hash: HASH, set: 0, style: 0 };
const rollBody = { entries: new Uint8Array(64), first: 0, style: 0 };
const confirmBody = { attempt: 0, trustee: 2 };

/** What is found wrong with a transaction that these signed, in this order. */
function faults<T extends TransactionType>(
  type: T,
  body: CborMap & Partial<Body<T>>,
  signers: readonly Signer[],
  { defined = true, controlSeq = 0 } = {},
): Promise<readonly string[]> {
  const tx = transactionOf(type, body, signers, maker) as Transaction;
  return faultsOf((judge) => checkSignatures({ manifest, electionId, controlSeq, defined }, tx, judge));
}

const trustee = (index: number): Signer => [ROLE.trustee, index];
const commission = (...indices: readonly number[]): readonly Signer[] =>
  indices.map((index) => [ROLE.commission, index]);
const registrar: Signer = [ROLE.registrar, 1];
const issueKey: Signer = [ROLE.issueKey, 1];

test("a trustee's message is signed by that trustee and by nobody else", async () => {
  const WRONG = ["V08 SIGNERS_WRONG"];
  assert.deepEqual(await faults("trustee-confirm", confirmBody, [trustee(2)]), []);
  for (const signers of [
    [],
    [trustee(1)],
    [registrar],
    [[ROLE.commission, 2]],
    [trustee(1), trustee(2)],
    [trustee(2), trustee(3)],
    [[ROLE.commission, 2], trustee(2)],
    [trustee(2), registrar],
    [trustee(2), [ROLE.issuer, 2]],
    [trustee(2), issueKey],
  ] as const) {
    assert.deepEqual(
      await faults("trustee-confirm", confirmBody, signers),
      WRONG,
      `${signers.join(" and ")}`,
    );
  }
  assert.deepEqual(await faults("trustee-confirm", { attempt: 0, trustee: 6 }, [trustee(6)]), WRONG);
});

test("a roll is signed by the registrar and a quorum of the commission", async () => {
  assert.deepEqual(await faults("roll", rollBody, [...commission(1, 2), registrar]), []);
  assert.deepEqual(await faults("roll", rollBody, [...commission(1, 2, 3), registrar]), []);
  assert.deepEqual(await faults("roll", rollBody, [...commission(2), registrar]), ["V08 QUORUM_MISSING"]);
  for (const signers of [
    commission(1, 2),
    commission(1, 2, 3),
    [...commission(1, 2), [ROLE.registrar, 2]],
    [...commission(1, 2), registrar, [ROLE.registrar, 2]],
    [...commission(1, 4), registrar],
  ] as readonly (readonly Signer[])[]) {
    assert.deepEqual(await faults("roll", rollBody, signers), ["V08 SIGNERS_WRONG"]);
  }
});

test("signatures come in the order of roles, then of indices, none twice", async () => {
  const ORDER = ["V08 SIGNATURE_ORDER"];
  assert.deepEqual(await faults("roll", rollBody, [registrar, ...commission(1, 2)]), ORDER);
  // The registrar before a member of a higher index: the role comes first.
  assert.deepEqual(await faults("roll", rollBody, [registrar, ...commission(2, 3)]), ORDER);
  assert.deepEqual(await faults("roll", rollBody, [...commission(2, 1), registrar]), ORDER);
  assert.deepEqual(await faults("roll", rollBody, [...commission(1, 1, 2), registrar]), ORDER);
});

test("each signature is of its signer, for this transaction", async () => {
  const tx = transactionOf("trustee-confirm", confirmBody, [trustee(2)], maker);
  const judged = (change: Partial<Transaction>, context = { manifest, electionId, controlSeq: 0 }) =>
    faultsOf((judge) =>
      checkSignatures({ ...context, defined: true }, { ...tx, ...change } as Transaction, judge),
    );
  const INVALID = ["V08 SIGNATURE_INVALID"];
  assert.deepEqual(await judged({}), []);
  const [own] = tx.signatures;
  assert.ok(own !== undefined);
  const other = transactionOf("trustee-confirm", confirmBody, [trustee(1)], maker).signatures[0]?.signature;
  assert.deepEqual(await judged({ signatures: [{ ...own, signature: other as Bytes }] }), INVALID);
  assert.deepEqual(await judged({ bodyBytes: encodeCbor({ attempt: 1, trustee: 2 }) }), INVALID);
  assert.deepEqual(await judged({}, { manifest, electionId: HASH, controlSeq: 0 }), INVALID);
  assert.deepEqual(await judged({}, { manifest, electionId, controlSeq: 5 }), []);
});

test("control transactions are signed with their number", async () => {
  assert.ok(isControl("suspend") && !isControl("roll"));
  const body = { reason: { en: "why", ru: "почему" } };
  assert.deepEqual(await faults("suspend", body, commission(1, 2)), []);
  assert.deepEqual(await faults("suspend", body, commission(1, 2), { controlSeq: 1 }), [
    "V08 SIGNATURE_INVALID",
  ]);
});

test("an issue names the one key that signs it; what is wrong with that is V16", async () => {
  assert.deepEqual(await faults("issue", issueBody, [issueKey]), []);
  assert.deepEqual(await faults("issue", issueBody, []), ["V16 SIGNERS_WRONG"]);
  assert.deepEqual(await faults("issue", issueBody, [[ROLE.issueKey, 2]]), ["V16 SIGNERS_WRONG"]);
  assert.deepEqual(await faults("issue", issueBody, [registrar, issueKey]), ["V16 SIGNERS_WRONG"]);
  assert.deepEqual(await faults("issue", issueBody, [issueKey, registrar]), ["V16 SIGNATURE_ORDER"]);
});

test("V08 has examined every signature but those of issues", async () => {
  const examined = async (tx: Transaction): Promise<readonly number[]> => {
    const counts: number[] = [];
    await faultsOf((judge, findings) => {
      checkSignatures({ manifest, electionId, controlSeq: 0, defined: true }, tx, judge);
      for (const { id, examined: count } of findings.results())
        if (id === "V08" || id === "V16") counts.push(count);
    });
    return counts;
  };
  const roll = transactionOf("roll", rollBody, [...commission(1, 2), registrar], maker);
  assert.deepEqual(await examined(roll), [3, 0]);
  assert.deepEqual(await examined(transactionOf("issue", issueBody, [issueKey], maker)), [0, 0]);
});

test("before the definition a part is of an organisation of genesis, signed under the origin that it states", async () => {
  const part = (origin: string) => ({ bytes: HASH, index: 0, of: 2, origin, whole: HASH });
  const context = { manifest, electionId, controlSeq: 0 };
  const messageOf = (origin: string, defined: boolean): Bytes => {
    const tx = transactionOf("part", part(origin));
    return signedMessage({ ...context, defined }, tx);
  };
  const expected = (signed: string, stated: string): Bytes =>
    hash64("tx", signed, electionId, "part", "", encodeCbor(part(stated)));
  const [own, other] = [manifest.origin, "other.example/test"];
  assert.deepEqual(messageOf(own, true), expected(own, own));
  assert.deepEqual(messageOf(other, true), expected(own, other));
  assert.deepEqual(messageOf(other, false), expected(other, other));

  const WRONG = ["V08 SIGNERS_WRONG"];
  const genesis: Signer = [ROLE.genesis, 1];
  assert.deepEqual(await faults("part", part(own), [genesis], { defined: false }), []);
  assert.deepEqual(await faults("part", part(own), [trustee(1)], { defined: false }), WRONG);
  assert.deepEqual(await faults("part", part(own), [trustee(1)]), []);
  assert.deepEqual(await faults("part", part(own), [genesis]), WRONG);
  assert.deepEqual(await faults("part", part(own), [trustee(6)]), WRONG);
  assert.deepEqual(await faults("part", part(own), [trustee(1), trustee(2)]), WRONG);
  assert.deepEqual(await faults("part", part(own), []), WRONG);
});
