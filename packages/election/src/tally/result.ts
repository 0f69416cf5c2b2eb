import { type Bytes, decodeCbor, encodeCbor, err, ok, type Result } from "@veche/base";
import { hash32 } from "@veche/crypto";
import { arrayOf, bytes32, mapOf, oneOf, uint } from "../manifest/shape.ts";
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

const storedResult = mapOf({
  contests: arrayOf(
    mapOf({
      ballots: uint,
      contest: uint,
      groups: arrayOf(mapOf({ ballots: uint, counts: arrayOf(uint), styles: arrayOf(uint) })),
      status: oneOf("counted", "empty", "withheld"),
    }),
  ),
  election: bytes32,
});

/** The result in `result.cbor` (§09.1): its form only; whether it is true is for a verifier to say. */
export function decodeResult(bytes: Bytes): Result<ElectionResult, { readonly code: "RESULT_MALFORMED" }> {
  const value = decodeCbor(bytes);
  const read = value.ok ? storedResult(value.value, "") : value;
  return read.ok ? ok(read.value) : err({ code: "RESULT_MALFORMED" });
}
