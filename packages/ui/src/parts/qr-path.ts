import encodeQR from "qr";

/** The dark modules of a QR code as one path of an SVG, in a square of `size` with its quiet border. */
export type QrPath = { readonly path: string; readonly size: number };

export function qrPath(text: string): QrPath {
  const rows = encodeQR(text, "raw", { border: 4, ecc: "low" });
  const path = rows.flatMap((row, y) => runsOf(row).map(([x, width]) => `M${x} ${y}h${width}v1h-${width}z`));
  return { path: path.join(""), size: rows.length };
}

/** Dark modules side by side are drawn as one: no hairlines between them. */
function runsOf(row: readonly boolean[]): readonly (readonly [x: number, width: number])[] {
  const runs: [number, number][] = [];
  for (const [x, isDark] of row.entries()) {
    const last = runs.at(-1);
    if (!isDark) continue;
    if (last !== undefined && last[0] + last[1] === x) last[1] += 1;
    else runs.push([x, 1]);
  }
  return runs;
}
