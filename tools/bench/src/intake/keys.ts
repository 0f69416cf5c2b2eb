import type { Bytes } from "@veche/base";
import { seededRandom } from "@veche/simulator";

/** Ed25519 secrets of a simulated election's parties: they follow from its seed, as the simulator makes them. */
const secretOf = (seed: string, role: string): Bytes => seededRandom(seed, `${role} 1`)(32);

export const nodeKeysOf = (seed: string) => ({
  log: secretOf(seed, "log"),
  validator: secretOf(seed, "validator"),
});

export const witnessSecretOf = (seed: string): Bytes => secretOf(seed, "witness");
