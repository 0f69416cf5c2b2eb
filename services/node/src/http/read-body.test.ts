import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import type { Bytes } from "@veche/base";
import fc from "fast-check";
import { Room, readBody } from "./read-body.ts";

type Outcome = Bytes | number;

function reading(payload: PassThrough, max: number, room: Room): Promise<Outcome> {
  return new Promise((resolve) => {
    readBody(payload, max, room, (error, body) => {
      resolve(error === null ? (body as Bytes) : (error as Error & { statusCode: number }).statusCode);
    });
  });
}

/** How much is free, found by taking it. */
function freeIn(room: Room, upTo: number): number {
  let free = 0;
  while (free < upTo && room.take(1)) free++;
  room.leave(free);
  return free;
}

test("a body is whole, in whatever pieces it comes, and holds no room afterwards", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ minLength: 1, maxLength: 5 }), { maxLength: 100 }),
      async (pieces) => {
        const room = new Room(1_000);
        const payload = new PassThrough();
        const outcome = reading(payload, 1_000, room);
        for (const piece of pieces) payload.write(piece);
        payload.end();
        assert.deepEqual(
          [...((await outcome) as Bytes)],
          pieces.flatMap((piece) => [...piece]),
        );
        assert.equal(freeIn(room, 1_000), 1_000);
      },
    ),
    { numRuns: 50 },
  );
});

test("what is too long is refused before its end, what finds no room is told to come again", async () => {
  const room = new Room(100);
  const [first, second, third] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const slow = reading(first, 80, room);
  const crowded = reading(second, 80, room);
  const long = reading(third, 30, room);
  first.write(new Uint8Array(60));
  second.write(new Uint8Array(50));
  third.write(new Uint8Array(31));
  assert.equal(await crowded, 503);
  assert.equal(await long, 413);
  first.end(new Uint8Array(20));
  assert.equal(((await slow) as Bytes).length, 80);
  assert.equal(freeIn(room, 100), 100);
});

test("a sender who goes away leaves nothing behind", async () => {
  const room = new Room(100);
  const payload = new PassThrough();
  const outcome = reading(payload, 80, room);
  payload.write(new Uint8Array(60));
  payload.destroy();
  assert.equal(await outcome, 400);
  assert.equal(freeIn(room, 100), 100);
});
