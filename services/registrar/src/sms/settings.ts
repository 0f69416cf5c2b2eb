import { err, ok, type RandomBytes, type Result } from "@veche/base";
import type { SmsGateway } from "./gateway/contract.ts";
import { failOver } from "./gateway/fail-over.ts";
import { HTTP_ANSWER_MS, HttpGateway, isGatewayUrl, isTokenLongEnough } from "./gateway/http/gateway.ts";
import { Outbox } from "./gateway/outbox.ts";
import { isSender, type SmppEvent, SmppGateway } from "./gateway/smpp/gateway.ts";
import { SMPP_TIMES, type SmppSettings } from "./gateway/smpp/settings.ts";

/** `setting`: name of the variable, for the operator; never its value. */
export type SmsSettingError = {
  readonly code: "SMS_SETTING_MISSING" | "SMS_SETTING_WRONG";
  readonly setting: string;
};
export type OpenedGateways = {
  readonly gateway: SmsGateway;
  /** Takes the reports that come to the webhook. */
  readonly http?: HttpGateway | undefined;
  /** For the page that shows it; in development alone. */
  readonly outbox?: Outbox | undefined;
};
export type SettingsWorld = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Text of a file; `undefined` if it cannot be read. */
  readonly readFile: (path: string) => string | undefined;
  readonly now: () => number;
  readonly random: RandomBytes;
  readonly onEvent?: ((event: SmppEvent) => void) | undefined;
};

/**
 * Gateways as `VECHE_SMS` names them, in the order in which they are tried (docs/integrations/sms.md). Nothing is assumed: without
 * settings there is no gateway, and the service does not start (L33).
 */
export function openSmsGateways(world: SettingsWorld): Result<OpenedGateways, SmsSettingError> {
  const read = reader(world);
  try {
    const kinds = read.text("VECHE_SMS").split(",");
    if (kinds.length === 1 && kinds[0] === "outbox") {
      const outbox = new Outbox(world.now);
      return ok({ gateway: outbox, outbox });
    }
    if (new Set(kinds).size !== kinds.length || kinds.some((kind) => kind !== "smpp" && kind !== "http"))
      throw new SettingTrouble("SMS_SETTING_WRONG", "VECHE_SMS");
    // All settings are read before the first line is opened.
    const http = kinds.includes("http") ? httpGateway(read, world) : undefined;
    const smpp = kinds.includes("smpp") ? smppSettings(read) : undefined;
    const gateways = kinds.map((kind) =>
      kind === "http" ? (http as HttpGateway) : new SmppGateway({ ...world, settings: smpp as SmppSettings }),
    );
    return ok({ gateway: failOver(gateways, world.now), http });
  } catch (trouble) {
    if (trouble instanceof SettingTrouble) return err({ code: trouble.code, setting: trouble.setting });
    throw trouble;
  }
}

/** Stays in this file: carries the first trouble out of the reading. */
class SettingTrouble extends Error {
  readonly code: SmsSettingError["code"];
  readonly setting: string;

  constructor(code: SmsSettingError["code"], setting: string) {
    super(code);
    this.code = code;
    this.setting = setting;
  }
}

type Reader = {
  readonly text: (name: string, isRight?: (text: string) => boolean) => string;
  readonly maybe: (name: string) => string | undefined;
  readonly oneOf: <T extends string>(name: string, words: readonly [T, ...T[]]) => T;
  /** From the variable, or from the file that `NAME_FILE` names. */
  readonly secret: (name: string, isRight?: (text: string) => boolean) => string;
  readonly file: (name: string) => string | undefined;
};

function reader({ environment, readFile }: SettingsWorld): Reader {
  const maybe = (name: string) => (environment[name] === "" ? undefined : environment[name]);
  const file = (name: string) => {
    const path = maybe(name);
    if (path === undefined) return undefined;
    return readFile(path) ?? raise("SMS_SETTING_WRONG", name);
  };
  const checked = (name: string, value: string | undefined, isRight: (text: string) => boolean) => {
    if (value === undefined) return raise("SMS_SETTING_MISSING", name);
    return isRight(value) ? value : raise("SMS_SETTING_WRONG", name);
  };
  const isAny = () => true;
  return {
    maybe,
    file,
    text: (name, isRight = isAny) => checked(name, maybe(name), isRight),
    secret: (name, isRight = isAny) => checked(name, maybe(name) ?? file(`${name}_FILE`)?.trim(), isRight),
    oneOf: (name, words) => {
      const value = maybe(name) ?? words[0];
      return words.find((word) => word === value) ?? raise("SMS_SETTING_WRONG", name);
    },
  };
}

function raise(code: SmsSettingError["code"], setting: string): never {
  throw new SettingTrouble(code, setting);
}

function smppSettings(read: Reader): SmppSettings {
  const address = new URL(read.text("VECHE_SMS_SMPP_URL", isSmppUrl));
  const ca = read.file("VECHE_SMS_SMPP_CA_FILE");
  return {
    name: "smpp",
    host: address.hostname,
    port: Number(address.port),
    systemId: read.text("VECHE_SMS_SMPP_SYSTEM_ID"),
    password: read.secret("VECHE_SMS_SMPP_PASSWORD"),
    systemType: read.maybe("VECHE_SMS_SMPP_SYSTEM_TYPE"),
    sender: read.text("VECHE_SMS_SENDER", isSender),
    tls: address.protocol === "smpps:" ? { ca } : "none",
    longTexts: read.oneOf("VECHE_SMS_SMPP_LONG_TEXTS", ["parts", "payload"]),
    receiptIds: read.oneOf("VECHE_SMS_SMPP_RECEIPT_IDS", ["same", "decimal-of-hexadecimal"]),
    ...SMPP_TIMES,
  };
}

const httpGateway = (read: Reader, { now }: SettingsWorld): HttpGateway =>
  new HttpGateway(
    {
      name: "http",
      url: read.text("VECHE_SMS_HTTP_URL", isGatewayUrl),
      token: read.secret("VECHE_SMS_HTTP_TOKEN", isTokenLongEnough),
      reportToken: read.secret("VECHE_SMS_HTTP_REPORT_TOKEN", isTokenLongEnough),
      sender: read.text("VECHE_SMS_SENDER", isSender),
      ca: read.file("VECHE_SMS_HTTP_CA_FILE"),
      answerMs: HTTP_ANSWER_MS,
    },
    now,
  );

const isSmppUrl = (text: string): boolean => /^smpps?:\/\/[A-Za-z0-9.-]+:[0-9]{1,5}\/?$/.test(text);
