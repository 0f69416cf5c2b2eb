import type { Bytes } from "@veche/base";

/** Bytes as a string of as many characters, to be a name in a map: hexadecimal digits would take ten times as long. */
export const latin1 = (bytes: Bytes): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
