import { type Bytes, type CborValue, encodeCbor } from "@veche/base";
import type { CheckId } from "../checks.ts";
import type { ReasonCode } from "../reasons.ts";
import type { RecordMaker } from "./maker.ts";
import { makeRecord, type Scenario } from "./scenario.ts";

/** What a verifier is given. */
export type Evidence = {
  readonly files: Map<string, Bytes>;
  readonly electionId: Bytes;
  readonly receipts?: readonly Bytes[];
};

/** A forged record and the check that must refuse it: the positive control of that check. */
export type Control = {
  readonly name: string;
  readonly check: CheckId;
  readonly code: ReasonCode;
  /** Checks that must fail as a consequence. No other may fail. */
  readonly also: readonly CheckId[];
  readonly make: () => Evidence;
};

type Expected = readonly [check: CheckId, code: ReasonCode, ...also: CheckId[]];

/** A log that insiders forged with their keys and published as it should be. */
export function forgedLog(name: string, [check, code, ...also]: Expected, scenario: Scenario): Control {
  const make = (): Evidence => {
    const maker = makeRecord(scenario);
    return { files: maker.files(), electionId: maker.electionId };
  };
  return { name, check, code, also, make };
}

/** A published honest record in which somebody changed files. */
export function changedFiles(
  name: string,
  [check, code, ...also]: Expected,
  change: (files: Map<string, Bytes>, maker: RecordMaker) => void,
): Control {
  const make = (): Evidence => {
    const maker = makeRecord();
    const files = maker.files();
    change(files, maker);
    return { files, electionId: maker.electionId };
  };
  return { name, check, code, also, make };
}

/** Ends an election early: the steps that are left out. */
export const NOTHING = (): void => {};
export const UNTIL_OPEN = {
  voting: NOTHING,
  participants: NOTHING,
  close: NOTHING,
  heads: NOTHING,
  decryptions: NOTHING,
  certify: NOTHING,
} as const satisfies Scenario;
export const UNTIL_VOTES = {
  participants: NOTHING,
  close: NOTHING,
  heads: NOTHING,
  decryptions: NOTHING,
  certify: NOTHING,
} as const satisfies Scenario;

/** Does a step as it should be done, then more. */
export function then<T>(step: (maker: T) => void, more: (maker: T) => void): (maker: T) => void {
  return (maker) => {
    step(maker);
    more(maker);
  };
}

/** An entry that is not of the form of one. */
export function putRaw(maker: RecordMaker, value: CborValue): void {
  maker.time += 1000;
  maker.entries.push(new Uint8Array(encodeCbor(value)));
}

export function flip(bytes: Bytes, at: number): Bytes {
  const out = new Uint8Array(bytes);
  out[at] = (out[at] ?? 0) ^ 1;
  return out;
}
