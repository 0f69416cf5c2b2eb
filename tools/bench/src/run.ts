import type { Figure } from "./figure.ts";
import type { Machine } from "./machine.ts";
import type { Area, Plan } from "./plan.ts";

/** One run of the bench: what was measured, where and when. */
export type Run = {
  readonly format: 1;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** `null` outside of a checkout; with `+` if files were changed. */
  readonly commit: string | null;
  readonly mode: Plan["mode"];
  readonly areas: readonly Area[];
  readonly machine: Machine;
  /** Load average over a minute, before the run and after it. */
  readonly load: { readonly before: number; readonly after: number };
  readonly figures: readonly Figure[];
};
