import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { type Bytes, concat, utf8 } from "@veche/base";

export type RawAnswer = {
  readonly status: number;
  /** Seconds of `Retry-After`, if any. */
  readonly retryAfter: number | undefined;
  /** The same of the body. */
  readonly retryAfterSeconds: number | undefined;
  readonly outcome: string;
  readonly index: number | undefined;
};

/** One keep-alive connection that posts one transaction at a time: no client library stands between test and node. */
export class RawClient {
  readonly #socket: Socket;
  readonly #head: string;
  #received = "";

  private constructor(socket: Socket, path: string) {
    this.#socket = socket;
    this.#head = `POST ${path} HTTP/1.1\r\nHost: node\r\nContent-Type: application/cbor\r\nContent-Length: `;
  }

  static async open(port: number, path: string): Promise<RawClient> {
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => undefined);
    await once(socket, "connect");
    return new RawClient(socket, path);
  }

  async post(body: Bytes): Promise<RawAnswer> {
    this.#socket.write(concat(utf8(`${this.#head}${body.length}\r\n\r\n`), body));
    for (;;) {
      const answer = this.#take();
      if (answer !== undefined) return answer;
      const [chunk] = (await once(this.#socket, "data")) as [Buffer];
      this.#received += chunk.toString("latin1");
    }
  }

  /** Announces a body, sends the beginning of it, and says nothing more. */
  begin(length: number, beginning: Bytes): void {
    this.#socket.write(concat(utf8(`${this.#head}${length}\r\n\r\n`), beginning));
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(): RawAnswer | undefined {
    const end = this.#received.indexOf("\r\n\r\n");
    if (end < 0) return undefined;
    const head = this.#received.slice(0, end);
    const number = (pattern: RegExp): number | undefined => {
      const found = pattern.exec(head)?.[1];
      return found === undefined ? undefined : Number(found);
    };
    const length = number(/^content-length: (\d+)/im) ?? 0;
    if (this.#received.length < end + 4 + length) return undefined;
    const told = JSON.parse(this.#received.slice(end + 4, end + 4 + length)) as RawAnswer;
    this.#received = this.#received.slice(end + 4 + length);
    const status = number(/^HTTP\/1\.1 (\d+)/) ?? 0;
    const { outcome, index, retryAfterSeconds } = told;
    return { status, retryAfter: number(/^retry-after: (\d+)/im), retryAfterSeconds, outcome, index };
  }
}
