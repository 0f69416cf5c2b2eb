import type { Bytes } from "@veche/base";
import { TLOG_SIZE_TYPE } from "@veche/tlog";
import fastify, { type FastifyInstance, type FastifyReply } from "fastify";
import { Room, readBody } from "../http/read-body.ts";
import { errorFields, type Logger } from "../log/logger.ts";
import type { AddAnswer, NodeWitness } from "./node-witness.ts";

export type WitnessServer = { readonly port: number; readonly close: () => Promise<void> };

export type WitnessServeOptions = { readonly host: string; readonly port: number; readonly logger: Logger };

/** 63 hashes, a checkpoint and a hundred signature lines. */
const BODY_BYTES_MAX = 64 * 1024;
const ARRIVING_BYTES_MAX = 16 * 1024 * 1024;
const CONNECTIONS_MAX = 1_000;
const REQUEST_MS_MAX = 10_000;

/** Serves a witness: `POST /add-checkpoint` (C2SP tlog-witness), and below the same prefix the last checkpoint of each log. */
export async function serveWitness(
  witness: NodeWitness,
  { host, port, logger }: WitnessServeOptions,
): Promise<WitnessServer> {
  const app = makeWitnessServer(witness, logger);
  await app.listen({ host, port });
  app.server.maxConnections = CONNECTIONS_MAX;
  const address = app.server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : port,
    close: () => app.close(),
  };
}

export function makeWitnessServer(witness: NodeWitness, logger: Logger): FastifyInstance {
  const app = fastify({
    logger: false,
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_MS_MAX,
    forceCloseConnections: "idle",
    exposeHeadRoutes: true,
  });
  const arriving = new Room(ARRIVING_BYTES_MAX);
  app.removeAllContentTypeParsers();
  // The protocol names no type of the body.
  app.addContentTypeParser("*", (_request, payload, done) =>
    readBody(payload, BODY_BYTES_MAX, arriving, done),
  );
  app.setErrorHandler((error: { readonly statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) logger("error", "request-failed", errorFields(error));
    return sendLine(reply.code(status).header("connection", "close"), "REQUEST_FAILED");
  });
  app.setNotFoundHandler((_request, reply) => sendLine(reply.code(404), "NOT_FOUND"));
  app.post<{ Body: Bytes | undefined }>("/add-checkpoint", async (request, reply) =>
    send(reply, await witness.addCheckpoint(request.body ?? new Uint8Array())),
  );
  app.get<{ Params: { readonly log: string } }>("/:log/checkpoint", async (request, reply) => {
    const note = witness.lastAt(`${request.params.log}/checkpoint`);
    if (note === undefined) return sendLine(reply.code(404), "NOT_FOUND");
    return reply.type("text/plain; charset=utf-8").send(Buffer.from(note));
  });
  return app;
}

function send(reply: FastifyReply, answer: AddAnswer): FastifyReply {
  if (answer.status === 200) return reply.type("text/plain; charset=utf-8").send(answer.body);
  if (answer.status === 409) return reply.code(409).header("content-type", TLOG_SIZE_TYPE).send(answer.body);
  return sendLine(reply.code(answer.status), answer.code);
}

const sendLine = (reply: FastifyReply, code: string): FastifyReply =>
  reply.type("text/plain; charset=utf-8").send(`${code}\n`);
