import {
  documentPage,
  type NodeRefusal,
  nodeOpenApi,
  OPENAPI_ROUTES,
  type OpenApi,
} from "@veche/api/openapi";
import { OUTCOMES, outcomeNumber } from "@veche/ledger";
import type { FastifyInstance } from "fastify";
import { notThisNode, refusal } from "../engine/answers.ts";
import { BRIEFLY, NOT_FOUND } from "./replies.ts";

/** This interface as OpenAPI, with the refusals that this node really gives. */
export function nodeDocument(): OpenApi {
  const refused = OUTCOMES.filter(({ number }) => number >= outcomeNumber("MALFORMED"));
  const refusals = [...refused.map(({ code }) => refusal(code)), notThisNode] as readonly NodeRefusal[];
  return nodeOpenApi({ refusals, notFound: NOT_FOUND });
}

/** The document, and the same as a page to read. Both say nothing of this node's elections. */
export function addDocuments(app: FastifyInstance): void {
  const document = nodeDocument();
  const [json, page] = [JSON.stringify(document), documentPage(document)];
  app.get(OPENAPI_ROUTES.document, async (_request, reply) =>
    reply.header("cache-control", BRIEFLY).type("application/json; charset=utf-8").send(json),
  );
  app.get(OPENAPI_ROUTES.page, async (_request, reply) =>
    reply.header("cache-control", BRIEFLY).type("text/html; charset=utf-8").send(page),
  );
}
