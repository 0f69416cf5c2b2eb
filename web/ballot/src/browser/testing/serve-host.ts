import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import type { TestHost } from "../../voting/testing/test-host.ts";
import { newHost } from "../../voting/testing/test-way.ts";

type File = { readonly type: string; readonly body: string | Uint8Array };

/** The device's page and its worker as a bundler makes them for browsers. */
export async function bundledPage(): Promise<ReadonlyMap<string, File>> {
  const input = fileURLToPath(new URL("device-page.ts", import.meta.url));
  const built = await build({
    configFile: false,
    logLevel: "error",
    base: "/page/",
    publicDir: false,
    resolve: { conditions: ["source", "module", "browser", "production", "import"] },
    worker: { format: "es" },
    build: {
      write: false,
      target: "es2022",
      rollupOptions: { input, output: { entryFileNames: "device.js" } },
    },
  });
  const files = new Map<string, File>();
  for (const { output } of [built].flat() as readonly { readonly output: readonly Output[] }[]) {
    for (const file of output)
      files.set(`/page/${file.fileName}`, { type: "text/javascript", body: file.code ?? file.source ?? "" });
  }
  return files;
}

type Output = { readonly fileName: string; readonly code?: string; readonly source?: string | Uint8Array };

export type ServedHost = { readonly host: TestHost; readonly origin: string; readonly server: Server };

/** A ballot host on this machine, with the policy of §12.1.2, over an election in memory. */
export async function serveHost(files: ReadonlyMap<string, File>): Promise<ServedHost> {
  const served: { host?: TestHost } = {};
  const server = createServer((request, response) => {
    void (async () => {
      const url = request.url ?? "/";
      const file = files.get(url);
      if (file !== undefined) return response.writeHead(200, { "content-type": file.type }).end(file.body);
      if (/^\/e\/[0-9a-f]{64}\/(check\/)?$/.test(url)) return response.writeHead(200, HEADERS).end(DOCUMENT);
      const answer = await ask(served.host, request, url);
      response.writeHead(answer.status).end(answer.body);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  served.host = newHost({}, 1, () => origin);
  return { host: served.host, origin, server };
}

const DOCUMENT = '<!doctype html><title>Device</title><script type="module" src="/page/device.js"></script>';
const HEADERS = {
  "content-type": "text/html",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "content-security-policy":
    "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; base-uri 'none'",
};

async function ask(
  host: TestHost | undefined,
  request: IncomingMessage,
  url: string,
): Promise<{ readonly status: number; readonly body: Uint8Array }> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array);
  if (host === undefined) return { status: 503, body: new Uint8Array(0) };
  const base = url.startsWith("/page/") ? "" : (host.nodes[0]?.base ?? "");
  const method = request.method ?? "GET";
  try {
    const answer = await host.fetch(`${base}${url}`, { method, body: new Uint8Array(Buffer.concat(chunks)) });
    return { status: answer.status, body: new Uint8Array(await answer.arrayBuffer()) };
  } catch {
    return { status: 502, body: new Uint8Array(0) };
  }
}
