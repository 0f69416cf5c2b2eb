import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";
import type { Certificate } from "../../testing/certificate.ts";

export type SeenPost = {
  readonly method: string | undefined;
  readonly authorization: string | undefined;
  readonly body: { readonly to?: unknown; readonly text?: unknown };
};

/** The far side of an HTTP gateway: what it does with a message is said by the last digits of `to`, as in smpp-server.pl. */
export class HttpServer {
  readonly seen: SeenPost[] = [];
  url = "";
  /** Called with the id of each message that was accepted. */
  onAccepted: (id: string) => void = () => undefined;
  #nextId = 1000;

  static async start(t: Pick<TestContext, "after">, certificate?: Certificate): Promise<HttpServer> {
    const far = new HttpServer();
    const serve = (request: IncomingMessage, response: ServerResponse) => void far.#serve(request, response);
    const server = certificate === undefined ? createServer(serve) : createSecureServer(certificate, serve);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    far.url = `http${certificate === undefined ? "" : "s"}://127.0.0.1:${(server.address() as AddressInfo).port}/messages`;
    t.after(() => {
      server.closeAllConnections();
      server.close();
    });
    return far;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    this.seen.push({ method: request.method, authorization: request.headers.authorization, body });
    const answer = (status: number, text: string) =>
      response
        .writeHead(status, { "content-type": "application/json", location: "http://127.0.0.1:1/" })
        .end(text);
    const end = String(body.to).slice(-2);
    const statuses: Readonly<Record<string, number>> = {
      "01": 422,
      "02": 429,
      "20": 401,
      "21": 500,
      "22": 307,
    };
    const status = statuses[end];
    if (status !== undefined) return void answer(status, "{}");
    if (end === "03") return;
    if (end === "05") return void request.socket.destroy();
    if (end === "23") return void answer(200, "<html>");
    if (end === "24") return void answer(200, '{"id":""}');
    if (end === "25") return void answer(200, JSON.stringify({ id: "x".repeat(70_000) }));
    const id = `http-${this.#nextId++}`;
    answer(202, JSON.stringify({ id }));
    setImmediate(() => this.onAccepted(id));
  }
}
