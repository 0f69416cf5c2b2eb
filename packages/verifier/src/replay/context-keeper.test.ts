import assert from "node:assert/strict";
import { test } from "node:test";
import type { Bytes } from "@veche/base";
import { loneElection } from "../testing/lone-election.ts";
import { makeContext } from "./context-keeper.ts";
import type { Election } from "./election.ts";

const modulus = (n: number): Bytes => new Uint8Array(256).fill(n);

/** Notes a modulus as `issuer-keys` does. */
function addModulus(election: Election, style: number, issuer: number, n: number): void {
  election.styles[style]?.moduli.set(issuer, modulus(n));
  election.moduli.add(`${n}`);
}

test("the context is the same object until something by which ballots are judged changes", () => {
  const election = loneElection();
  const changes: readonly (() => void)[] = [
    () => addModulus(election, 0, 1, 11),
    () => addModulus(election, 0, 2, 12),
    () => {
      election.ceremony.keys = { key: new Uint8Array(32).fill(9), shares: new Map() };
    },
    () => election.issuerSets.push([1, 3]),
    () => addModulus(election, 0, 3, 13),
  ];
  let last = election.contextNow();
  for (const [i, change] of changes.entries()) {
    assert.equal(election.contextNow(), last, `before change ${i}`);
    change();
    const next = election.contextNow();
    assert.notEqual(next, last, `change ${i}`);
    last = next;
  }
  election.suspended = true;
  election.phase = "open";
  assert.equal(election.contextNow(), last);
  assert.deepEqual(last.keys.electionKey, new Uint8Array(32).fill(9));
});

test("a set judges the ballots of a style when the moduli of all its members are known", () => {
  const election = loneElection();
  const table = () => election.contextNow().keys.moduli;
  assert.deepEqual(table(), [[undefined, undefined]]);
  addModulus(election, 0, 2, 12);
  assert.deepEqual(table(), [[undefined, undefined]]);
  addModulus(election, 0, 1, 11);
  assert.deepEqual(table(), [[[modulus(11), modulus(12)], undefined]]);
  addModulus(election, 1, 3, 23);
  election.issuerSets.push([1, 3]);
  assert.deepEqual(table(), [
    [[modulus(11), modulus(12)], undefined],
    [undefined, undefined],
  ]);
  addModulus(election, 1, 1, 21);
  assert.deepEqual(table()[1], [undefined, [modulus(21), modulus(23)]]);
});

test("contexts of other keys, or other moduli, have other names", () => {
  const { form } = loneElection().contextNow();
  const key = new Uint8Array(32).fill(1);
  const [a, b] = [modulus(1), modulus(2)];
  const names = [
    makeContext(form, { electionKey: undefined, moduli: [] }),
    makeContext(form, { electionKey: key, moduli: [] }),
    makeContext(form, { electionKey: key, moduli: [[undefined]] }),
    makeContext(form, { electionKey: key, moduli: [[[a, b]]] }),
    makeContext(form, { electionKey: key, moduli: [[[b, a]]] }),
    makeContext(form, { electionKey: key, moduli: [[[a], [b]]] }),
    makeContext(form, { electionKey: key, moduli: [[[a]], [[b]]] }),
    makeContext({ ...form, electionId: key }, { electionKey: key, moduli: [] }),
  ].map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
});
