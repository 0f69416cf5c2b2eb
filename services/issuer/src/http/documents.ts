import { documentPage, issuerOpenApi, OPENAPI_ROUTES } from "@veche/api/openapi";
import type { FastifyInstance } from "fastify";

/** A page without script, style or pictures. */
const HEADERS = {
  "content-security-policy": "default-src 'none'",
  "x-content-type-options": "nosniff",
} as const;

/** The interface as OpenAPI, and the same as a page to read. */
export function addDocuments(app: FastifyInstance): void {
  const document = issuerOpenApi();
  const [json, page] = [JSON.stringify(document), documentPage(document)];
  app.get(OPENAPI_ROUTES.document, async (_, reply) =>
    reply.headers(HEADERS).type("application/json; charset=utf-8").send(json),
  );
  app.get(OPENAPI_ROUTES.page, async (_, reply) =>
    reply.headers(HEADERS).type("text/html; charset=utf-8").send(page),
  );
}
