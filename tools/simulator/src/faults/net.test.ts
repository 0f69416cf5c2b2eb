import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { missingTool } from "@veche/base/testing";
import { addressOf, FaultNet, findNetworkTool, NO_NETWORK, sweep } from "./net.ts";
import { output, until } from "./shell.ts";

const ip = findNetworkTool();
// Where everything was set up for the tests, root can; an ordinary user cannot anywhere.
const { CI } = process.getuid?.() === 0 ? process.env : { CI: undefined };

/** A process id that the system does not give: above the largest, and not that of a test beside this one. */
const NOBODY = 2 ** 22 + process.pid;

/** What a busy machine may need to hand on what has arrived. */
const HEARD_MS = 30_000;

const HEAR = `const socket = require("node:dgram").createSocket("udp4");
socket.on("message", (text) => process.stdout.write(text + ";")).bind(9000, () => process.stdout.write("ready;"));`;
const SAY = `const socket = require("node:dgram").createSocket("udp4");
socket.send(process.argv[2], 9000, process.argv[1], () => socket.close());`;

/** Hears datagrams at a place, and what was heard so far. */
async function listener(net: FaultNet, name: string): Promise<() => string> {
  const [program, words] = net.command(name, process.execPath, ["-e", HEAR]);
  const child = spawn(program, [...words], { stdio: ["ignore", "pipe", "inherit"] });
  let heard = "";
  child.stdout.on("data", (piece) => {
    heard += piece;
  });
  await once(child.stdout, "data");
  return () => heard;
}

async function say(net: FaultNet, from: string, to: number, text: string): Promise<void> {
  const [program, words] = net.command(from, process.execPath, ["-e", SAY, addressOf(to), text]);
  await output(program, words).catch(() => "the system may say that there is no way");
}

test("a network is cut one way and both ways, heals, and nothing of it is left, also after a run that was killed", {
  skip: missingTool(ip, NO_NETWORK, { CI }),
}, async () => {
  assert.ok(ip, NO_NETWORK);
  const net = await FaultNet.create(ip, NOBODY);
  try {
    const names = ["a", "b"] as const;
    for (const name of names) await net.add(name);
    const [atA, atB] = await Promise.all(names.map((name) => listener(net, name)));
    const both = async (text: string): Promise<void> => {
      await Promise.all([say(net, "a", 1, `${text}-ab`), say(net, "b", 0, `${text}-ba`)]);
    };
    await both("whole");
    await net.cutOneWay("b", "a");
    await both("oneway");
    await net.cut(["a"], ["b"]);
    await both("cut");
    await net.heal(["a"], ["b"]);
    await both("still");
    await net.healOneWay("b", "a");
    await both("healed");
    // Datagrams arrive in their order: once the last is heard, whatever was not heard before it never comes.
    await until(() => [atA, atB].every((heard) => heard?.().includes("healed")), HEARD_MS);
    assert.deepEqual(atB?.(), "ready;whole-ab;oneway-ab;still-ab;healed-ab;");
    assert.deepEqual(atA?.(), "ready;whole-ba;healed-ba;");
    assert.equal((await net.processesAt("a")).length, 1);
  } finally {
    assert.equal(await sweep(ip), 3, "the run it belongs to is no more");
  }
  assert.doesNotMatch(await output(ip, ["netns", "list"]), new RegExp(`${NOBODY}`));
});
