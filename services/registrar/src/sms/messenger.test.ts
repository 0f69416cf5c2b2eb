import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { ok } from "@veche/base";
import { testDatabase } from "../database/testing.ts";
import type { DeliveryReport, SmsGateway } from "./gateway/contract.ts";
import { Outbox } from "./gateway/outbox.ts";
import { Messenger } from "./messenger.ts";

const NOW = 1_000_000;
const OUTGOING = {
  ...{ account: null, purpose: "telephone-changed", telephone: "+79001231234", text: "text" },
  ...{ expiresAt: NOW + 1000, now: NOW },
};

/** A gateway whose reports the test gives; `early` comes before its own answer. */
async function scene(t: TestContext, early?: DeliveryReport["status"]) {
  const { db } = await testDatabase(t);
  let tell: (report: DeliveryReport) => void = () => undefined;
  const report = (status: DeliveryReport["status"], gatewayId = "g-1") =>
    tell({ gateway: "g", gatewayId, status });
  const gateway: SmsGateway = {
    name: "g+other",
    send: async () => {
      if (early !== undefined) report(early);
      await new Promise((resolve) => setTimeout(resolve, 50));
      return ok({ gateway: "g", gatewayId: "g-1" });
    },
    onReport: (listener) => {
      tell = listener;
      return () => {
        tell = () => undefined;
      };
    },
    close: async () => undefined,
  };
  const messenger = new Messenger({ db, gateway, random: (n) => new Uint8Array(n), now: () => NOW + 500 });
  const log = () => db.selectFrom("sms_message").select(["gateway", "status", "changed_at"]).execute();
  const until = async (status: string) => {
    const end = Date.now() + 5000;
    while ((await log())[0]?.status !== status) assert.ok(Date.now() < end, `never ${status}`);
  };
  return { messenger, report, log, until };
}

test("the log says which gateway took it, and then whether it was delivered", async (t) => {
  const { messenger, report, log, until } = await scene(t);
  await messenger.send(OUTGOING);
  assert.deepEqual(await log(), [{ gateway: "g", status: "sent", changed_at: NOW }]);
  report("failed");
  await until("failed");
  report("delivered");
  await until("delivered");
  assert.deepEqual(await log(), [{ gateway: "g", status: "delivered", changed_at: NOW + 500 }]);
});

test("what was delivered stays delivered, and reports of others change nothing", async (t) => {
  const { messenger, report, log, until } = await scene(t);
  await messenger.send(OUTGOING);
  report("failed", "g-2");
  report("delivered");
  await until("delivered");
  report("failed");
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal((await log())[0]?.status, "delivered");
});

test("a report that comes before the gateway's own answer is not lost", async (t) => {
  const { messenger, until } = await scene(t, "delivered");
  await messenger.send(OUTGOING);
  await until("delivered");
});

test("after closing, reports are not listened to", async (t) => {
  const { messenger, report, log } = await scene(t);
  await messenger.send(OUTGOING);
  messenger.close();
  report("delivered");
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal((await log())[0]?.status, "sent");
});

test("the outbox shows what was sent, the newest 200, and tells who watches", async () => {
  const outbox = new Outbox(() => NOW);
  const seen: string[] = [];
  const end = outbox.subscribe(({ text }) => seen.push(text));
  const send = (id: number) => outbox.send({ ...OUTGOING, id: String(id), text: `text ${id}` });
  await send(0);
  // The same message again is the same message.
  await send(0);
  end();
  for (let id = 1; id <= 200; id++) await send(id);
  assert.deepEqual(seen, ["text 0"]);
  const texts = outbox.messages().map(({ text }) => text);
  assert.deepEqual([texts.length, texts[0], texts.at(-1)], [200, "text 1", "text 200"]);
  assert.deepEqual(outbox.messages()[0], { id: "1", telephone: "+79001231234", text: "text 1", sentAt: NOW });
});
