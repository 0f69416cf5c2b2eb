import { crc32, deflateSync, inflateSync } from "node:zlib";

/**
 * A screenshot with at most 256 colours, about a fifth of its size: pictures of pages stay in the repository for ever. Takes what
 * Chromium writes: 8 bits a channel, RGB or RGBA, not interlaced.
 */
export function smallPng(png: Uint8Array): Uint8Array {
  const picture = readPng(Buffer.from(png));
  const { palette, indexOf } = paletteOf(picture.pixels);
  const { width, height, pixels } = picture;
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      rows[y * (width + 1) + 1 + x] = indexOf(pixels[y * width + x] ?? 0);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("PLTE", palette),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** Pixels as 0xRRGGBB, row by row. */
type Picture = { readonly width: number; readonly height: number; readonly pixels: Uint32Array };

function readPng(png: Buffer): Picture {
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const channels = png[25] === 6 ? 4 : 3;
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    const length = png.readUInt32BE(at);
    if (png.toString("latin1", at + 4, at + 8) === "IDAT") parts.push(png.subarray(at + 8, at + 8 + length));
  }
  const bytes = unfilter(inflateSync(Buffer.concat(parts)), width * channels, height, channels);
  const pixels = new Uint32Array(width * height);
  for (let at = 0; at < pixels.length; at++) pixels[at] = bytes.readUIntBE(at * channels, 3);
  return { width, height, pixels };
}

/** Filters of the PNG specification: each row says how it was predicted from the bytes left, above and above left. */
function unfilter(raw: Buffer, stride: number, height: number, channels: number): Buffer {
  const out = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x >= channels ? (out[at - channels] ?? 0) : 0;
      const above = y > 0 ? (out[at - stride] ?? 0) : 0;
      const corner = x >= channels && y > 0 ? (out[at - stride - channels] ?? 0) : 0;
      out[at] = ((raw[y * (stride + 1) + 1 + x] ?? 0) + predicted(filter, left, above, corner)) & 0xff;
    }
  }
  return out;
}

function predicted(filter: number, left: number, above: number, corner: number): number {
  if (filter < 3) return filter === 1 ? left : filter === 2 ? above : 0;
  if (filter === 3) return (left + above) >> 1;
  const guess = left + above - corner;
  const [toLeft, toAbove, toCorner] = [left, above, corner].map((each) => Math.abs(guess - each));
  if ((toLeft ?? 0) <= (toAbove ?? 0) && (toLeft ?? 0) <= (toCorner ?? 0)) return left;
  return (toAbove ?? 0) <= (toCorner ?? 0) ? above : corner;
}

/** The most frequent colours; any other takes the nearest of them. */
function paletteOf(pixels: Uint32Array): {
  readonly palette: Buffer;
  readonly indexOf: (pixel: number) => number;
} {
  const counts = new Map<number, number>();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const colours = [...counts]
    .sort((left, right) => right[1] - left[1])
    .slice(0, 256)
    .map(([colour]) => colour);
  const palette = Buffer.alloc(3 * colours.length);
  for (const [place, colour] of colours.entries()) palette.writeUIntBE(colour, 3 * place, 3);
  const known = new Map(colours.map((colour, place) => [colour, place]));
  const indexOf = (pixel: number): number => {
    const found = known.get(pixel);
    if (found !== undefined) return found;
    const place = nearest(pixel, colours);
    known.set(pixel, place);
    return place;
  };
  return { palette, indexOf };
}

function nearest(pixel: number, colours: readonly number[]): number {
  let best = 0;
  for (const [place, colour] of colours.entries()) {
    if (distance(pixel, colour) < distance(pixel, colours[best] ?? 0)) best = place;
  }
  return best;
}

const distance = (left: number, right: number): number =>
  [16, 8, 0].reduce((sum, shift) => sum + (((left >> shift) & 0xff) - ((right >> shift) & 0xff)) ** 2, 0);
