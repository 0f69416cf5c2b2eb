import type { Writable } from "node:stream";
import { type Bytes, concat } from "@veche/base";
import { encodeFrame } from "./framing.ts";

/** From here on answers are written although nobody has asked for a flush. */
const WRITE_BYTES = 64 * 1024;

/** Collects answers, and hands them to a stream no faster than its other end reads. */
export class Outbox {
  readonly #stream: Writable;
  #frames: Bytes[] = [];
  #bytes = 0;

  constructor(stream: Writable) {
    this.#stream = stream;
  }

  async add(body: Bytes): Promise<void> {
    const frame = encodeFrame(body);
    this.#frames.push(frame);
    this.#bytes += frame.length;
    if (this.#bytes >= WRITE_BYTES) await this.flush();
  }

  /** Resolves when more may be written, or nothing ever again. */
  async flush(): Promise<void> {
    if (this.#bytes === 0) return;
    const bytes = concat(...this.#frames);
    this.#frames = [];
    this.#bytes = 0;
    if (!this.#stream.writable || this.#stream.write(bytes)) return;
    await drained(this.#stream);
  }
}

function drained(stream: Writable): Promise<void> {
  if (stream.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off("drain", done).off("close", done);
      resolve();
    };
    stream.on("drain", done).on("close", done);
  });
}
