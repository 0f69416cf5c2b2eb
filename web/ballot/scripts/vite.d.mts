import type { InlineConfig } from "vite";

export declare const ballotPage: InlineConfig;
