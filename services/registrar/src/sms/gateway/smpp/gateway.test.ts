import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { missingTool } from "@veche/base/testing";
import { testCertificate } from "../../../testing/certificate.ts";
import {
  FOREIGN_SMPP_MISSING,
  foreignSmpp,
  overTls,
  type SeenPdu,
  SmppServer,
} from "../../testing/smpp-server.ts";
import type { DeliveryReport } from "../contract.ts";
import { type SmppEvent, SmppGateway } from "./gateway.ts";
import type { SmppSettings } from "./settings.ts";

const { CI } = process.env;
const RUSSIAN =
  "123456 — код, чтобы получить бюллетень. Никому его не сообщайте, даже сотрудникам.\n\n@portal.example #123456";

function gatewayTo(t: TestContext, port: number, changes: Partial<SmppSettings> = {}) {
  const events: SmppEvent[] = [];
  const reports: DeliveryReport[] = [];
  const gateway = new SmppGateway({
    settings: {
      ...{ name: "smpp", host: "127.0.0.1", port, systemId: "veche", password: "secret", sender: "Veche" },
      ...{ tls: "none", longTexts: "parts", receiptIds: "same" },
      ...{ answerMs: 1000, enquireMs: 60_000, backoffMs: [20, 100] },
      ...changes,
    },
    now: () => 0,
    random: (length) => new Uint8Array(length).fill(41),
    onEvent: (event) => events.push(event),
  });
  gateway.onReport((report) => reports.push(report));
  t.after(() => gateway.close());
  return { gateway, events, reports };
}

async function scene(t: TestContext, changes: Partial<SmppSettings> = {}) {
  const server = await SmppServer.start(t);
  return { server, ...gatewayTo(t, server.port, changes) };
}

let messages = 0;
const message = (end: string, text = "hello") => ({
  id: `message-${messages++}`,
  telephone: `+790012300${end}`,
  text,
  expiresAt: 600_000,
});
const codeOf = (pdu: SeenPdu | undefined) => Number(pdu?.data_coding);
const hex = (pdu: SeenPdu | undefined) => String(pdu?.short_message);
const utf16 = (bytes: string) => new TextDecoder("utf-16be").decode(Buffer.from(bytes, "hex"));

test("binds as transceiver, sends English as GSM-7 in one part, and learns of the delivery", {
  skip: missingTool(foreignSmpp, FOREIGN_SMPP_MISSING, { CI }),
}, async (t) => {
  const { server, gateway, reports } = await scene(t);
  const sent = await gateway.send(message("10", "012345 is your code.\n\n@portal.example #012345"));
  assert.deepEqual(sent, { ok: true, value: { gateway: "smpp", gatewayId: "id-1000" } });
  await server.until(() => reports.length === 1);
  assert.deepEqual(reports, [{ gateway: "smpp", gatewayId: "id-1000", status: "delivered" }]);
  // The report was answered.
  await server.until(() => server.count("deliver_sm_resp") === 1);
  const [bind] = await server.pdus("bind_transceiver", 1);
  assert.deepEqual([bind?.system_id, bind?.password, bind?.interface_version], ["veche", "secret", 0x34]);
  const [submitted] = await server.pdus("submit_sm", 1);
  const { source_addr, source_addr_ton, destination_addr, dest_addr_ton, dest_addr_npi, ...rest } =
    submitted as SeenPdu;
  assert.deepEqual([source_addr, source_addr_ton], ["Veche", 5]);
  assert.deepEqual([destination_addr, dest_addr_ton, dest_addr_npi], ["79001230010", 1, 1]);
  assert.deepEqual([rest.registered_delivery, rest.esm_class, rest.data_coding], [1, 0, 0]);
  // Ten minutes, relative (SMPP 3.4, 7.1.1).
  assert.equal(rest.validity_period, "000000001000000R");
  // "@" is 0 in the default alphabet, "#" 0x23, the new line 0x0a.
  const expected = Buffer.from("012345 is your code.\n\n\u0000portal.example #012345", "latin1").toString(
    "hex",
  );
  assert.equal(hex(submitted), expected);
});

test("Cyrillic goes as UCS-2 in two parts with a header; the message is delivered when both are", {
  skip: missingTool(foreignSmpp, FOREIGN_SMPP_MISSING, { CI }),
}, async (t) => {
  const { server, gateway, reports } = await scene(t);
  const sent = await gateway.send(message("10", RUSSIAN));
  assert.deepEqual(sent, { ok: true, value: { gateway: "smpp", gatewayId: "id-1001" } });
  const parts = await server.pdus("submit_sm", 2);
  assert.deepEqual(parts.map(codeOf), [8, 8]);
  assert.deepEqual(
    parts.map((part) => part.esm_class),
    [0x40, 0x40],
  );
  // Length 5, element 0 of 3 bytes: reference, count, number (3GPP TS 23.040, 9.2.3.24.1).
  assert.deepEqual(
    parts.map((part) => hex(part).slice(0, 12)),
    ["0500032a0201", "0500032a0202"],
  );
  assert.equal(parts.map((part) => utf16(hex(part).slice(12))).join(""), RUSSIAN);
  await server.until(() => reports.some(({ gatewayId }) => gatewayId === "id-1001"));
  assert.deepEqual(reports.at(-1), { gateway: "smpp", gatewayId: "id-1001", status: "delivered" });
});

test("an SMSC that cuts texts itself gets the whole as message_payload", {
  skip: missingTool(foreignSmpp, FOREIGN_SMPP_MISSING, { CI }),
}, async (t) => {
  const { server, gateway } = await scene(t, { longTexts: "payload" });
  const long = `${RUSSIAN}${RUSSIAN}`;
  assert.ok((await gateway.send(message("10", long))).ok);
  assert.ok((await gateway.send(message("10", RUSSIAN))).ok);
  const [payload, short] = await server.pdus("submit_sm", 2);
  assert.equal(hex(payload), "");
  assert.equal(utf16(String(payload?.message_payload)), long);
  assert.deepEqual([codeOf(payload), codeOf(short)], [8, 8]);
  assert.equal(utf16(hex(short)), RUSSIAN);
});

test("refusals have their codes: number, throttled, no answer, line closed, half a message", {
  skip: missingTool(foreignSmpp, FOREIGN_SMPP_MISSING, { CI }),
}, async (t) => {
  const { gateway, events } = await scene(t, { answerMs: 400 });
  const refusal = async (end: string, text?: string) => {
    const sent = await gateway.send(message(end, text));
    return sent.ok ? "accepted" : [sent.error.code, sent.error.isFinal, sent.error.isUnsure];
  };
  assert.deepEqual(await refusal("01"), ["SMS_NUMBER_REFUSED", true, false]);
  assert.deepEqual(await refusal("02"), ["SMS_BUSY", false, false]);
  assert.deepEqual(await refusal("07", RUSSIAN), ["SMS_SILENT", false, true]);
  assert.deepEqual(await refusal("03"), ["SMS_SILENT", false, true]);
  assert.deepEqual(await refusal("05"), ["SMS_SILENT", false, true]);
  assert.deepEqual(
    events.map(({ code }) => code),
    ["SMPP_BOUND", "SMPP_LOST"],
  );
});

test("reports: failed, before the answer, by text alone, and not final", {
  skip: missingTool(foreignSmpp, FOREIGN_SMPP_MISSING, { CI }),
}, async (t) => {
  const { server, gateway, reports } = await scene(t);
  const last = async (end: string) => {
    const sent = await gateway.send(message(end));
    const id = sent.ok ? sent.value.gatewayId : "";
    await server.until(() => reports.some(({ gatewayId }) => gatewayId === id));
    return reports.findLast(({ gatewayId }) => gatewayId === id)?.status;
  };
  assert.equal(await last("04"), "failed");
  assert.equal(await last("06"), "delivered");
  assert.equal(await last("08"), "delivered");
  const count = reports.length;
  assert.ok((await gateway.send(message("09"))).ok);
  await server.until(() => server.count("deliver_sm_resp") === 4);
  assert.equal(reports.length, count);
});

test("the line comes back by itself; meanwhile messages are refused at once and surely unsent", {
  skip: missingTool(foreignSmpp, FOREIGN_SMPP_MISSING, { CI }),
}, async (t) => {
  const { server, gateway, events } = await scene(t);
  assert.ok((await gateway.send(message("10"))).ok);
  await server.tell("refuse");
  await server.tell("drop");
  await server.until(() => events.filter(({ code }) => code === "SMPP_NOT_BOUND").length >= 2);
  const down = await gateway.send(message("10"));
  assert.ok(!down.ok && down.error.code === "SMS_UNREACHABLE" && !down.error.isUnsure);
  await server.tell("normal");
  await server.until(() => events.at(-1)?.code === "SMPP_BOUND");
  assert.ok((await gateway.send(message("10"))).ok);
  assert.equal((await server.pdus("submit_sm", 2)).length, 2);
});

test("a line on which nobody answers enquire_link is given up", {
  skip: missingTool(foreignSmpp, FOREIGN_SMPP_MISSING, { CI }),
}, async (t) => {
  const { server, gateway, events } = await scene(t, { enquireMs: 50, answerMs: 200 });
  assert.ok((await gateway.send(message("10"))).ok);
  await server.until(() => server.count("enquire_link") >= 2);
  assert.deepEqual(events, [{ code: "SMPP_BOUND" }]);
  await server.tell("mute");
  await server.until(() => events.some(({ code }) => code === "SMPP_LOST"));
});

test("a wrong password is told to the operator, with the status of the SMSC", {
  skip: missingTool(foreignSmpp, FOREIGN_SMPP_MISSING, { CI }),
}, async (t) => {
  const { gateway, events } = await scene(t, { password: "wrong" });
  const sent = await gateway.send(message("10"));
  assert.ok(!sent.ok && sent.error.code === "SMS_UNREACHABLE");
  assert.deepEqual(events[0], { code: "SMPP_NOT_BOUND", status: 0x0d });
});

test("an aborted message does not go out when the line comes up", {
  skip: missingTool(foreignSmpp, FOREIGN_SMPP_MISSING, { CI }),
}, async (t) => {
  const { server, gateway } = await scene(t);
  const sent = await gateway.send(message("10"), AbortSignal.abort());
  assert.ok(!sent.ok && sent.error.code === "SMS_UNREACHABLE");
  assert.ok((await gateway.send(message("11"))).ok);
  assert.deepEqual(
    (await server.pdus("submit_sm", 1)).map((pdu) => pdu.destination_addr),
    ["79001230011"],
  );
});

test("L33: over TLS, and never with a certificate that was not to be trusted", {
  skip: missingTool(foreignSmpp, FOREIGN_SMPP_MISSING, { CI }),
}, async (t) => {
  const server = await SmppServer.start(t);
  const certificate = await testCertificate("127.0.0.1");
  const port = await overTls(t, server.port, certificate);
  const trusting = gatewayTo(t, port, { tls: { ca: certificate.cert } });
  assert.ok((await trusting.gateway.send(message("10"))).ok);
  const wary = gatewayTo(t, port, { tls: {} });
  const sent = await wary.gateway.send(message("10"));
  assert.ok(!sent.ok && sent.error.code === "SMS_UNREACHABLE");
  assert.equal((await server.pdus("bind_transceiver", 1)).length, 1);
});

test("a host that does not answer is unreachable, nothing crashes", async (t) => {
  const { gateway, events } = gatewayTo(t, 1);
  const sent = await gateway.send(message("10"));
  assert.ok(!sent.ok && sent.error.code === "SMS_UNREACHABLE");
  assert.deepEqual(events[0], { code: "SMPP_NOT_BOUND", status: undefined });
});
