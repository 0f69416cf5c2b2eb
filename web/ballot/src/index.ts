export * from "./voting/contract.ts";
