export * from "./refusals.ts";
export * from "./routes.ts";
export * from "./schemas.ts";
