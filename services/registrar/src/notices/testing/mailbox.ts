import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { testCertificate } from "../../testing/certificate.ts";

export type Mail = { readonly to: readonly string[]; readonly text: string };

/** A mail server of another maker, with TLS and a password, that keeps what it gets. */
export async function testMailbox(
  t: Pick<TestContext, "after">,
  options: SMTPServerOptions = {},
): Promise<{ readonly port: number; readonly ca: string; readonly mails: readonly Mail[] }> {
  const { cert, key } = await testCertificate("localhost");
  const mails: Mail[] = [];
  const server = new SMTPServer({
    key,
    cert,
    secure: false,
    closeTimeout: 100,
    onAuth: ({ username, password }, _session, done) =>
      username === "registrar" && password === "secret of the test"
        ? done(null, { user: username })
        : done(new Error("wrong")),
    onData: (stream, { envelope }, done) => {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        mails.push({
          to: envelope.rcptTo.map(({ address }) => address),
          text: Buffer.concat(parts).toString("utf8"),
        });
        done();
      });
    },
    ...options,
  });
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => new Promise<void>((resolve) => server.close(resolve)));
  return { port: (server.server.address() as AddressInfo).port, ca: cert, mails };
}
