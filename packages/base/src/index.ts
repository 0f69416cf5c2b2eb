export * from "./base64.ts";
export * from "./bytes.ts";
export * from "./cbor.ts";
export * from "./crockford.ts";
export * from "./effects.ts";
export * from "./hash.ts";
export * from "./result.ts";
