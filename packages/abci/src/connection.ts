import type { Socket } from "node:net";
import { type Bytes, ok, type Result } from "@veche/base";
import {
  type AbciRequest,
  decodeRequest,
  encodeEcho,
  encodeException,
  encodeFlush,
  type RequestError,
} from "./codec.ts";
import { type FrameError, FrameReader } from "./framing.ts";
import type { ApplicationGate, GateError } from "./gate.ts";
import { Inbox, type LookAhead } from "./inbox.ts";
import { Outbox } from "./outbox.ts";

export type ConnectionLimits = {
  /** Of one request, bytes. */
  readonly requestBytes: number;
  readonly lookAhead: LookAhead;
};

/** Why a connection is over. */
export type ConnectionEnd =
  /** The other end closed it between two requests. */
  | { readonly code: "ENDED" }
  | { readonly code: "BROKEN"; readonly error: unknown }
  /** Closed by this side, or by both. */
  | { readonly code: "CLOSED" }
  | FrameError
  | RequestError
  | GateError;

/** How long the other end may take to read what was said last, ms. */
const FAREWELL_MS = 1_000;

/** Said to the other end, which writes it into its log and stops. What the application threw stays in our own log. */
const SENTENCES: { readonly [C in ConnectionEnd["code"]]?: string } = {
  APPLICATION_FAILED: "The application has failed and takes no more requests; its own log says why.",
  FRAME_LENGTH_MALFORMED: "The length of a request is not a varint in its shortest form.",
  FRAME_TOO_LARGE: "A request is larger than this application accepts.",
  REQUEST_MALFORMED: "A request is not a message of ABCI 2.0.",
  REQUEST_UNKNOWN: "A request is of a method that this application does not have.",
};

/**
 * Answers the requests of one connection, strictly in order, until it is over. It reads a little ahead, so that the application can
 * foresee; then it reads no faster than it can answer, and it answers no faster than the other end reads.
 */
export class Connection {
  readonly #socket: Socket;
  readonly #gate: ApplicationGate;
  readonly #frames: FrameReader;
  readonly #inbox: Inbox<ConnectionEnd>;
  readonly #outbox: Outbox;

  constructor(socket: Socket, gate: ApplicationGate, limits: ConnectionLimits) {
    this.#socket = socket;
    this.#gate = gate;
    this.#frames = new FrameReader(limits.requestBytes);
    this.#inbox = new Inbox(limits.lookAhead);
    this.#outbox = new Outbox(socket);
    socket.on("data", (piece: Uint8Array) => this.#read(piece));
    socket.on("end", () => this.#inbox.end(this.#frames.end() ?? { code: "ENDED" }));
    socket.on("error", (error) => this.#inbox.abandon({ code: "BROKEN", error }));
    socket.on("close", () => this.#inbox.abandon({ code: "CLOSED" }));
  }

  /** Resolves when the connection is over and nothing of it is in the application. */
  async run(): Promise<ConnectionEnd> {
    for (;;) {
      const next = await this.#inbox.take();
      if ("end" in next) return this.#finish(next.end);
      const answer = await this.#answer(next);
      if (!answer.ok) return this.#finish(answer.error);
      await this.#outbox.add(answer.value);
      if (next.method === "flush" || this.#inbox.isEmpty) await this.#outbox.flush();
      if (!this.#inbox.isFull && !this.#inbox.isEnded) this.#socket.resume();
    }
  }

  #read(piece: Bytes): void {
    if (this.#inbox.isEnded) return;
    const { bodies, error } = this.#frames.push(piece);
    const wrong = this.#take(bodies) ?? error;
    if (wrong !== undefined) this.#inbox.end(wrong);
    if (this.#inbox.isFull) this.#socket.pause();
  }

  #take(bodies: readonly Bytes[]): RequestError | undefined {
    for (const body of bodies) {
      const decoded = decodeRequest(body);
      if (!decoded.ok) return decoded.error;
      const request = decoded.value;
      this.#inbox.add({ request, bytes: body.length });
      if (request.method !== "echo" && request.method !== "flush") this.#gate.foresee(request);
    }
    return undefined;
  }

  async #answer(request: AbciRequest): Promise<Result<Bytes, GateError>> {
    if (request.method === "echo") return ok(encodeEcho(request.message));
    if (request.method === "flush") return ok(encodeFlush());
    return this.#gate.call(request);
  }

  async #finish(end: ConnectionEnd): Promise<ConnectionEnd> {
    const socket = this.#socket;
    if (socket.destroyed) return end;
    const late = setTimeout(() => socket.destroy(), FAREWELL_MS);
    const closed = new Promise<void>((resolve) => {
      socket.once("close", () => {
        clearTimeout(late);
        resolve();
      });
    });
    const sentence = SENTENCES[end.code];
    if (sentence !== undefined) await this.#outbox.add(encodeException(sentence));
    await this.#outbox.flush();
    // What is still coming is thrown away, so that the other end gets to read our last words.
    socket.end();
    socket.resume();
    await closed;
    return end;
  }
}
