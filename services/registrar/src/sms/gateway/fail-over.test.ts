import assert from "node:assert/strict";
import { test } from "node:test";
import { err, ok } from "@veche/base";
import { FAILURES, type SmsFailure, type SmsGateway } from "./contract.ts";
import { failOver } from "./fail-over.ts";

const TIMES = { silentMs: 50, restMs: 1000 };
const MESSAGE = { id: "m", telephone: "+79001230010", text: "text", expiresAt: 600_000 };

/** A gateway that does what `behaviour` says at the moment, and counts. */
function gatewayThat(name: string, behaviour: "accepts" | "never answers" | SmsFailure) {
  const state = { behaviour, asked: 0, aborted: 0 };
  const gateway: SmsGateway = {
    name,
    send: (_, signal) => {
      state.asked++;
      signal?.addEventListener("abort", () => state.aborted++);
      if (state.behaviour === "never answers") return new Promise(() => undefined);
      const { behaviour } = state;
      return Promise.resolve(
        behaviour === "accepts" ? ok({ gateway: name, gatewayId: "1" }) : err(behaviour),
      );
    },
    onReport: () => () => undefined,
    close: async () => undefined,
  };
  return { gateway, state };
}

test("once the first has accepted, the second is not asked", async () => {
  const [first, second] = [gatewayThat("a", "accepts"), gatewayThat("b", "accepts")];
  const sent = await failOver([first.gateway, second.gateway], () => 0, TIMES).send(MESSAGE);
  assert.deepEqual(sent, ok({ gateway: "a", gatewayId: "1" }));
  assert.deepEqual([first.state.asked, second.state.asked], [1, 0]);
});

test("the second is asked when the first fails, and the first rests for a while", async () => {
  const [first, second] = [gatewayThat("a", FAILURES.unreachable), gatewayThat("b", "accepts")];
  let now = 0;
  const both = failOver([first.gateway, second.gateway], () => now, TIMES);
  for (let i = 0; i < 3; i++)
    assert.deepEqual(await both.send(MESSAGE), ok({ gateway: "b", gatewayId: "1" }));
  assert.deepEqual([first.state.asked, second.state.asked], [1, 3]);
  first.state.behaviour = "accepts";
  now = TIMES.restMs;
  assert.deepEqual(await both.send(MESSAGE), ok({ gateway: "a", gatewayId: "1" }));
  assert.equal(second.state.asked, 3);
});

test("one that is silent is told to give up, and the second is asked", async () => {
  const [first, second] = [gatewayThat("a", "never answers"), gatewayThat("b", "accepts")];
  const sent = await failOver([first.gateway, second.gateway], () => 0, TIMES).send(MESSAGE);
  assert.deepEqual(sent, ok({ gateway: "b", gatewayId: "1" }));
  assert.equal(first.state.aborted, 1);
});

test("one that rests is asked all the same when the other fails too", async () => {
  const [first, second] = [gatewayThat("a", FAILURES.busy), gatewayThat("b", "accepts")];
  const both = failOver([first.gateway, second.gateway], () => 0, TIMES);
  await both.send(MESSAGE);
  first.state.behaviour = "accepts";
  second.state.behaviour = FAILURES.refused;
  assert.deepEqual(await both.send(MESSAGE), ok({ gateway: "a", gatewayId: "1" }));
});

test("a number that cannot be is not tried elsewhere, and no gateway rests for it", async () => {
  const [first, second] = [gatewayThat("a", FAILURES.numberRefused), gatewayThat("b", "accepts")];
  const both = failOver([first.gateway, second.gateway], () => 0, TIMES);
  assert.deepEqual(await both.send(MESSAGE), err(FAILURES.numberRefused));
  assert.equal(second.state.asked, 0);
  first.state.behaviour = "accepts";
  assert.deepEqual(await both.send(MESSAGE), ok({ gateway: "a", gatewayId: "1" }));
});

test("when all fail, it is unsure if one of them was: the message may arrive", async () => {
  const one = failOver(
    [gatewayThat("a", FAILURES.silent).gateway, gatewayThat("b", FAILURES.busy).gateway],
    () => 0,
    TIMES,
  );
  assert.deepEqual(await one.send(MESSAGE), err({ ...FAILURES.busy, isUnsure: true }));
  const other = failOver(
    [gatewayThat("a", FAILURES.refused).gateway, gatewayThat("b", FAILURES.busy).gateway],
    () => 0,
    TIMES,
  );
  assert.deepEqual(await other.send(MESSAGE), err(FAILURES.busy));
});
