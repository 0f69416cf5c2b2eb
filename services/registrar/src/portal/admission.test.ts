import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "@veche/base";
import fc from "fast-check";
import { Admission, type Admitted } from "./admission.ts";
import { pathToReturn } from "./sign-in-cookie.ts";
import { readTicket, writeTicket } from "./ticket.ts";

const queue = (change: Partial<ConstructorParameters<typeof Admission>[0]> = {}) => {
  const clock = { now: 1_000 };
  const limits = { atOnce: 2, waiting: 3, patienceMs: 5_000, ...change };
  return { clock, admission: new Admission(limits, () => clock.now) };
};

/** Asks, and writes down when it is let in. */
function ask(
  admission: Admission,
  name: string,
  order: string[],
  since?: number,
): Promise<Admitted | undefined> {
  const asked = admission.enter(since);
  void asked.then((admitted) => order.push(admitted === undefined ? `no ${name}` : name));
  return asked;
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

test("L23 as many as there is room for are served, the next wait in the order of their tickets, nobody beyond is kept", async () => {
  const { admission } = queue();
  const order: string[] = [];
  const inside = await Promise.all([ask(admission, "a", order), ask(admission, "b", order)]);
  const waiting = [
    ask(admission, "new", order),
    ask(admission, "late ticket", order, 900),
    ask(admission, "early ticket", order, 100),
  ];
  const beyond = ask(admission, "beyond", order);
  assert.equal(await beyond, undefined);
  inside[0]?.leave();
  inside[0]?.leave();
  await settled();
  assert.deepEqual(order, ["a", "b", "no beyond", "early ticket"], "leaving twice lets one in");
  inside[1]?.leave();
  (await waiting[2])?.leave();
  await settled();
  assert.deepEqual(order.slice(4), ["late ticket", "new"]);
  for (const one of waiting) (await one)?.leave();
  assert.ok(await admission.enter(undefined), "room again");
});

test("L23 a full queue takes an earlier ticket in the place of the last; whoever waits too long is told to come again", async () => {
  const { admission } = queue({ atOnce: 1, waiting: 1, patienceMs: 30 });
  const order: string[] = [];
  const first = await ask(admission, "first", order);
  const pushed = ask(admission, "newcomer", order);
  const early = ask(admission, "early", order, 5);
  assert.equal(await pushed, undefined);
  assert.equal(await early, undefined, "patience");
  first?.leave();
  assert.ok(await admission.enter(undefined), "who gave up holds no place");
});

test("times to come again are whole seconds within half a minute or so, and spread", () => {
  const { admission } = queue();
  const seconds = new Set(Array.from({ length: 256 }, (_, byte) => admission.retryAfter(byte)));
  assert.ok(seconds.size > 3 && [...seconds].every((one) => Number.isInteger(one) && one >= 2 && one <= 40));
});

const key = utf8("a key of this test alone, 32 byte");
const election = new Uint8Array(32).fill(7);

test("a ticket says when its owner asked, and nothing in other hands, after a change or from the future", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 45 }), fc.nat(), (at, place) => {
      const ticket = writeTicket(key, election, "anna", at);
      const read = (text: string, of = "anna", id = election, now = at) => readTicket(key, id, of, text, now);
      assert.equal(read(ticket), at);
      assert.equal(read(ticket, "boris"), undefined);
      assert.equal(read(ticket, "anna", new Uint8Array(32)), undefined);
      assert.equal(read(ticket, "anna", election, at - 1), undefined);
      assert.equal(readTicket(utf8("another key"), election, "anna", ticket, at), undefined);
      const bytes = Buffer.from(ticket, "base64url");
      bytes[place % bytes.length] = (bytes[place % bytes.length] as number) ^ 1;
      assert.equal(read(bytes.toString("base64url")), undefined);
      for (const wrong of ["", "x", ticket.slice(1), `${ticket}AA`]) assert.equal(read(wrong), undefined);
    }),
    { numRuns: 50 },
  );
});

test("whatever somebody asks to return to, it is a page of this host", () => {
  const origin = "https://portal.example";
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.webUrl(),
        fc.string().map((text) => `/${text}`),
        fc.webPath(),
      ),
      (asked) => {
        const path = pathToReturn(origin, asked);
        assert.equal(new URL(path, origin).origin, origin, path);
        assert.match(path, /^\/(?![/\\])/);
        assert.doesNotMatch(path, /^\/(api|auth)(\/|$)/);
      },
    ),
  );
  assert.equal(
    pathToReturn(origin, "/issue/ab?x=1#y"),
    "/issue/ab?x=1",
    "positive control; a fragment is the page's",
  );
  for (const wrong of [undefined, 5, ["/a"], "/\\evil", "//evil", "/a/../api/x", "/a/..//evil"])
    assert.equal(pathToReturn(origin, wrong), "/", String(wrong));
});
