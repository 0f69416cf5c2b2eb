import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

/** As strict as the hosts of the pages: what it stops here would not work there. */
export const STRICT_POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'";

export type FolderServer = { readonly origin: string; readonly close: () => Promise<void> };

/** Serves the files of a folder below a prefix such as `/page/`, and its `index.html` at every address that ends with `/`. */
export async function serveFolder(folder: string, prefix: string): Promise<FolderServer> {
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? "/", "http://x").pathname);
    const file = path.startsWith(prefix) ? path.slice(prefix.length) : path;
    const name = file.endsWith("/") ? "index.html" : file;
    readFile(join(folder, name)).then(
      (bytes) => {
        response.setHeader("content-type", TYPES[extname(name)] ?? "application/octet-stream");
        response.setHeader("content-security-policy", STRICT_POLICY);
        response.end(bytes);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
