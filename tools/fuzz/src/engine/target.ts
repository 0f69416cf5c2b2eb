import type { Bytes } from "@veche/base";
import { type Mutate, mutateBytes } from "./mutate-bytes.ts";
import { mutateCbor } from "./mutate-cbor.ts";
import { mutateJson, mutateText } from "./mutate-text.ts";

/** How inputs of a target are built, so that changes of them reach behind the first check. */
export const SHAPES = {
  bytes: mutateBytes,
  text: mutateText,
  cbor: mutateCbor,
  json: mutateJson,
} as const satisfies {
  readonly [shape: string]: Mutate;
};

/**
 * Something that reads what others wrote. `open` makes the examples and whatever a run needs, once; `run` reads one input and says
 * shortly what became of it. A run that throws has found a fault.
 */
export type Target = {
  readonly name: string;
  /** Decoders under test, as `path of the module#exported name`; the register of decoders compares them. */
  readonly covers: readonly string[];
  readonly shape: keyof typeof SHAPES;
  /** Inputs of one run of `npm test`. */
  readonly quick: number;
  readonly open: () => Promise<OpenTarget>;
};

/** `outcome` ("ok", or why it was refused) is what the fuzzer takes for news: an input with a new one is kept and built upon. */
export type Run = (input: Bytes) => string | Promise<string>;

export type OpenTarget = {
  /** Right inputs, at least one. */
  readonly examples: readonly Bytes[];
  readonly run: Run;
  readonly close?: () => Promise<void>;
};

export type FaultKind = "threw" | "not canonical" | "disagree" | "hang" | "memory";

/** A property that an input broke. */
export class Fault extends Error {
  override readonly name = "Fault";
  readonly kind: FaultKind;

  constructor(kind: FaultKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

/** An input that broke a property, as it was found or as small as it could be made. */
export type Finding = {
  readonly target: string;
  readonly kind: FaultKind;
  readonly message: string;
  readonly input: Bytes;
};
