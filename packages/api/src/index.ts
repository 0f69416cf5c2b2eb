export * from "./messages.ts";
export * from "./outcomes.ts";
export * from "./routes.ts";
