export * from "./document.ts";
export * from "./issuer.ts";
export * from "./node.ts";
export * from "./page.ts";
export * from "./shapes.ts";
