/** A small election played in memory by all its parties, for tests, vectors and simulations. */
export * from "./chain.ts";
export * from "./flows.ts";
export { kernel } from "./kernel.ts";
export { seededRandom } from "./random.ts";
export { poolKey, RSA_POOL_SIZE } from "./rsa-pool.ts";
export { type BaseName, Bases, SCENARIOS, type Scenario, type Stage } from "./scenarios/index.ts";
export * from "./sketch.ts";
export * from "./test-election.ts";
export * from "./test-ledger.ts";
export * from "./trustees.ts";
export * from "./voters.ts";
