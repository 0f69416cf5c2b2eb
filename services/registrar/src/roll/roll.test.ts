import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { type Bytes, compareBytes, equalBytes, expectOk, sha256, toHex } from "@veche/base";
import { decodePersonRecord, parsePersonId } from "@veche/election/person";
import { seededRandom, signerOf, testElection } from "@veche/ledger/testing";
import {
  accountsPath,
  encodeLetter,
  makeRoll,
  readAccounts,
  readLetter,
  readRegister,
  registerPath,
  totalsTransaction,
  writeAccounts,
  writeRegister,
} from "../index.ts";
import { election, entitled, newFolder, newNode, personOf, roll } from "../stage.test.ts";

const sign = (message: Bytes): Bytes => signerOf(election, "registrar", 1).sign(message);
const make = (people: Parameters<typeof makeRoll>[1], seed = "roll") =>
  makeRoll(election.election, people, sign, seededRandom(seed));

test("A8 entries go by value, each once, in pieces that fit a transaction", () => {
  const people = [...entitled(1_900), ...entitled(3, 1)];
  const unsigned = (): Bytes => new Uint8Array(64);
  const large = expectOk(makeRoll(election.election, people, unsigned, seededRandom("large")), "roll");
  assert.deepEqual(
    large.chunks.map(({ style, first, entries }) => [style, first, entries.length / 32]),
    [
      [0, 0, 1_800],
      [0, 1_800, 100],
      [1, 0, 3],
    ],
  );
  const ofStyle = large.chunks.slice(0, 2).flatMap(({ entries }) => splitEntries(entries));
  for (let at = 1; at < ofStyle.length; at++) {
    assert.ok(compareBytes(ofStyle[at - 1] as Bytes, ofStyle[at] as Bytes) < 0, `entry ${at}`);
  }
  assert.equal(new Set(large.accounts.map(({ entry }) => toHex(entry))).size, 1_903);
  const alphabet = large.letters.map(({ record }) => expectOk(decodePersonRecord(record), "record").document);
  assert.notDeepEqual(alphabet, alphabet.toSorted(), "the order says nothing of the persons");
});

const splitEntries = (bytes: Bytes): readonly Bytes[] =>
  Array.from({ length: bytes.length / 32 }, (_, at) => bytes.slice(32 * at, 32 * (at + 1)));

test("⚔ A8 nobody gets two entries, and no two persons the same one", () => {
  const [first, second] = entitled(2);
  assert.ok(first !== undefined && second !== undefined);
  const cases = [
    [[first, { ...first, record: personOf(7) }], "PERSON_TWICE"],
    [[first, { ...second, record: first.record }], "RECORD_TWICE"],
    [[first, { ...second, record: first.record, style: 1 }], "RECORD_TWICE"],
    [[{ ...first, style: 2 }], "STYLE_UNKNOWN"],
    [[{ ...first, record: { ...first.record, birthDate: "2 January" } }], "RECORD_MALFORMED"],
    [[{ ...first, record: { ...first.record, document: "45 10" } }], "RECORD_MALFORMED"],
  ] as const;
  for (const [people, code] of cases) {
    const made = make(people);
    assert.equal(made.ok ? "ok" : made.error.code, code);
  }
  const again = [expectOk(make([first], "a"), "a"), expectOk(make([first], "b"), "b")];
  assert.equal(
    new Set(again.map(({ accounts }) => toHex(accounts[0]?.entry as Bytes))).size,
    2,
    "salts differ",
  );
});

test("A8 a letter opens its entry and proves that the registrar gave it; a changed one does not", () => {
  const [letter] = roll.letters;
  assert.ok(letter !== undefined);
  const text = encodeLetter(election.electionId, letter);
  const json = JSON.parse(text) as Record<string, string>;
  assert.deepEqual(readLetter(json, election.election), { ok: true, value: letter });
  const other = roll.letters[1];
  assert.ok(other !== undefined);
  const changes = [
    [{ salt: toHex(other.salt) }, "ENTRY_DIFFERS"],
    [{ entry: toHex(other.entry) }, "ENTRY_DIFFERS"],
    [{ style: "style-9" }, "ENTRY_DIFFERS"],
    [{ election: "00".repeat(32) }, "LETTER_OF_ANOTHER"],
    [{ signature: JSON.parse(encodeLetter(election.electionId, other)).signature }, "SIGNATURE_WRONG"],
    [{ record: "" }, "LETTER_MALFORMED"],
    [{ voter: "a b" }, "LETTER_MALFORMED"],
    [{ more: "x" }, "LETTER_MALFORMED"],
  ] as const;
  for (const [change, code] of changes) {
    const read = readLetter({ ...json, ...change }, election.election);
    assert.equal(read.ok ? "ok" : read.error.code, code, JSON.stringify(change));
  }
});

test("the ledger takes the roll that was made", () => {
  const { ledger } = newNode();
  assert.equal(ledger.state.counters.roll, 10);
});

test("L25 no file that issuing needs holds a name or a secret, and no entry can be guessed from a person", async () => {
  const folder = newFolder();
  expectOk(await writeAccounts(accountsPath(folder), roll.accounts), "accounts");
  expectOk(await writeRegister(registerPath(folder), roll.register), "register");
  const stored = readFileSync(accountsPath(folder));
  for (const { secret, record, salt } of roll.letters) {
    const person = expectOk(decodePersonRecord(record), "record");
    for (const hidden of [person.family, person.document, secret, secret.replaceAll("-", "")]) {
      assert.equal(stored.includes(Buffer.from(hidden)), false);
    }
    assert.equal(stored.includes(Buffer.from(salt)), false);
    assert.ok(
      readFileSync(registerPath(folder)).includes(Buffer.from(salt)),
      "positive control: the register has it",
    );
  }
  const entries = new Set(roll.accounts.map(({ entry }) => toHex(entry)));
  for (const { record } of roll.letters) {
    for (const guess of [sha256(record), sha256(concatBytes(election.electionId, record))]) {
      assert.equal(entries.has(toHex(guess)), false);
    }
  }
  const accounts = expectOk(await readAccounts(accountsPath(folder)), "accounts");
  assert.deepEqual([...accounts.values()], roll.accounts);
  const register = expectOk(await readRegister(registerPath(folder)), "register");
  assert.ok(register.every(({ record }, at) => equalBytes(record, roll.register[at]?.record as Bytes)));
});

const concatBytes = (...parts: readonly Bytes[]): Bytes => new Uint8Array(parts.flatMap((part) => [...part]));

test("accounts are written once", async () => {
  const path = accountsPath(newFolder());
  expectOk(await writeAccounts(path, roll.accounts), "first");
  const second = await writeAccounts(path, roll.accounts.slice(1));
  assert.deepEqual(second, { ok: false, error: { code: "ACCOUNTS_PRESENT" } });
  assert.equal(expectOk(await readAccounts(path), "accounts").size, 10);
});

test("L31 totals of a day are counts, signed by the registrar", () => {
  const { ledger } = newNode();
  const totals = { accepted: 8, applied: 10, date: "2027-01-01", recalled: 0, refused: { UNDER_AGE: 2 } };
  const registrar = signerOf(election, "registrar", 1);
  const transaction = expectOk(totalsTransaction(election.election, totals, registrar), "totals");
  ledger.accept(transaction);
  assert.equal(ledger.send(transaction).code, "DATE_ORDER", "once for each day");
  const wrong = totalsTransaction(election.election, { ...totals, date: "1 January" }, registrar);
  assert.ok(!wrong.ok && wrong.error.code === "PROPOSAL_MALFORMED");
  assert.ok(!totalsTransaction(election.election, totals, signerOf(election, "issuer", 1)).ok);
});

test("person numbers and elections are kept apart in secrets and entries", () => {
  const other = testElection({}, seededRandom("another election"));
  const people = entitled(1);
  const random = (): ReturnType<typeof seededRandom> => seededRandom("same draws");
  const one = expectOk(makeRoll(election.election, people, sign, random()), "one");
  const two = expectOk(makeRoll(other.election, people, sign, random()), "two");
  assert.equal(one.letters[0]?.secret, two.letters[0]?.secret, "same draws");
  assert.notDeepEqual(one.accounts[0]?.secretHash, two.accounts[0]?.secretHash);
  assert.notDeepEqual(one.accounts[0]?.entry, two.accounts[0]?.entry);
  assert.equal(parsePersonId("no spaces").ok, false);
});
