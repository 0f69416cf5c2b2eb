import { assert, type Bytes, fromHex } from "@veche/base";
import found from "./data/colliding-log-keys.json" with { type: "json" };

const [one, other] = found.keys.map(({ key }) => fromHex(key));
assert(one !== undefined && other !== undefined, "two keys were found");

/** Two Ed25519 public keys with one note key ID (§07.3.1) under the origin of the test elections. */
export const COLLIDING_LOG_KEYS: readonly [Bytes, Bytes] = [one, other];
