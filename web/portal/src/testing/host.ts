import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { STRICT_POLICY } from "@veche/ui/testing";
import type { Reply } from "./answers.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

export type Host = {
  readonly origin: string;
  /** What `/api/…` answers from now on; "cut" closes the connection. */
  readonly answer: (answers: Readonly<Record<string, Reply>>) => void;
  readonly posted: { readonly path: string; readonly body: unknown }[];
  readonly close: () => Promise<void>;
};

/** The built portal under a policy as strict as its host's, with a service whose answers a test invents. */
export async function hostOf(folder: string): Promise<Host> {
  let answers: Readonly<Record<string, Reply>> = {};
  const posted: Host["posted"] = [];
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url ?? "/", "http://x").pathname);
    response.setHeader("content-security-policy", STRICT_POLICY);
    if (!path.startsWith("/api/")) {
      const file = extname(path) === "" ? "index.html" : path;
      const bytes = await readFile(join(folder, file)).catch(() => undefined);
      if (bytes === undefined) return response.writeHead(404).end();
      const keep = file.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache";
      response.setHeader("cache-control", keep);
      return response.setHeader("content-type", TYPES[extname(file)] ?? "text/plain").end(bytes);
    }
    const text = await bodyOf(request);
    if (request.method === "POST") posted.push({ path, body: text === "" ? undefined : JSON.parse(text) });
    const reply = answers[path] ?? { status: 200, body: path === "/api/support" ? SUPPORT : {} };
    if (reply === "cut") return response.destroy();
    response.setHeader("content-type", "application/json").writeHead(reply.status);
    return response.end(JSON.stringify(reply.body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    answer: (next) => {
      answers = next;
      posted.length = 0;
    },
    posted,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const SUPPORT = { hotline: "8 800 000-00-00", messages: [] };

async function bodyOf(request: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}
