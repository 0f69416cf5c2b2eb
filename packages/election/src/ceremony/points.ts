import { type Bytes, concat } from "@veche/base";
import { decodePoint, encodePoint, POINT_BYTES, type Point } from "@veche/group";

/** P_0 ‖ … ‖ P_(n−1). */
export const encodePoints = (points: readonly Point[]): Bytes => concat(...points.map(encodePoint));

/** `undefined` if the bytes are not whole, canonical points (§01.2.2). */
export function decodePoints(bytes: Bytes): readonly Point[] | undefined {
  if (bytes.length % POINT_BYTES !== 0) return undefined;
  const points: Point[] = [];
  for (let at = 0; at < bytes.length; at += POINT_BYTES) {
    const point = decodePoint(bytes.subarray(at, at + POINT_BYTES));
    if (point === undefined) return undefined;
    points.push(point);
  }
  return points;
}
