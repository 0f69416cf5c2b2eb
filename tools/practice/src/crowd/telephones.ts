import { createServer } from "node:http";
import { toHex } from "@veche/base";
import type { PracticeSms } from "../process/registrar-process.ts";

/** Where a crowd's messages arrive: a gateway as docs/integrations/sms.md describes it, which outlives the services that it serves. */
export type Telephones = {
  readonly sms: PracticeSms;
  /** How many messages have come, and the newest code for this number. */
  readonly received: () => number;
  readonly codeFor: (telephone: string) => string | undefined;
  readonly close: () => Promise<void>;
};

const BODY_MAX = 4_096;

export async function openTelephones(randomBytes: (length: number) => Uint8Array): Promise<Telephones> {
  const newest = new Map<string, string>();
  const seen = new Set<string>();
  const token = toHex(randomBytes(16));
  const server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (more: string) => {
      text += more;
      if (text.length > BODY_MAX) request.destroy();
    });
    request.on("end", () => {
      if (request.headers.authorization !== `Bearer ${token}`) {
        response.writeHead(401).end();
        return;
      }
      const message = JSON.parse(text) as { readonly id: string; readonly to: string; readonly text: string };
      const code = /\b[0-9]{6}\b/.exec(message.text)?.[0];
      // ⚔ The same message again is the same message: an older one must not take the newer one's place.
      if (code !== undefined && !seen.has(message.id)) newest.set(message.to, code);
      seen.add(message.id);
      response.writeHead(200, { "content-type": "application/json" }).end(`{"id":"${message.id}"}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    sms: {
      settings: {
        VECHE_SMS: "http",
        VECHE_SMS_SENDER: "Veche",
        VECHE_SMS_HTTP_URL: `http://127.0.0.1:${port}/send`,
      },
      secrets: { VECHE_SMS_HTTP_TOKEN: token, VECHE_SMS_HTTP_REPORT_TOKEN: toHex(randomBytes(16)) },
    },
    received: () => seen.size,
    codeFor: (telephone) => newest.get(telephone),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
