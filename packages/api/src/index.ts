export * from "./ballot-host.ts";
export * from "./credential-codecs.ts";
export * from "./json.ts";
export * from "./messages.ts";
export * from "./outcomes.ts";
export * from "./refusals.ts";
export * from "./routes.ts";
export * from "./transaction-codec.ts";
