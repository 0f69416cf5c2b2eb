export * from "./apportion.ts";
export * from "./scenarios/index.ts";
export * from "./seeded-random.ts";
