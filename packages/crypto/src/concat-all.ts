import type { Bytes } from "@veche/base";

/** `concat` of however many pieces: a call takes some tens of thousands of arguments at most. */
export function concatAll(pieces: readonly Bytes[]): Bytes {
  const out = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}
