import { connect, type Socket } from "node:net";
import { BugError } from "@veche/base";

export type HttpReply = { readonly status: number; readonly body: Uint8Array };

/**
 * A connection that sends one request after the other and reads the answer to each. Written on a bare socket, because the
 * generator's own cost counts: it shares the processors with the node.
 */
export class HttpSender {
  readonly #socket: Socket;
  #answer: Buffer = Buffer.alloc(0);
  #waiting:
    | { readonly resolve: (reply: HttpReply) => void; readonly reject: (error: Error) => void }
    | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on("data", (chunk: Buffer) => this.#take(chunk));
    socket.on("error", (error) => this.#fail(error));
    socket.on("close", () => this.#fail(new BugError("the node closed the connection")));
  }

  static open(port: number): Promise<HttpSender> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, "127.0.0.1");
      socket.once("error", reject);
      socket.once("connect", () => {
        socket.off("error", reject);
        resolve(new HttpSender(socket));
      });
    });
  }

  /** Sends a whole request, made by `requestOf`; resolves to the status of its answer. */
  async send(request: Uint8Array): Promise<number> {
    return (await this.ask(request)).status;
  }

  /** Sends a whole request, made by `requestOf` or `queryOf`. */
  ask(request: Uint8Array): Promise<HttpReply> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#waiting = undefined;
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#answer = this.#answer.length === 0 ? chunk : Buffer.concat([this.#answer, chunk]);
    const end = this.#answer.indexOf("\r\n\r\n");
    if (end < 0) return;
    const head = this.#answer.toString("latin1", 0, end);
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    const status = /^HTTP\/1\.1 (\d{3})/.exec(head)?.[1];
    if (length === undefined || status === undefined) {
      this.#fail(new BugError(`an odd answer: ${head}`));
      return;
    }
    if (this.#answer.length < end + 4 + Number(length)) return;
    const body = this.#answer.subarray(end + 4);
    this.#answer = Buffer.alloc(0);
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve({ status: Number(status), body });
  }

  #fail(error: Error): void {
    this.#waiting?.reject(error);
    this.#waiting = undefined;
  }
}

export function requestOf(path: string, type: string, body: Uint8Array): Uint8Array {
  const head = [`POST ${path} HTTP/1.1`, "host: 127.0.0.1", `content-type: ${type}`];
  const lines = [...head, `content-length: ${body.length}`, "", ""].join("\r\n");
  return Buffer.concat([Buffer.from(lines, "latin1"), body]);
}

export const queryOf = (path: string): Uint8Array =>
  Buffer.from(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n`, "latin1");
