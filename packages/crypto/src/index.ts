export * from "./transcript.ts";
