import { type Bytes, type CborValue, encodeCbor, sha256 } from "@veche/base";
import { ROLE } from "../replay/authority.ts";
import type { RecordMaker } from "./maker.ts";
import type { Signer } from "./parties.ts";

export const GENESIS: readonly Signer[] = [
  [ROLE.genesis, 1],
  [ROLE.genesis, 2],
];

/** Cuts a transaction into parts (§06.7), signed by one party. */
export function putParts(maker: RecordMaker, transaction: CborValue, signer: Signer): void {
  const bytes = new Uint8Array(encodeCbor(transaction));
  const whole = sha256(bytes);
  const of = Math.max(2, Math.ceil(bytes.length / 59_000));
  const length = Math.ceil(bytes.length / of);
  for (let index = 0; index < of; index++) {
    const part: Bytes = bytes.slice(length * index, length * (index + 1));
    const body = { bytes: part, index, of, origin: maker.manifest.origin, whole };
    maker.add("part", body, [signer]);
  }
}
