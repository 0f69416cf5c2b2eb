import assert from "node:assert/strict";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { expectOk } from "@veche/base";
import { parsePersonId } from "@veche/election/person";
import { connect } from "./database/open-database.ts";
import { testDatabase } from "./database/testing.ts";
import { type Claim, FilePollBook, type PollBook, SqlPollBook } from "./index.ts";
import { isSameRequest } from "./poll-book.ts";
import { addPersons } from "./portal-stage.test.ts";
import { newFolder } from "./stage.test.ts";

const person = (text: string) => expectOk(parsePersonId(text), "person");
const hash = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);
const electronic = (fill: number): Claim => ({
  kind: "electronic",
  issueHash: hash(fill),
  requestHash: hash(fill),
});

type Opened = { readonly book: PollBook; readonly reopened: () => Promise<PollBook> };
const PERSONS = ["p-1", "p-2", "p-3"];

const kinds: readonly (readonly [string, (t: TestContext) => Promise<Opened>])[] = [
  [
    "file",
    async (t) => {
      const path = join(newFolder(), "poll-book");
      let open = expectOk(await FilePollBook.open(path), "book");
      t.after(() => open.close());
      const reopened = async () => {
        await open.close();
        open = expectOk(await FilePollBook.open(path), "book");
        return open;
      };
      return { book: open, reopened };
    },
  ],
  [
    "PostgreSQL",
    async (t) => {
      const { db } = await testDatabase(t);
      await addPersons(db, PERSONS);
      return { book: new SqlPollBook(db, hash(9)), reopened: async () => new SqlPollBook(db, hash(9)) };
    },
  ],
];

for (const [name, open] of kinds) {
  test(`⚔ A10 of 200 requests of one person at once exactly one wins, for ever: ${name}`, async (t) => {
    const { book, reopened } = await open(t);
    const told = await Promise.all(
      Array.from({ length: 200 }, (_, at) => book.lock(person("p-1"), electronic(at))),
    );
    const winners = told.flatMap((channel, at) => (isSameRequest(channel, hash(at)) ? [at] : []));
    assert.equal(winners.length, 1);
    const again = await reopened();
    const standing = await again.lock(person("p-1"), electronic(201));
    assert.ok(isSameRequest(standing, hash(winners[0] as number)), "after a restart too");
  });

  test(`L24 one person, one way to vote: paper and electronic share the lock: ${name}`, async (t) => {
    const { book } = await open(t);
    const [first, second] = await Promise.all([
      book.lock(person("p-1"), { kind: "paper" }),
      book.lock(person("p-1"), electronic(1)),
    ]);
    assert.equal(first.kind, second.kind);
    assert.equal((await book.lock(person("p-2"), electronic(2))).kind, "electronic");
    assert.equal((await book.lock(person("p-2"), { kind: "paper" })).kind, "electronic");
    assert.equal(await book.find(person("p-3")), undefined);
    const all: (readonly [string, string])[] = [];
    for await (const { person: id, channel } of book.all()) all.push([id, channel.kind]);
    assert.deepEqual(all, [
      ["p-1", first.kind],
      ["p-2", "electronic"],
    ]);
  });
}

test("L24 electronic races paper from two processes, a hundred times a person: both are told the same", async (t) => {
  const { db, url } = await testDatabase(t);
  const persons = Array.from({ length: 20 }, (_, at) => `p-${at}`);
  await addPersons(db, persons);
  const other = connect(url);
  t.after(() => other.db.destroy());
  const portal = new SqlPollBook(db, hash(9));
  const station = new SqlPollBook(other.db, hash(9));
  for (const text of persons) {
    const id = person(text);
    const told = await Promise.all(
      Array.from({ length: 100 }, (_, at) =>
        at % 2 === 0 ? portal.lock(id, electronic(at)) : station.lock(id, { kind: "paper" }),
      ),
    );
    assert.equal(new Set(told.map((channel) => JSON.stringify(channel))).size, 1);
  }
});

test("the book of one election says nothing of another; what is filled is never written again", async (t) => {
  const { db } = await testDatabase(t);
  await addPersons(db, PERSONS);
  const [one, other] = [new SqlPollBook(db, hash(1)), new SqlPollBook(db, hash(2))];
  const id = person("p-1");
  await db
    .insertInto("poll_book")
    .values({ election_id: hash(1), person: id })
    .execute();
  assert.equal(await one.find(id), undefined, "an open row says nothing");
  await one.lock(id, electronic(1));
  assert.deepEqual(await one.requestHash(id), hash(1));
  await one.lock(id, electronic(2));
  assert.deepEqual(await one.requestHash(id), hash(1));
  assert.equal(await other.find(id), undefined);
  assert.equal(await other.requestHash(id), undefined);
  assert.equal((await other.lock(id, { kind: "paper" })).kind, "paper");
});
