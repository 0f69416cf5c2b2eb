export * from "./ballot/index.ts";
export * from "./ceremony/index.ts";
export * from "./credential/index.ts";
export * from "./manifest/index.ts";
export * from "./manifest/shape.ts";
export * from "./tally/index.ts";
export { type LogName, transactionMessage } from "./transaction-message.ts";
