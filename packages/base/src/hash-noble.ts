import { sha256 as nobleSha256, sha384 as nobleSha384, sha512 as nobleSha512 } from "@noble/hashes/sha2.js";
import type { Bytes } from "./bytes.ts";

export const sha256 = (bytes: Bytes): Bytes => nobleSha256(bytes);
export const sha384 = (bytes: Bytes): Bytes => nobleSha384(bytes);
export const sha512 = (bytes: Bytes): Bytes => nobleSha512(bytes);
