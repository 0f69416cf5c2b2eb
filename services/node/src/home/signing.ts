import { createPrivateKey, sign } from "node:crypto";
import { assert, type Bytes } from "@veche/base";
import { ED25519_KEY_BYTES } from "@veche/group";

export type Sign = (message: Bytes) => Bytes;

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410 §7). */
const PKCS8_HEAD = Buffer.from("302e020100300506032b657004220420", "hex");

/**
 * Signs as `signEd25519` does (RFC 8032 knows one signature only), by OpenSSL: a checkpoint with every block and a promise for
 * every cast that waits would else take a good part of the main thread.
 */
export function ed25519Signer(secretKey: Bytes): Sign {
  assert(secretKey.length === ED25519_KEY_BYTES, "an Ed25519 secret key has 32 bytes");
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, secretKey]), format: "der", type: "pkcs8" });
  return (message) => new Uint8Array(sign(null, message, key));
}
