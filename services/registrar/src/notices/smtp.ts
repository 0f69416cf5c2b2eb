import { err, ok, type Result } from "@veche/base";
import { createTransport } from "nodemailer";
import { type DeliveryError, isEmail, type NoticeChannel } from "./channel.ts";

export type SmtpSettings = {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (465); otherwise STARTTLS is demanded (587). There is no way without TLS. */
  readonly secure: boolean;
  /** Who writes: an e-mail address. */
  readonly from: string;
  readonly auth?: { readonly user: string; readonly pass: string };
  /** Certificate (PEM) of an authority of one's own, besides none of the public ones. */
  readonly ca?: string;
};

const TIMEOUT_MS = 20_000;
const CONNECTIONS = 2;

/** E-mail over SMTP. L33: the server's certificate is always verified, and a letter never leaves without TLS. */
export function smtpChannel(settings: SmtpSettings): NoticeChannel & { readonly close: () => void } {
  const { host, port, secure, from, auth, ca } = settings;
  const domain = from.slice(from.lastIndexOf("@") + 1);
  const transport = createTransport({
    host,
    port,
    secure,
    requireTLS: true,
    tls: { minVersion: "TLSv1.2", rejectUnauthorized: true, ...(ca === undefined ? {} : { ca }) },
    ...(auth === undefined ? {} : { auth }),
    pool: true,
    maxConnections: CONNECTIONS,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    carries: isEmail,
    send: async (address, { subject, text }, id) => {
      try {
        await transport.sendMail({
          from,
          to: { name: "", address },
          subject,
          text,
          // RFC 5322, 3.6.4: a letter that is sent again after a failure has the same name.
          messageId: `<${id}@${domain}>`,
          textEncoding: "base64",
          // RFC 3834: nobody's absence note answers.
          headers: { "Auto-Submitted": "auto-generated" },
        });
        return ok(undefined);
      } catch (error) {
        return whyNot(error);
      }
    },
    close: () => transport.close(),
  };
}

/** RFC 5321, 4.2.1: 4yz may work later, 5yz never will. What is not about this recipient or this letter is the channel's fault. */
function whyNot(error: unknown): Result<undefined, DeliveryError> {
  const { code, command, responseCode } = error as {
    readonly code?: string;
    readonly command?: string;
    readonly responseCode?: number;
  };
  const isRecipient = command === "RCPT TO" || (command === "API" && code === "EENVELOPE");
  if (isRecipient) return err({ code: (responseCode ?? 500) >= 500 ? "REFUSED" : "LATER" });
  return err({ code: command === "DATA" && responseCode !== undefined ? "LATER" : "UNREACHABLE" });
}
