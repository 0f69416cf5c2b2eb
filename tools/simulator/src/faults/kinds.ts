/** What can happen to validators of a chain under test. `partition-over` alone goes beyond what the engine promises to bear. */
export const FAULT_KINDS = [
  "kill",
  "pause",
  "restart",
  "partition",
  "partition-over",
  "one-way",
  "slow-application",
  "truncated-wal",
  "wipe",
  "twin",
  "invalid-proposals",
  "locale",
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/** What a fault needs to be told beside whom it meets and when. */
export type FaultDetail =
  | { readonly kind: "kill" | "pause" | "restart" | "partition" | "partition-over" | "wipe" | "twin" }
  /** `mute`: nothing of it reaches the others; `deaf`: nothing of theirs reaches it. */
  | { readonly kind: "one-way"; readonly way: "mute" | "deaf" }
  | { readonly kind: "slow-application"; readonly delayMs: number }
  /** So many bytes are missing at the end of the write-ahead log when the killed engine starts again. */
  | { readonly kind: "truncated-wal"; readonly bytes: number }
  | { readonly kind: "invalid-proposals" }
  | { readonly kind: "locale"; readonly language: string; readonly timeZone: string };

/** Times in ms after the start of the schedule; after `until` nothing of the fault is left. */
export type Fault = FaultDetail & {
  /** Validators from 0, ascending. */
  readonly targets: readonly number[];
  readonly from: number;
  readonly until: number;
};

export type Schedule = {
  readonly seed: string;
  readonly validators: number;
  readonly durationMs: number;
  /** By time of beginning. */
  readonly faults: readonly Fault[];
};

/** f: so many of n may be faulty, and the others still go on and agree. */
export const faultyMax = (validators: number): number => Math.floor((validators - 1) / 3);

/** Kinds whose validator lies in what its application answers; its engine speaks to a relay from the start. */
export const NEEDS_RELAY: ReadonlySet<FaultKind> = new Set(["slow-application", "invalid-proposals"]);

/** While the chain is held up on purpose nothing may be promised to anyone. */
export const stopsTheChain = ({ kind }: Fault): boolean => kind === "partition-over";

/** One line for people, in the run's own time. */
export function describeFault(fault: Fault): string {
  const seconds = `${Math.round(fault.from / 1000)}–${Math.round(fault.until / 1000)} s`;
  return `${seconds}  ${fault.kind}${more(fault)} of ${fault.targets.map((at) => `v${at}`).join(", ")}`;
}

function more(fault: Fault): string {
  switch (fault.kind) {
    case "one-way":
      return ` (${fault.way})`;
    case "slow-application":
      return ` (${fault.delayMs} ms)`;
    case "truncated-wal":
      return ` (${fault.bytes} bytes)`;
    case "locale":
      return ` (${fault.language}, ${fault.timeZone})`;
    default:
      return "";
  }
}
