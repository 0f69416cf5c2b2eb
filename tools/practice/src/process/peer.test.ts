import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { test } from "node:test";
import { type Channel, type Handlers, Peer } from "./peer.ts";

/** Two ends of a channel within one process. */
function pair(left: Handlers, right: Handlers): readonly [Peer, Peer, () => void] {
  const [a, b] = [new EventEmitter(), new EventEmitter()];
  const channel = (own: EventEmitter, other: EventEmitter): Channel => ({
    send: (message) => setImmediate(() => other.emit("message", structuredClone(message))) !== undefined,
    on: (event, listener) => own.on(event, listener),
  });
  return [
    new Peer(channel(a, b), left),
    new Peer(channel(b, a), right),
    () => [a, b].map((end) => end.emit("disconnect")),
  ];
}

test("both ends call each other, with bytes, and hear what the other threw", async () => {
  const [left, right] = pair(
    { double: (bytes: Uint8Array) => bytes.map((byte) => 2 * byte) },
    {
      refuse: () => {
        throw new RangeError("not today");
      },
    },
  );
  assert.deepEqual(await right.call("double", Uint8Array.of(1, 2)), Uint8Array.of(2, 4));
  await assert.rejects(left.call("refuse"), /not today/);
  await assert.rejects(left.call("unknown"), /nobody answers unknown/);
});

test("whoever waits for a process that is gone hears of it", async () => {
  const [left, , cut] = pair({}, { never: () => new Promise(() => undefined) });
  const waiting = left.call("never");
  setImmediate(cut);
  await assert.rejects(waiting, /gone/);
});
