import type { Bytes } from "@veche/base";
import type { FaultKind } from "./engine/target.ts";

/**
 * Faults that were found and are not mended yet, in code that others were changing. Inputs that show one count as refused, so that
 * what is new is not hidden behind them. What is mended must be taken off: a test runs the input of each.
 */
export type KnownFault = {
  readonly targets: readonly string[];
  readonly kind: FaultKind;
  /** Whether the fault can lie in this input at all. */
  readonly isIn: (input: Bytes) => boolean;
  /** A target and an input that show it, the input in base64. */
  readonly shown: readonly [target: string, input: string];
  readonly why: string;
};

export const KNOWN_FAULTS: readonly KnownFault[] = [];

export const knownFault = (target: string, kind: FaultKind, input: Bytes): KnownFault | undefined =>
  KNOWN_FAULTS.find((known) => known.targets.includes(target) && known.kind === kind && known.isIn(input));
