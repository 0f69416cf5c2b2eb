// Searches two Ed25519 keys whose note key IDs under one origin are equal: run once, by hand, for some seconds.
// A birthday search of four bytes takes about 2^16 keys.
import { createHash, createPrivateKey, createPublicKey } from "node:crypto";
import { writeFileSync } from "node:fs";

const ORIGIN = "veche.example/test";
const LOG_SIGNATURE = 0x01;
const PKCS8_HEAD = Buffer.from("302e020100300506032b657004220420", "hex");

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();

function publicKeyOf(seed) {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: "der", type: "pkcs8" });
  return createPublicKey(key).export({ format: "der", type: "spki" }).subarray(-32);
}

/** SHA-256(name ‖ 0x0A ‖ type ‖ key)[0..4] */
const keyIdOf = (key) => sha256(`${ORIGIN}\n`, Buffer.of(LOG_SIGNATURE), key).subarray(0, 4).toString("hex");

const seen = new Map();
for (let count = 0; ; count++) {
  const seed = sha256("veche test log key ", String(count));
  const key = publicKeyOf(seed);
  const id = keyIdOf(key);
  const other = seen.get(id);
  if (other === undefined) {
    seen.set(id, { seed, key });
    continue;
  }
  const hex = (pair) => ({ seed: pair.seed.toString("hex"), key: pair.key.toString("hex") });
  const path = new URL("../src/testing/data/colliding-log-keys.json", import.meta.url);
  const about = "Two Ed25519 keys with one key ID under this origin; the seeds are public: never use one";
  const found = { about, origin: ORIGIN, keyId: id, keys: [hex(other), hex({ seed, key })] };
  writeFileSync(path, `${JSON.stringify(found, null, 1)}\n`);
  break;
}
