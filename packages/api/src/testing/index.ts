export * from "./conformance.ts";
export * from "./open-api-faults.ts";
