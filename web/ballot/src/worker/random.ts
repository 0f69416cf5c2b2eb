/** The most that one call may ask the browser for. */
const CHUNK_BYTES = 65_536;

/** Secret bytes from the browser's generator. */
export function secureRandomBytes(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += CHUNK_BYTES) {
    globalThis.crypto.getRandomValues(bytes.subarray(at, at + CHUNK_BYTES));
  }
  return bytes;
}
