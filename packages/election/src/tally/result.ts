import { type Bytes, encodeCbor } from "@veche/base";
import { hash32 } from "@veche/crypto";
import type { ContestStatus } from "./groups.ts";

/** The result of an election with the names of §08.5.2. */
export type ElectionResult = {
  readonly contests: readonly ContestResult[];
  /** electionId. */
  readonly election: Bytes;
};

export type ContestResult = {
  readonly ballots: number;
  /** Index in the manifest. */
  readonly contest: number;
  readonly groups: readonly GroupResult[];
  readonly status: ContestStatus;
};

export type GroupResult = {
  readonly ballots: number;
  /** One for each option, the implied one included. */
  readonly counts: readonly number[];
  readonly styles: readonly number[];
};

export const encodeResult = (result: ElectionResult): Bytes => encodeCbor(result);

/** §08.5.3, 32 bytes: what `certify` signs. */
export function resultHash(result: ElectionResult): Bytes {
  return hash32("result", result.election, encodeResult(result));
}
