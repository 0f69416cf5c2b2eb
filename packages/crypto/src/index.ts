export * from "./blind-rsa/index.ts";
export * from "./transcript.ts";
