import type { ristretto255 } from "@noble/curves/ed25519.js";

declare const brand: unique symbol;

/** An element of ristretto255 (RFC 9496): opaque and immutable; compare with `equalPoints`, never with `===`. */
export type Point = { readonly [brand]: "ristretto255" };

/** The library's own point. Only this package sees it; everybody else holds an opaque `Point`. */
export type Inner = InstanceType<typeof ristretto255.Point>;

export const open = (point: Point): Inner => point as unknown as Inner;
export const seal = (inner: Inner): Point => inner as unknown as Point;
