import assert from "node:assert/strict";
import { test } from "node:test";
import { expectOk } from "@veche/base";
import { openSmsGateways, type SettingsWorld } from "./settings.ts";

const SMPP = {
  VECHE_SMS_SMPP_URL: "smpps://127.0.0.1:1",
  VECHE_SMS_SMPP_SYSTEM_ID: "veche",
  VECHE_SMS_SMPP_PASSWORD_FILE: "/run/secrets/smpp",
  VECHE_SMS_SENDER: "Veche",
};
const HTTP = {
  VECHE_SMS_HTTP_URL: "https://sms.example.org/messages",
  VECHE_SMS_HTTP_TOKEN: "token-of-the-portal",
  VECHE_SMS_HTTP_REPORT_TOKEN: "token-of-the-gateway",
  VECHE_SMS_SENDER: "Veche",
};
const open = (environment: SettingsWorld["environment"]) =>
  openSmsGateways({
    environment,
    readFile: (path) => (path === "/run/secrets/smpp" ? "secret\n" : undefined),
    now: () => 0,
    random: (length) => new Uint8Array(length),
  });
const trouble = (environment: SettingsWorld["environment"]) => {
  const opened = open(environment);
  return opened.ok ? "opened" : `${opened.error.code} ${opened.error.setting}`;
};

test("gateways are opened in the order in which they are named", async (t) => {
  const both = expectOk(open({ VECHE_SMS: "smpp,http", ...SMPP, ...HTTP }), "both");
  t.after(() => both.gateway.close());
  assert.equal(both.gateway.name, "smpp+http");
  assert.ok(both.http !== undefined && both.outbox === undefined);
  const one = expectOk(open({ VECHE_SMS: "http", ...HTTP }), "one");
  assert.equal(one.gateway.name, "http");
});

test("the outbox is opened only by its name", () => {
  assert.ok(expectOk(open({ VECHE_SMS: "outbox" }), "outbox").outbox !== undefined);
  assert.equal(trouble({ VECHE_SMS: "outbox,smpp", ...SMPP }), "SMS_SETTING_WRONG VECHE_SMS");
});

test("L33: nothing is assumed: what is missing is named", () => {
  assert.equal(trouble({}), "SMS_SETTING_MISSING VECHE_SMS");
  for (const kind of [SMPP, HTTP]) {
    for (const name of Object.keys(kind)) {
      const VECHE_SMS = kind === SMPP ? "smpp" : "http";
      const said = trouble({ VECHE_SMS, ...kind, [name]: "" });
      assert.equal(said, `SMS_SETTING_MISSING ${name.replace("_FILE", "")}`);
    }
  }
});

test("L33: what is wrong is named, and its value is not said", () => {
  const wrong: readonly (readonly [string, string, string])[] = [
    ["smpp", "VECHE_SMS", "smpp,smpp"],
    ["smpp", "VECHE_SMS", "smpp,pigeon"],
    ["smpp", "VECHE_SMS_SMPP_URL", "127.0.0.1:2775"],
    ["smpp", "VECHE_SMS_SMPP_URL", "https://127.0.0.1:2775"],
    ["smpp", "VECHE_SMS_SENDER", "a name that is too long"],
    ["smpp", "VECHE_SMS_SMPP_LONG_TEXTS", "both"],
    ["smpp", "VECHE_SMS_SMPP_PASSWORD_FILE", "/nowhere"],
    ["smpp", "VECHE_SMS_SMPP_CA_FILE", "/nowhere"],
    ["http", "VECHE_SMS_HTTP_URL", "http://sms.example.org/"],
    ["http", "VECHE_SMS_HTTP_TOKEN", "short"],
    ["http", "VECHE_SMS_HTTP_REPORT_TOKEN", "short"],
  ];
  for (const [kind, name, value] of wrong)
    assert.equal(trouble({ VECHE_SMS: kind, ...SMPP, ...HTTP, [name]: value }), `SMS_SETTING_WRONG ${name}`);
});
