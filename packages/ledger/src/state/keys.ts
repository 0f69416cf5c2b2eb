import { type Bytes, concat, u8, u16 } from "@veche/base";

/** The keys of a `LedgerView`: a byte that names the set, then what identifies the element. */
export const keyOf = {
  manifest: (): Bytes => u8(0x01),
  style: (style: number): Bytes => concat(u8(0x02), u16(style)),
  aggregates: (style: number): Bytes => concat(u8(0x03), u16(style)),
  rollEntry: (entry: Bytes): Bytes => concat(u8(0x04), entry),
  rollChunk: (chunk: Bytes): Bytes => concat(u8(0x05), chunk),
  credential: (credential: Bytes): Bytes => concat(u8(0x06), credential),
  /** Ciphertexts of the last ballot of a credential, where ballots can be replaced. */
  lastCiphertexts: (credential: Bytes): Bytes => concat(u8(0x07), credential),
  modulus: (issuer: number, style: number): Bytes => concat(u8(0x08), u8(issuer), u16(style)),
  knownModulus: (hash: Bytes): Bytes => concat(u8(0x09), hash),
  commitments: (attempt: number, trustee: number): Bytes => concat(u8(0x0a), u8(attempt), u8(trustee)),
  shares: (attempt: number, trustee: number): Bytes => concat(u8(0x0b), u8(attempt), u8(trustee)),
  answer: (attempt: number, trustee: number, complainer: number): Bytes =>
    concat(u8(0x0c), u8(attempt), u8(trustee), u8(complainer)),
  electionKeys: (): Bytes => u8(0x0d),
  aggregateList: (): Bytes => u8(0x0e),
  decryption: (trustee: number): Bytes => concat(u8(0x0f), u8(trustee)),
  result: (): Bytes => u8(0x10),
  whole: (role: number, index: number, whole: Bytes): Bytes => concat(u8(0x11), u8(role), u8(index), whole),
  part: (role: number, index: number, part: number): Bytes =>
    concat(u8(0x12), u8(role), u8(index), u16(part)),
} as const;
