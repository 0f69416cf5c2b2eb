import { type Bytes, fromUtf8 } from "@veche/base";
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

const matches =
  (pattern: RegExp) =>
  (input: Bytes): boolean =>
    pattern.test(fromUtf8(input) ?? "");

export const KNOWN_FAULTS: readonly KnownFault[] = [
  {
    targets: ["note", "checkpoint", "receipt"],
    kind: "disagree",
    isIn: matches(/[\u0085\ufeff]/),
    shown: ["note", "eAoK4oCUIGHChWIgQUFBQUFBQT0K"],
    why: "names in signature lines: the verifier takes U+0085 and refuses U+FEFF, tlog the other way round (C2SP signed-note)",
  },
  {
    targets: ["checkpoint", "receipt"],
    kind: "disagree",
    isIn: matches(/\n0\n/),
    shown: [
      "checkpoint",
      "YQowCkFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE9CgrigJQgYSBBQUFBQUFBPQo=",
    ],
    why: "the verifier takes a checkpoint of size 0 with any root (§07.3.1)",
  },
  {
    targets: ["receipt"],
    kind: "disagree",
    isIn: matches(/\nextra (\n|\S{87381,})/),
    shown: [
      "receipt",
      "YzJzcC5vcmcvdGxvZy1wcm9vZkB2MQpleHRyYSAKaW5kZXggMAoKYQoxCkFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE9CgrigJQgYSBBQUFBQUFBPQo=",
    ],
    why: "the verifier takes a receipt whose entry is empty, or of more than 65,535 bytes (C2SP tlog-proof)",
  },
];

export const knownFault = (target: string, kind: FaultKind, input: Bytes): KnownFault | undefined =>
  KNOWN_FAULTS.find((known) => known.targets.includes(target) && known.kind === kind && known.isIn(input));
