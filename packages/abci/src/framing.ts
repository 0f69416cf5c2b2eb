import type { Bytes } from "@veche/base";

/**
 * The frames of the ABCI socket protocol (CometBFT `spec/abci/abci++_client_server.md`): an unsigned varint with the number of
 * bytes, least significant group first, then that many bytes.
 */
export type FrameError =
  /** The length is not a varint in its shortest form. */
  | { readonly code: "FRAME_LENGTH_MALFORMED" }
  /** The sender announces more bytes than are accepted. Nothing of them was kept. */
  | { readonly code: "FRAME_TOO_LARGE"; readonly lengthBytes: number; readonly maxBytes: number }
  /** The stream ended inside a frame. */
  | {
      readonly code: "FRAME_TORN";
      /** At least. */
      readonly missingBytes: number;
    };

export type Pushed = { readonly bodies: readonly Bytes[]; readonly error: FrameError | undefined };

/** 7 · 7 bits: every length that a number holds exactly, and more than any limit. */
const LENGTH_BYTES_MAX = 7;

/** One body as a frame. */
export function encodeFrame(body: Bytes): Bytes {
  const head: number[] = [];
  let rest = body.length;
  while (rest >= 0x80) {
    head.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  head.push(rest);
  const frame = new Uint8Array(head.length + body.length);
  frame.set(head);
  frame.set(body, head.length);
  return frame;
}

/**
 * Cuts a stream, which comes in pieces of any size, into the bodies of its frames. Each body is joined once, when it is whole, so the
 * work is linear in the bytes however they are cut. After an error the stream has no meaning any more.
 */
export class FrameReader {
  readonly #maxBytes: number;
  /** What has come of the frame that is being read, without its length. */
  #pieces: Bytes[] = [];
  #piecesBytes = 0;
  /** Of the body that is being read; nothing while its length is being read. */
  #bodyBytes: number | undefined;
  #length = 0;
  #lengthBytes = 0;
  #error: FrameError | undefined;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** The bodies that this piece completes, in order, and what is wrong behind them. */
  push(piece: Bytes): Pushed {
    const bodies: Bytes[] = [];
    let at = 0;
    while (at < piece.length && this.#error === undefined) {
      if (this.#bodyBytes === undefined) {
        this.#error = this.#readLengthByte(piece[at++] as number);
      } else {
        const take = Math.min(this.#bodyBytes - this.#piecesBytes, piece.length - at);
        this.#pieces.push(piece.subarray(at, at + take));
        this.#piecesBytes += take;
        at += take;
      }
      if (this.#bodyBytes === this.#piecesBytes) bodies.push(this.#takeBody());
    }
    return { bodies, error: this.#error };
  }

  /** To be asked when the stream has ended: nothing if it ended between two frames. */
  end(): FrameError | undefined {
    if (this.#error !== undefined) return this.#error;
    if (this.#bodyBytes !== undefined) {
      return { code: "FRAME_TORN", missingBytes: this.#bodyBytes - this.#piecesBytes };
    }
    return this.#lengthBytes === 0 ? undefined : { code: "FRAME_TORN", missingBytes: 1 };
  }

  #readLengthByte(byte: number): FrameError | undefined {
    this.#length += (byte & 0x7f) * 0x80 ** this.#lengthBytes;
    this.#lengthBytes++;
    if (byte >= 0x80) {
      return this.#lengthBytes === LENGTH_BYTES_MAX ? { code: "FRAME_LENGTH_MALFORMED" } : undefined;
    }
    if (byte === 0 && this.#lengthBytes > 1) return { code: "FRAME_LENGTH_MALFORMED" };
    const [lengthBytes, maxBytes] = [this.#length, this.#maxBytes];
    if (lengthBytes > maxBytes) return { code: "FRAME_TOO_LARGE", lengthBytes, maxBytes };
    this.#bodyBytes = lengthBytes;
    return undefined;
  }

  #takeBody(): Bytes {
    const body = new Uint8Array(this.#piecesBytes);
    let at = 0;
    for (const piece of this.#pieces) {
      body.set(piece, at);
      at += piece.length;
    }
    this.#pieces = [];
    this.#piecesBytes = 0;
    this.#bodyBytes = undefined;
    this.#length = 0;
    this.#lengthBytes = 0;
    return body;
  }
}
