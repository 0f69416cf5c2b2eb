import { type Bytes, concat } from "@veche/base";
import fc from "fast-check";
import { encodePoint } from "../../point.ts";
import { ORDER, type Scalar } from "../../scalar.ts";
import { anyPoint, anyScalar, hex, vectors } from "../../support.test.ts";
import type { Terms } from "../contract.ts";
import { fieldBytes, fieldNumber } from "./hint.ts";

export const FIELD = 2n ** 255n - 19n;
export const none = { points: new Uint32Array(0), scalars: new Uint8Array(0) } as const;

export const rfc = vectors<{
  readonly smallMultiplesOfB: readonly string[];
  readonly badEncodings: readonly string[];
}>("rfc9496-ristretto255.json");
export const goodEncodings: readonly Bytes[] = rfc.smallMultiplesOfB.map(hex);
export const badEncodings: readonly Bytes[] = rfc.badEncodings.map(hex);

export const anyEncoding: fc.Arbitrary<Bytes> = anyPoint.map(encodePoint);
export const anyShort: fc.Arbitrary<bigint> = fc.oneof(
  fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }),
  fc.constantFrom(0n, 1n, 2n ** 127n, 2n ** 128n - 1n, 2n ** 128n - 2n, 2n ** 64n),
);
export const edgeScalars: readonly Scalar[] = [
  0n,
  1n,
  2n,
  ORDER - 1n,
  ORDER - 2n,
  2n ** 252n,
  2n ** 252n - 1n,
  2n ** 128n - 1n,
  2n ** 128n,
  (ORDER - 1n) / 2n,
];
export { anyScalar };

/** Field elements where limbs, signs and reductions change: for encodings, most of which are wrong. */
export const edgeElements: readonly bigint[] = [
  ...[0n, 1n, 2n, 3n, 19n, 121665n, 121666n, 2n ** 64n - 1n, 2n ** 252n, 2n ** 254n],
  ...[0, 26, 51, 77, 102, 128, 153, 179, 204, 230].flatMap((at) => {
    const power = 2n ** BigInt(at);
    return [power, power - 1n, power + 1n, FIELD - power];
  }),
  ...[1n, 2n, 18n, 19n, 20n].flatMap((n) => [FIELD - n, (FIELD - n) / 2n, FIELD + n]),
  FIELD,
  19681161376707505956807079304988542015446066515923890162744021073123829784752n,
].filter((value) => value >= 0n && value < 2n ** 256n);

export const shortBytes = (value: bigint): Bytes => fieldBytes(value).subarray(0, 16);

export const longs = (points: readonly number[], scalars: readonly bigint[]): Terms["long"] => ({
  points: Uint32Array.from(points),
  scalars: concat(...scalars.map(fieldBytes)),
});

export const shorts = (points: readonly number[], scalars: readonly bigint[]): Terms["short"] => ({
  points: Uint32Array.from(points),
  scalars: concat(...scalars.map(shortBytes)),
});

/** The same numbers each time, as good as random: a linear generator mod a prime of 61 bits. */
export function* numbersFrom(seed: number): Generator<bigint, never> {
  let state = BigInt(seed) + 1n;
  for (;;) {
    let number = 0n;
    for (let i = 0; i < 5; i++) {
      state = (state * 1234567890123456789n + 987654321n) % (2n ** 61n - 1n);
      number = (number << 60n) | state;
    }
    yield number;
  }
}

export { fieldBytes, fieldNumber };
