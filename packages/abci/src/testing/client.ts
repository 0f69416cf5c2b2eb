import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { Bytes } from "@veche/base";
import { Request, Response } from "cosmjs-types/tendermint/abci/types";
import type { SocketAddress } from "../address.ts";
import { encodeFrame, FrameReader } from "../framing.ts";

const MAX_BYTES = 1 << 30;

/** The other end of a connection, as CometBFT has it: sends without waiting, and notes what comes back in the order in which it comes. */
export class TestClient {
  readonly socket: Socket;
  readonly answers: Response[] = [];
  /** Resolves when the connection is over. */
  readonly closed: Promise<unknown>;
  readonly #frames = new FrameReader(MAX_BYTES);
  #wake: () => void = () => undefined;

  private constructor(socket: Socket) {
    this.socket = socket;
    this.closed = once(socket, "close");
    socket.on("data", (piece: Bytes) => {
      this.answers.push(...this.#frames.push(piece).bodies.map((body) => Response.decode(body)));
      this.#wake();
    });
    socket.on("error", () => undefined);
    socket.on("close", () => this.#wake());
  }

  static async connect(address: SocketAddress): Promise<TestClient> {
    const socket = address.kind === "unix" ? connect(address.path) : connect(address.port, address.host);
    await once(socket, "connect");
    return new TestClient(socket);
  }

  send(...requests: readonly Request[]): void {
    for (const request of requests) this.socket.write(requestFrame(request));
  }

  /** All answers, as soon as there are `count` of them, or none can come any more. */
  async received(count: number): Promise<readonly Response[]> {
    while (this.answers.length < count && !this.socket.closed) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.answers;
  }
}

export const requestFrame = (request: Request): Bytes => encodeFrame(Request.encode(request).finish());

/** Which method an answer belongs to. */
export const kindOf = (response: Response | undefined): string | undefined =>
  Object.entries(response ?? {}).find(([, value]) => value !== undefined)?.[0];
