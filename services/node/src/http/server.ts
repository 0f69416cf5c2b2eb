import { CBOR_TYPE, NODE_ROUTES, type TransactionAnswer } from "@veche/api";
import { type Bytes, fromHex } from "@veche/base";
import fastify, { type FastifyInstance, type FastifyReply } from "fastify";
import { busy, refusal } from "../engine/answers.ts";
import { errorFields, type Logger } from "../log/logger.ts";
import type { VecheNode } from "../node.ts";
import { checkpointOf, indexOf, receiptOf, tileOf } from "../publish/board.ts";
import { addBallotHost } from "./ballot-host.ts";
import { addDocuments } from "./documents.ts";
import { addPage, noSuchAddress, type Page } from "./page.ts";
import { Room, readBody } from "./read-body.ts";
import { BRIEFLY, electionIdOf, FOREVER, notFound, sendText, unknown, withLog } from "./replies.ts";
import { addSigned } from "./signed.ts";

export type ServeOptions = {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly logger: Logger;
  /** The ballot page, if this node serves it. */
  readonly page?: Page;
  /** HTTPS with this certificate and key (PEM) instead of HTTP. */
  readonly tls?: { readonly cert: string; readonly key: string };
};

export type Server = {
  readonly port: number;
  /** Ends after the answers under way. */
  readonly close: () => Promise<void>;
};

/** More than any entry (§09.4): what is longer is refused without being read to its end. */
const BODY_BYTES_MAX = 64 * 1024;
const REQUEST_MS_MAX = 30_000;
const CONNECTIONS_MAX = 10_000;
/** Of bodies that have not come to their end, over all connections. */
const ARRIVING_BYTES_MAX = 64 * 1024 * 1024;
/** Of tiles that readers have not taken yet. */
const LEAVING_BYTES_MAX = 256 * 1024 * 1024;

type ById = { readonly id: string };

/** The node's HTTP interface (§07.7 and the routes of `@veche/api`). */
export async function serve(node: VecheNode, options: ServeOptions): Promise<Server> {
  const { host, port, logger } = options;
  const app = makeServer(node, logger, options);
  await app.listen({ host, port });
  app.server.maxConnections = CONNECTIONS_MAX;
  const address = app.server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : port,
    close: () => app.close(),
  };
}

export function makeServer(
  node: VecheNode,
  logger: Logger,
  { page, tls }: Pick<ServeOptions, "page" | "tls"> = {},
): FastifyInstance {
  // fastify's own logger writes addresses with every request; ours has no field for them (L12).
  const app = fastify({
    logger: false,
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_MS_MAX,
    forceCloseConnections: "idle",
    exposeHeadRoutes: true,
    // An address that no route can take; fastify's own answer would repeat it.
    frameworkErrors: ({ statusCode = 400 }, _request, reply) => {
      const refused = refusal(statusCode === 414 ? "TOO_LARGE" : "MALFORMED");
      void (reply as FastifyReply).code(statusCode).send(refused);
    },
    ...(tls === undefined ? {} : { https: tls }),
  });
  app.removeAllContentTypeParsers();
  const arriving = new Room(ARRIVING_BYTES_MAX);
  app.addContentTypeParser(CBOR_TYPE, (_request, payload, done) => {
    readBody(payload, BODY_BYTES_MAX, arriving, done);
  });
  addHeaders(app);
  addErrors(app, logger, page);
  addRoutes(app, node, page);
  return app;
}

/** All that this server answers; what is not here is 404. */
export function addRoutes(app: FastifyInstance, node: VecheNode, page: Page | undefined): void {
  addTransactions(app, node);
  addBoard(app, node);
  addSigned(app, node);
  addBallotHost(app, node);
  addDocuments(app);
  if (page !== undefined) addPage(app, page);
}

/** The board is public and without cookies: any page may read it, and send a ballot to any node. */
function addHeaders(app: FastifyInstance): void {
  app.addHook("onRequest", (_request, reply, done) => {
    reply.header("access-control-allow-origin", "*");
    reply.header("x-content-type-options", "nosniff");
    reply.header("content-security-policy", "default-src 'none'");
    done();
  });
  app.options("/*", async (_request, reply) => {
    reply.header("access-control-allow-methods", "GET, HEAD, POST");
    reply.header("access-control-allow-headers", "content-type");
    reply.header("access-control-max-age", "86400");
    return reply.code(204).send();
  });
}

function addErrors(app: FastifyInstance, logger: Logger, page: Page | undefined): void {
  app.setErrorHandler((error: { readonly statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    // The rest of the body is not read.
    if (status === 413) return reply.code(413).header("connection", "close").send(refusal("TOO_LARGE"));
    if (status === 503) return sendBusy(reply.header("connection", "close"), 503, 1);
    if (status >= 400 && status < 500) return reply.code(status).send(refusal("MALFORMED"));
    logger("error", "request-failed", errorFields(error));
    return sendBusy(reply, 500, 5);
  });
  app.setNotFoundHandler(noSuchAddress(page));
}

function sendBusy(reply: FastifyReply, status: number, seconds: number): FastifyReply {
  return reply.code(status).header("retry-after", String(seconds)).send(busy(seconds));
}

function addTransactions(app: FastifyInstance, node: VecheNode): void {
  app.post<{ Params: ById; Body: Bytes }>(NODE_ROUTES.transaction, async (request, reply) => {
    const electionId = electionIdOf(request.params.id);
    if (electionId === undefined) return unknown(reply);
    const body = request.body;
    if (!(body instanceof Uint8Array) || body.length === 0) return reply.code(400).send(refusal("MALFORMED"));
    const answer = await node.submit(electionId, body);
    const status = statusOf(answer);
    if ("retryAfterSeconds" in answer) reply.header("retry-after", String(answer.retryAfterSeconds));
    return reply.code(status).send(answer);
  });
}

/** What a page or a tool has to distinguish without reading the body. */
function statusOf(answer: TransactionAnswer): number {
  switch (answer.outcome) {
    case "ACCEPTED":
    case "BLAMED":
      return 200;
    case "ALREADY":
      return "index" in answer ? 200 : 409;
    case "PROMISED":
      return 202;
    case "BUSY":
      return 503;
    case "MALFORMED":
      return 400;
    case "TOO_LARGE":
      return 413;
    default:
      return 409;
  }
}

function addBoard(app: FastifyInstance, node: VecheNode): void {
  const leaving = new Room(LEAVING_BYTES_MAX);
  app.get(NODE_ROUTES.elections, async (_request, reply) => {
    return reply.header("cache-control", BRIEFLY).send({ elections: node.elections() });
  });
  app.get<{ Params: ById }>(NODE_ROUTES.checkpoint, async (request, reply) => {
    const { id } = request.params;
    return sendText(reply, withLog(node, id, checkpointOf)) ?? notFound(reply, node, id);
  });
  app.get<{ Params: ById & { "*": string } }>(NODE_ROUTES.tile, async (request, reply) => {
    const tile = withLog(node, request.params.id, (log) => tileOf(log, `tile/${request.params["*"]}`));
    if (tile === undefined) return notFound(reply, node, request.params.id);
    if (!leaving.take(tile.length)) return sendBusy(reply, 503, 1);
    reply.raw.once("close", () => leaving.leave(tile.length));
    reply.header("cache-control", FOREVER).type("application/octet-stream");
    return reply.send(Buffer.from(tile));
  });
  app.get<{ Params: ById & { readonly index: string } }>(NODE_ROUTES.proof, async (request, reply) => {
    const { id, index } = request.params;
    const receipt = withLog(node, id, (log) =>
      /^(0|[1-9][0-9]{0,15})$/.test(index) ? receiptOf(log, Number(index)) : undefined,
    );
    return sendText(reply, receipt) ?? notFound(reply, node, id);
  });
  app.get<{ Params: ById & { readonly hash: string } }>(NODE_ROUTES.indexOf, async (request, reply) => {
    const { id, hash } = request.params;
    const bytes = fromHex(hash);
    const index = withLog(node, id, (log) => (bytes?.length === 32 ? indexOf(log, bytes) : undefined));
    return index === undefined ? notFound(reply, node, id) : reply.send({ index });
  });
}
