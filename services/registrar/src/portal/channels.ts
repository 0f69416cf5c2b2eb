import { readFileSync } from "node:fs";
import { type Clock, err, ok, type RandomBytes, type Result } from "@veche/base";
import { type Configured, type StartError, startError } from "../config.ts";
import { memoryOutbox, type NoticeChannel, smtpChannel } from "../notices/index.ts";
import type { SmsGateway } from "../sms/gateway/contract.ts";
import type { HttpGateway } from "../sms/gateway/http/gateway.ts";
import type { SmppEvent } from "../sms/gateway/smpp/gateway.ts";
import { openSmsGateways } from "../sms/settings.ts";
import type { PracticeOutbox } from "./parts.ts";
import { outboxOf } from "./practice-outbox.ts";

export type Channels = {
  readonly gateway: SmsGateway;
  /** Takes the gateway's reports. */
  readonly reports: HttpGateway | undefined;
  readonly mail: NoticeChannel;
  /** Practice only. */
  readonly outbox: PracticeOutbox | undefined;
  readonly close: () => Promise<void>;
};

type World = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: Clock;
  readonly randomBytes: RandomBytes;
  readonly onLine: (event: SmppEvent) => void;
};

/** The ways to reach voters that the configuration names, their secrets read. */
export async function openChannels(from: Configured, world: World): Promise<Result<Channels, StartError>> {
  const mail = await openMail(from);
  if (!mail.ok) return mail;
  const sms = openSmsGateways({
    environment: { ...world.env, ...from.config.sms },
    readFile: (path) => textOf(from.path(path)),
    now: world.now,
    random: world.randomBytes,
    onEvent: world.onLine,
  });
  if (!sms.ok) {
    mail.value.close();
    return err(smsError(sms.error));
  }
  const { gateway, http, outbox } = sms.value;
  return ok({
    gateway,
    reports: http,
    mail: mail.value.channel,
    outbox: outboxOf(outbox, mail.value.outbox),
    close: async () => {
      mail.value.close();
      await gateway.close();
    },
  });
}

const smsError = ({ code, setting }: { readonly code: string; readonly setting: string }): StartError =>
  startError(
    code,
    `The setting ${setting} is missing or wrong (docs/integrations/sms.md). The service does not start without it.`,
    `Настройка ${setting} не задана или неверна (docs/integrations/sms.md). Без неё служба не запускается.`,
  );

type Mail = {
  readonly channel: NoticeChannel;
  readonly outbox: ReturnType<typeof memoryOutbox> | undefined;
  readonly close: () => void;
};

async function openMail({ config, secret, path }: Configured): Promise<Result<Mail, StartError>> {
  const { mail } = config;
  if (mail.kind === "outbox") {
    const outbox = memoryOutbox();
    return ok({ channel: outbox, outbox, close: () => {} });
  }
  const { host, port, secure, from, user } = mail;
  const password = mail.password && (await secret("mail.password", mail.password));
  if (password !== undefined && !password.ok) return password;
  const auth = user === undefined || password === undefined ? {} : { auth: { user, pass: password.value } };
  const ca = mail.ca === undefined ? undefined : textOf(path(mail.ca));
  if (mail.ca !== undefined && ca === undefined)
    return err(
      startError(
        "CERTIFICATE_MISSING",
        `The certificate mail.ca (${mail.ca}) cannot be read. The service does not start without it.`,
        `Не удаётся прочитать сертификат mail.ca (${mail.ca}). Без него служба не запускается.`,
      ),
    );
  const channel = smtpChannel({ host, port, secure, from, ...auth, ...(ca === undefined ? {} : { ca }) });
  return ok({ channel, outbox: undefined, close: channel.close });
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
