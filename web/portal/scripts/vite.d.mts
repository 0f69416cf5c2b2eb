import type { InlineConfig } from "vite";

export declare const portal: InlineConfig & { readonly build: { readonly outDir: string } };
