import { hash } from "node:crypto";
import type { Bytes } from "./bytes.ts";

/** OpenSSL answers four to fifteen times as fast as the same in JavaScript. */
const plain = (algorithm: string, bytes: Bytes): Bytes => new Uint8Array(hash(algorithm, bytes, "buffer"));

export const sha256 = (bytes: Bytes): Bytes => plain("sha256", bytes);
export const sha384 = (bytes: Bytes): Bytes => plain("sha384", bytes);
export const sha512 = (bytes: Bytes): Bytes => plain("sha512", bytes);
