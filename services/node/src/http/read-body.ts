import type { Readable } from "node:stream";
import type { Bytes } from "@veche/base";

/** Bytes that may be held at one time. */
export class Room {
  #free: number;

  constructor(bytes: number) {
    this.#free = bytes;
  }

  /** False, and nothing taken, if there is not so much left. */
  take(bytes: number): boolean {
    if (bytes > this.#free) return false;
    this.#free -= bytes;
    return true;
  }

  leave(bytes: number): void {
    this.#free += bytes;
  }
}

/** Told once: the whole body, or why there is none, with the status to answer. */
export type BodyDone = (error: Error | null, body?: Bytes) => void;

/** So many pieces are joined into one: a body that comes byte by byte must not cost an object for each. */
const PIECES_MAX = 32;

class BodyError extends Error {
  readonly statusCode: number;

  constructor(statusCode: number) {
    super(`no body: ${statusCode}`);
    this.statusCode = statusCode;
  }
}

/**
 * Reads a body of at most `max` bytes. All bodies that arrive at one time share a room, so that a thousand senders who
 * never come to the end do not fill the memory: who would fill it is told to come again.
 */
export function readBody(payload: Readable, max: number, arriving: Room, done: BodyDone): void {
  let chunks: Buffer[] = [];
  let [length, held] = [0, 0];
  const finish = (error: Error | null, body?: Bytes): void => {
    payload.off("data", onData).off("end", onEnd).off("error", onBroken).off("close", onBroken);
    arriving.leave(held);
    done(error, body);
  };
  const onData = (chunk: Buffer): void => {
    length += chunk.length;
    if (length > max) {
      finish(new BodyError(413));
    } else if (!arriving.take(chunk.length)) {
      finish(new BodyError(503));
    } else {
      held = length;
      chunks.push(chunk);
      if (chunks.length === PIECES_MAX) chunks = [Buffer.concat(chunks)];
    }
  };
  const onEnd = (): void => finish(null, ownBytes(chunks));
  const onBroken = (): void => finish(new BodyError(400));
  payload.on("data", onData).on("end", onEnd).on("error", onBroken).on("close", onBroken);
}

/** In a buffer of their own: a part of a large one would keep all of it in memory as long as a ballot waits. */
function ownBytes(chunks: readonly Buffer[]): Bytes {
  const [first] = chunks;
  if (first !== undefined && chunks.length === 1 && first.buffer.byteLength === first.length) {
    return new Uint8Array(first.buffer);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
