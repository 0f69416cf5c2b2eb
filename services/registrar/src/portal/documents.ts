import fastifySwagger from "@fastify/swagger";
import fastifySwaggerUi from "@fastify/swagger-ui";
import type { App } from "./app.ts";

const PATH = "/api/docs";

const CSP =
  "default-src 'self'; img-src 'self' data:; base-uri 'none'; object-src 'none'; frame-ancestors 'none'";

/** The interface as OpenAPI, from the very schemas that judge requests, with a page to read it; only that page has a policy of its own. */
export async function addDocuments(app: App): Promise<void> {
  app.addHook("onRoute", (route) => {
    if (route.url.startsWith(PATH)) route.config = { ...route.config, access: "static" };
  });
  await app.register(fastifySwagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Veche: the voter's account",
        description:
          "Every POST needs the session's cookie, the header `x-veche-csrf` with the session's value, and the portal's `origin`. " +
          "A refusal has a stable `code`, and says in English and Russian what happened, what is safe and what to do.",
        version: "1",
      },
    },
  });
  await app.register(fastifySwaggerUi, { routePrefix: PATH, staticCSP: true, transformStaticCSP: () => CSP });
}
