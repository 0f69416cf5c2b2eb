import { type Bytes, toHex } from "@veche/base";

/** SEC 1, uncompressed: 4, then x and y of 32 bytes each. */
export const POINT_BYTES = 65;

/** P-256 (NIST SP 800-186, 3.2.1.3): y² = x³ − 3x + B over the field of this order. */
const FIELD = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;

/** Whether bytes are a point of P-256 in its one form: WebCrypto says so only once a key is made of it. */
export function isCurvePoint(bytes: Bytes): boolean {
  if (bytes.length !== POINT_BYTES || bytes[0] !== 4) return false;
  const x = numberIn(bytes.subarray(1, 33));
  const y = numberIn(bytes.subarray(33));
  return x < FIELD && y < FIELD && (y * y - (x * x * x - 3n * x + B)) % FIELD === 0n;
}

const numberIn = (bytes: Bytes): bigint => BigInt(`0x${toHex(bytes)}`);
