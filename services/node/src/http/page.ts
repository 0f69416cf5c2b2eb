import { BALLOT_HOST_ROUTES, type PageSettings } from "@veche/api";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { PageFile } from "./page-files.ts";
import { BRIEFLY, electionIdOf, FOREVER, unknown } from "./replies.ts";

/** The built ballot page and what its operator says to every copy of it. */
export type Page = {
  /** From `readPage`. */
  readonly files: ReadonlyMap<string, PageFile>;
  readonly settings: PageSettings;
  /**
   * Hosts (`192.168.1.5:8443`) under which this server is reached besides the origin in the settings: a page that came from one of
   * them is told that origin as its first node.
   */
  readonly otherHosts?: readonly string[];
};

type ById = { readonly id: string };

/** The page is one document: it reads its own address (§12.1.1). */
const DOCUMENTS = ["", "check/", "find/"];

export function addPage(app: FastifyInstance, page: Page): void {
  const headers = pageHeaders(page.settings);
  const index = indexOf(page);
  const nowhere = noSuchAddress(page);
  for (const below of DOCUMENTS) {
    const route = `${BALLOT_HOST_ROUTES.page}${below}`;
    app.get<{ Params: ById }>(route, async (request, reply) =>
      electionIdOf(request.params.id) === undefined
        ? nowhere(request, reply)
        : send(request, reply, index, headers),
    );
    // Somebody typed the address without its last character; the fragment stays.
    app.get<{ Params: ById }>(route.slice(0, -1), async (request, reply) => {
      const { id } = request.params;
      return electionIdOf(id) === undefined
        ? nowhere(request, reply)
        : reply.redirect(`/e/${id}/${below}`, 308);
    });
  }
  for (const path of ["/", "/practice/"]) {
    app.get(path, async (request, reply) => send(request, reply, index, headers));
  }
  app.get(BALLOT_HOST_ROUTES.settings, async (request, reply) =>
    reply.headers(headers).header("cache-control", "no-cache").send(settingsFor(page, request.host)),
  );
  app.get<{ Params: { "*": string } }>("/page/*", async (request, reply) => {
    const file = page.files.get(request.params["*"]);
    return file === undefined || file === index ? unknown(reply) : send(request, reply, file, headers);
  });
}

/**
 * What is said to whoever asks for nothing that there is. A browser in which an address was mistyped gets the page, which knows the way
 * back; everybody else the answer of the interface.
 */
export function noSuchAddress(
  page: Page | undefined,
): (request: FastifyRequest, reply: FastifyReply) => FastifyReply {
  if (page === undefined) return (_request, reply) => unknown(reply);
  const headers = pageHeaders(page.settings);
  return (request, reply) => {
    const isRead = request.method === "GET" || request.method === "HEAD";
    reply.header("vary", "accept");
    return isRead && takesPages(request.headers.accept)
      ? send(request, reply.code(404), indexOf(page), headers)
      : unknown(reply);
  };
}

const takesPages = (accept = ""): boolean =>
  accept.split(",").some((type) => /^\s*text\/html\s*(;|$)/.test(type) && !/;\s*q=0(\.0*)?\s*$/.test(type));

const indexOf = ({ files }: Page): PageFile => files.get("index.html") as PageFile;

/** §12.1.2. Camera: the second device reads QR codes. */
function pageHeaders({ nodes }: PageSettings): Readonly<Record<string, string>> {
  return {
    "content-security-policy": [
      "default-src 'none'",
      "script-src 'self' 'wasm-unsafe-eval'",
      "style-src 'self'",
      "font-src 'self'",
      "img-src 'self' data: blob:",
      `connect-src ${["'self'", ...nodes].join(" ")}`,
      "worker-src 'self'",
      "manifest-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join("; "),
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(self)",
    "referrer-policy": "no-referrer",
  };
}

function send(
  request: FastifyRequest,
  reply: FastifyReply,
  { type, bytes, compressed, isImmutable }: PageFile,
  headers: Readonly<Record<string, string>>,
): FastifyReply {
  const coding = compressed && codingFor(request.headers["accept-encoding"]);
  reply.headers(headers).type(type);
  reply.header("cache-control", isImmutable ? FOREVER : type.startsWith("text/html") ? "no-cache" : BRIEFLY);
  reply.header("vary", "accept, accept-encoding");
  if (coding !== undefined) reply.header("content-encoding", coding);
  return reply.send(coding === undefined ? bytes : compressed?.[coding]);
}

function codingFor(accepted: string | undefined): "br" | "gzip" | undefined {
  const codings = (accepted ?? "").split(",").map((coding) => coding.trim());
  return (["br", "gzip"] as const).find((coding) => codings.includes(coding));
}

function settingsFor({ settings, otherHosts = [] }: Page, host: string): PageSettings {
  return otherHosts.includes(host) ? { ...settings, nodes: [`https://${host}`] } : settings;
}
