import decodeQR from "qr/decode.js";

/** The text of a QR code in a picture, or undefined: most pictures of a camera show none. */
export function textIn(picture: {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}): string | undefined {
  try {
    return decodeQR(picture);
  } catch {
    return undefined;
  }
}
