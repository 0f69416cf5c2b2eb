import { readdir, readFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { err, ok, type Result } from "@veche/base";

/** One file of the built page, as it is sent. `compressed` by the name of its content coding. */
export type PageFile = {
  readonly type: string;
  readonly bytes: Buffer;
  readonly compressed: Readonly<Record<"br" | "gzip", Buffer>> | undefined;
  /** Its name holds a hash of its content. */
  readonly isImmutable: boolean;
};

export type PageError = { readonly code: "PAGE_MISSING"; readonly path: string };

/** What a page consists of. Anything else in the folder (declarations, source maps) is not served. */
const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};
/** Already compressed, or too small to be worth it. */
const AS_IT_IS = new Set([".ico", ".png", ".woff2"]);
const SMALL = 512;

/**
 * Reads the whole page into memory, by path below the folder with `/`: what is served is what was there at the start, and no path of
 * a request ever becomes a path of the disk.
 */
export async function readPage(folder: string): Promise<Result<ReadonlyMap<string, PageFile>, PageError>> {
  const index = join(folder, "index.html");
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = new Map<string, PageFile>();
  for (const one of found) {
    const type = TYPES[extname(one.name)];
    if (!one.isFile() || type === undefined) continue;
    const path = join(one.parentPath, one.name);
    const name = relative(folder, path).split(sep).join("/");
    files.set(name, pageFile(name, type, await readFile(path)));
  }
  return files.has("index.html") ? ok(files) : err({ code: "PAGE_MISSING", path: index });
}

function pageFile(name: string, type: string, bytes: Buffer): PageFile {
  const isWorth = bytes.length >= SMALL && !AS_IT_IS.has(extname(name));
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
  return {
    type,
    bytes,
    compressed: isWorth ? { br: brotliCompressSync(bytes, quality), gzip: gzipSync(bytes) } : undefined,
    isImmutable: name.startsWith("assets/"),
  };
}
