import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bytes, compareBytes, expectOk, toHex } from "@veche/base";
import fc from "fast-check";
import { chainGenesis, member, memberKey, signedBy } from "../testing/chain.ts";
import {
  type ChainFounders,
  type ChainMembers,
  changeMembers,
  powerUpdates,
  refuseChange,
} from "./members.ts";
import {
  type ChainValidator,
  decodeChainTransaction,
  type ValidatorsBody,
  type ValidatorsChange,
} from "./transaction.ts";

const FOUNDERS: ChainFounders = { chainId: "veche-test", genesis: chainGenesis(3, 2) };
const FOUR: ChainMembers = { validators: [1, 2, 3, 4].map(member), sequence: 5 };

const inOrder = (validators: readonly ChainValidator[]): readonly ChainValidator[] =>
  validators.toSorted((a, b) => compareBytes(a.consensus, b.consensus));
const keysInOrder = (numbers: readonly number[]): readonly Bytes[] =>
  numbers.map((number) => memberKey(number, "consensus")).toSorted(compareBytes);

function read(bytes: Bytes): ValidatorsChange {
  const decoded = expectOk(decodeChainTransaction(bytes), "read");
  assert.ok(decoded.kind === "validators");
  return decoded;
}

type Sent = Partial<ValidatorsBody> & {
  readonly by?: readonly number[];
  readonly chainId?: string;
  readonly isVoting?: boolean;
};

function outcome({ by = [1, 2], chainId = "veche-test", isVoting = false, ...body }: Sent): string {
  const whole = { add: [], remove: [], sequence: FOUR.sequence, ...body };
  return refuseChange(FOUNDERS, FOUR, read(signedBy(chainId, whole, by)), isVoting)?.code ?? "ACCEPTED";
}

test("a quorum of the genesis changes validators: those that stay keep their order, new ones follow", () => {
  const body = { add: inOrder([member(9), member(8)]), remove: keysInOrder([1, 3]), sequence: 5 };
  assert.equal(outcome(body), "ACCEPTED");
  assert.deepEqual(changeMembers(FOUR, body), {
    validators: [member(2), member(4), ...body.add],
    sequence: 6,
  });
});

const NEW = [member(9)];

/** Each breaks its own rule and the next, so that the one before must be found first. */
const PRECEDENCE: readonly (readonly [expected: string, sent: Sent])[] = [
  ["ALREADY", { add: NEW, sequence: 4, isVoting: true }],
  ["PHASE", { remove: keysInOrder([7]), sequence: 6 }],
  ["PHASE", { remove: keysInOrder([7]), isVoting: true }],
  ["UNKNOWN_REFERENCE", { remove: keysInOrder([7]), add: [member(1)] }],
  ["ALREADY", { add: inOrder(Array.from({ length: 47 }, (_, at) => member(at + 4))), by: [] }],
  ["GENESIS_MISMATCH", { remove: keysInOrder([1, 2, 3, 4]), by: [1] }],
  ["GENESIS_MISMATCH", { add: inOrder(Array.from({ length: 47 }, (_, at) => member(at + 5))), by: [1] }],
  ["SIGNERS_WRONG", { add: NEW, by: [2], chainId: "another" }],
  ["SIGNATURE_INVALID", { add: NEW, chainId: "another" }],
];

for (const [at, [expected, sent]] of PRECEDENCE.entries()) {
  test(`refused, ${at}: ${expected}`, () => assert.equal(outcome(sent), expected));
}

test("forty-six more make fifty, one remaining is enough", () => {
  assert.equal(outcome({ add: inOrder(Array.from({ length: 46 }, (_, at) => member(at + 5))) }), "ACCEPTED");
  assert.equal(outcome({ remove: keysInOrder([1, 2, 3]) }), "ACCEPTED");
});

test("no value of a new validator is another's, in whatever role, but for those that leave", () => {
  const fresh = member(9);
  const { consensus, name } = member(2);
  for (const taken of [
    { ...fresh, name },
    { ...fresh, key: consensus },
    { ...fresh, logKey: memberKey(3, "key") },
    { ...fresh, logKey: fresh.key },
    { ...fresh, key: fresh.consensus },
  ]) {
    assert.equal(outcome({ add: [taken] }), "ALREADY", taken.name);
  }
  const twice = inOrder([fresh, { ...member(8), name: fresh.name }]);
  assert.equal(outcome({ add: twice }), "ALREADY");
  assert.equal(outcome({ add: [{ ...fresh, name, key: consensus }], remove: [consensus] }), "ACCEPTED");
  assert.equal(outcome({ add: [member(2)], remove: [consensus] }), "ACCEPTED");
});

test("signers: no stranger, no other role, none twice, none missing", () => {
  const right = read(signedBy("veche-test", { add: NEW, remove: [], sequence: 5 }, [1, 2]));
  const [first, second] = right.signatures;
  assert.ok(first && second);
  const codeOf = (signatures: ValidatorsChange["signatures"]): string | undefined =>
    refuseChange(FOUNDERS, FOUR, { ...right, signatures }, false)?.code;
  assert.equal(codeOf([first, second]), undefined);
  assert.equal(codeOf([second, first]), "SIGNERS_WRONG");
  assert.equal(codeOf([first, first]), "SIGNERS_WRONG");
  assert.equal(codeOf([first, { ...second, index: 4 }]), "SIGNERS_WRONG");
  assert.equal(codeOf([first, second, { role: 2, index: 1, bytes: first.bytes }]), "SIGNERS_WRONG");
  assert.equal(codeOf([]), "SIGNERS_WRONG");
  assert.equal(codeOf([first, { ...second, bytes: first.bytes }]), "SIGNATURE_INVALID");
});

test("a signature holds for one chain, one sequence and one body", () => {
  const right = read(signedBy("veche-test", { add: NEW, remove: [], sequence: 5 }, [1, 2]));
  const other = read(signedBy("veche-test", { add: [member(8)], remove: [], sequence: 5 }, [1, 2]));
  const moved = { ...other, signatures: right.signatures };
  assert.equal(refuseChange(FOUNDERS, FOUR, moved, false)?.code, "SIGNATURE_INVALID");
  const elsewhere = { ...FOUNDERS, chainId: "veche-tes" };
  assert.equal(refuseChange(elsewhere, FOUR, right, false)?.code, "SIGNATURE_INVALID");
});

test("a key that leaves and comes back with the same change is no news for the engine", () => {
  const body = { add: [member(2)], remove: keysInOrder([2]), sequence: 5 };
  assert.deepEqual(powerUpdates(FOUR, changeMembers(FOUR, body)), []);
});

const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 5 });

test("property: whatever enters keeps the chain's rules, and the engine's own list goes with it", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(numbers, numbers), { maxLength: 6 }), (changes) => {
      let members: ChainMembers = { validators: [1, 2, 3, 4].map(member), sequence: 0 };
      const engine = new Set(members.validators.map(({ consensus }) => toHex(consensus)));
      for (const [added, removed] of changes) {
        if (added.length + removed.length === 0) continue;
        const body = {
          add: inOrder(added.map(member)),
          remove: keysInOrder(removed),
          sequence: members.sequence,
        };
        const change = read(signedBy("veche-test", body, [1, 3]));
        if (refuseChange(FOUNDERS, members, change, false) !== undefined) continue;
        const after = changeMembers(members, body);
        for (const { consensus, power } of powerUpdates(members, after)) {
          const name = toHex(consensus);
          assert.equal(engine.has(name), power === 0, "an update changes something");
          if (power === 1) engine.add(name);
          else engine.delete(name);
        }
        members = after;
        // The same change never enters a second time.
        assert.equal(refuseChange(FOUNDERS, members, change, false)?.code, "ALREADY");
      }
      const keys = members.validators.map(({ consensus }) => toHex(consensus));
      assert.ok(keys.length >= 1 && keys.length <= 50);
      assert.equal(new Set(keys).size, keys.length);
      assert.deepEqual(new Set(keys), engine);
    }),
    { numRuns: 15 },
  );
});
