import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { testCertificate } from "../../../testing/certificate.ts";
import { HttpServer } from "../../testing/http-server.ts";
import type { DeliveryReport } from "../contract.ts";
import { HttpGateway, type HttpGatewaySettings } from "./gateway.ts";

const SETTINGS: HttpGatewaySettings = {
  ...{ name: "http", url: "https://sms.example.org/messages", sender: "Veche", answerMs: 400 },
  ...{ token: "token-of-the-portal", reportToken: "token-of-the-gateway" },
};
const gatewayTo = (t: TestContext, url: string, changes: Partial<HttpGatewaySettings> = {}) => {
  const gateway = new HttpGateway({ ...SETTINGS, url, ...changes }, () => 0);
  t.after(() => gateway.close());
  return gateway;
};
const message = (end: string) => ({
  id: "0123456789abcdef",
  telephone: `+790012300${end}`,
  text: "123456 — код",
  expiresAt: 600_000,
});

test("a message is one POST with the token, and its id is the gateway's", async (t) => {
  const far = await HttpServer.start(t);
  const sent = await gatewayTo(t, far.url).send(message("10"));
  assert.deepEqual(sent, { ok: true, value: { gateway: "http", gatewayId: "http-1000" } });
  const body = {
    id: "0123456789abcdef",
    to: "+79001230010",
    from: "Veche",
    text: "123456 — код",
    ttlSeconds: 600,
  };
  assert.deepEqual(far.seen, [{ method: "POST", authorization: "Bearer token-of-the-portal", body }]);
});

test("each refusal has its code; what is no answer leaves it unsure", async (t) => {
  const far = await HttpServer.start(t);
  const gateway = gatewayTo(t, far.url);
  const expected = {
    "01": ["SMS_NUMBER_REFUSED", true, false],
    "02": ["SMS_BUSY", false, false],
    "03": ["SMS_SILENT", false, true],
    "05": ["SMS_SILENT", false, true],
    "20": ["SMS_REFUSED", false, false],
    "21": ["SMS_REFUSED", false, false],
    // A redirect is not followed: it would carry the token elsewhere.
    "22": ["SMS_REFUSED", false, false],
    "23": ["SMS_SILENT", false, true],
    "24": ["SMS_SILENT", false, true],
    "25": ["SMS_SILENT", false, true],
  };
  for (const [end, failure] of Object.entries(expected)) {
    const sent = await gateway.send(message(end));
    assert.ok(!sent.ok, end);
    assert.deepEqual([sent.error.code, sent.error.isFinal, sent.error.isUnsure], failure, end);
  }
});

test("a report counts with the gateway's token alone", (t) => {
  const gateway = gatewayTo(t, SETTINGS.url);
  const reports: DeliveryReport[] = [];
  const end = gateway.onReport((report) => reports.push(report));
  const body = { id: "http-1", status: "delivered" };
  for (const authorization of [
    undefined,
    "",
    "Bearer ",
    "token-of-the-gateway",
    "Bearer token-of-the-portal",
  ])
    assert.deepEqual(gateway.receiveReport(authorization, body), {
      ok: false,
      error: { code: "NOT_AUTHORISED" },
    });
  const right = "Bearer token-of-the-gateway";
  for (const wrong of [
    undefined,
    null,
    "x",
    {},
    { id: "", status: "delivered" },
    { id: "x", status: "sent" },
  ])
    assert.deepEqual(gateway.receiveReport(right, wrong), { ok: false, error: { code: "MALFORMED" } });
  assert.ok(gateway.receiveReport(right, body).ok);
  end();
  gateway.receiveReport(right, body);
  assert.deepEqual(reports, [{ gateway: "http", gatewayId: "http-1", status: "delivered" }]);
});

test("L33: no plain http except to this machine, and no short token", () => {
  const make = (changes: Partial<HttpGatewaySettings>) => () =>
    new HttpGateway({ ...SETTINGS, ...changes }, () => 0);
  assert.throws(make({ url: "http://sms.example.org/" }));
  assert.throws(make({ url: "ftp://127.0.0.1/" }));
  assert.throws(make({ token: "" }));
  assert.throws(make({ reportToken: "short" }));
  assert.doesNotThrow(make({ url: "http://127.0.0.1:1/" }));
});

test("L33: a certificate that was not to be trusted gets neither token nor message", async (t) => {
  const certificate = await testCertificate("127.0.0.1");
  const far = await HttpServer.start(t, certificate);
  const wary = await gatewayTo(t, far.url).send(message("10"));
  assert.ok(!wary.ok && wary.error.code === "SMS_UNREACHABLE");
  assert.equal(far.seen.length, 0);
  assert.ok((await gatewayTo(t, far.url, { ca: certificate.cert }).send(message("10"))).ok);
});
