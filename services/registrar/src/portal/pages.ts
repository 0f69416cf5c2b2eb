import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import type { App } from "./app.ts";
import { refuse } from "./refuse.ts";

/** Names of built files hold a hash of what is in them. */
const HASHED = "/assets/";

/** The built pages: files as they are, and the one document for every address that is a page. */
export async function addPages(app: App, folder: string | undefined): Promise<void> {
  const document = folder === undefined ? undefined : await readFile(join(folder, "index.html"));
  if (folder !== undefined) await app.register((scope) => addFiles(scope, folder));
  app.setNotFoundHandler(async (request, reply) => {
    const isRead = request.method === "GET" || request.method === "HEAD";
    const path = request.url.split("?")[0] ?? "";
    const isPage = isRead && !/^\/(api|auth)(\/|$)/.test(path) && !/\.[a-z0-9]+$/i.test(path);
    if (!isPage || document === undefined) return refuse(reply, { code: "NOT_FOUND" });
    return reply.type("text/html; charset=utf-8").header("cache-control", "no-cache").send(document);
  });
}

/** A route for each file that is there at the start: an address cannot lead out of the folder, because it leads nowhere. */
async function addFiles(scope: FastifyInstance, folder: string): Promise<void> {
  scope.addHook("onRoute", (route) => {
    route.config = { ...route.config, access: "static" };
  });
  await scope.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    index: false,
    dotfiles: "ignore",
    cacheControl: false,
    setHeaders: (reply, path) => {
      const isHashed = path.slice(folder.length).replaceAll("\\", "/").startsWith(HASHED);
      reply.setHeader("cache-control", isHashed ? "public, max-age=31536000, immutable" : "no-cache");
    },
  });
}
