import type { NodeCpu } from "../intake/intake-node.ts";
import type { BenchRecord } from "../record/records.ts";

/** What processes of the bench tell one another. */
export type ToJob = { readonly name: string; readonly input: unknown };

export type FromJob =
  | { readonly kind: "progress"; readonly done: number; readonly total: number }
  | { readonly kind: "result"; readonly result: unknown };

export type ToNode =
  | { readonly kind: "open"; readonly record: BenchRecord; readonly home: string }
  | { readonly kind: "cpu" }
  | { readonly kind: "close" };

export type FromNode =
  | { readonly kind: "progress"; readonly done: number; readonly total: number }
  | { readonly kind: "ready"; readonly port: number }
  | { readonly kind: "cpu"; readonly cpu: NodeCpu }
  | { readonly kind: "closed" };
