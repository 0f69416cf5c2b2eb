import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { expectOk } from "@veche/base";
import { parsePersonId } from "@veche/election/person";
import { PollBook } from "./index.ts";
import { isSameRequest } from "./poll-book.ts";
import { newFolder } from "./stage.test.ts";

const person = (text: string) => expectOk(parsePersonId(text), "person");
const hash = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);

test("⚔ A10 of 200 requests of one person at once exactly one wins, for ever", async () => {
  const path = join(newFolder(), "poll-book");
  const book = expectOk(await PollBook.open(path), "book");
  const told = await Promise.all(
    Array.from({ length: 200 }, (_, at) =>
      book.lock(person("p-1"), { kind: "electronic", issueHash: hash(at) }),
    ),
  );
  const winners = told.flatMap((channel, at) => (isSameRequest(channel, hash(at)) ? [at] : []));
  assert.equal(winners.length, 1);
  await book.close();
  const again = expectOk(await PollBook.open(path), "book");
  const standing = await again.lock(person("p-1"), { kind: "electronic", issueHash: hash(201) });
  assert.ok(isSameRequest(standing, hash(winners[0] as number)), "after a restart too");
  await again.close();
});

test("one person, one way to vote: paper and electronic share the lock", async () => {
  const book = expectOk(await PollBook.open(join(newFolder(), "poll-book")), "book");
  const [first, second] = await Promise.all([
    book.lock(person("p-1"), { kind: "paper" }),
    book.lock(person("p-1"), { kind: "electronic", issueHash: hash(1) }),
  ]);
  assert.deepEqual([first.kind, second.kind], ["paper", "paper"]);
  assert.equal(
    (await book.lock(person("p-2"), { kind: "electronic", issueHash: hash(2) })).kind,
    "electronic",
  );
  assert.equal((await book.lock(person("p-2"), { kind: "paper" })).kind, "electronic");
  assert.equal(await book.find(person("p-3")), undefined);
  assert.deepEqual(
    [...book.all()].map(({ person: id, channel }) => [id, channel.kind]),
    [
      ["p-1", "paper"],
      ["p-2", "electronic"],
    ],
  );
  await book.close();
});
