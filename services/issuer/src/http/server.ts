import {
  encodeSignAnswer,
  ISSUER_REFUSALS,
  ISSUER_ROUTES,
  type IssuerRefusalCode,
  type Refusal,
  readSignRequest,
  sentenceFor,
} from "@veche/api";
import { equalBytes } from "@veche/base";
import fastify, { type FastifyInstance, type FastifyReply } from "fastify";
import type { DeskEvent, IssuerDesk } from "../desk/desk.ts";
import { addDocuments } from "./documents.ts";
import { errorFields, type Logger } from "./logger.ts";

export type ServeOptions = {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly logger: Logger;
  /** How often each desk looks at its log without being asked, ms. */
  readonly lookEveryMs: number;
};

export type Server = {
  readonly port: number;
  /** Ends after the answers under way. Desks are closed by whoever opened them. */
  readonly close: () => Promise<void>;
};

/** Twice what a request with 30 hashes takes. */
const BODY_BYTES_MAX = 8 * 1024;
const REQUEST_MS_MAX = 30_000;
const CONNECTIONS_MAX = 1_000;
const RETRY_AFTER_SECONDS = "1";

/** `POST /sign` for one or more elections. TLS, and who may connect, are for what stands in front of it. */
export async function serve(
  desks: readonly IssuerDesk[],
  { host, port, logger, lookEveryMs }: ServeOptions,
): Promise<Server> {
  const app = makeServer(desks, logger);
  await app.listen({ host, port });
  app.server.maxConnections = CONNECTIONS_MAX;
  const address = app.server.address();
  const looking = setInterval(() => {
    for (const desk of desks)
      desk.look().catch((error) => logger("error", "look-failed", errorFields(error)));
  }, lookEveryMs);
  return {
    port: typeof address === "object" && address !== null ? address.port : port,
    close: async () => {
      clearInterval(looking);
      await app.close();
    },
  };
}

export function makeServer(
  desks: readonly Pick<IssuerDesk, "electionId" | "sign">[],
  logger: Logger,
): FastifyInstance {
  const app = fastify({
    // fastify's own logger writes addresses with every request; ours has no field for them (L12).
    logger: false,
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_MS_MAX,
    forceCloseConnections: "idle",
  });
  app.post(ISSUER_ROUTES.sign, async (request, reply) => {
    const signing = readSignRequest(request.body);
    if (signing === undefined) return refuse(reply, "MALFORMED");
    const desk = desks.find(({ electionId }) => equalBytes(electionId, signing.election));
    if (desk === undefined) return refuse(reply, "UNKNOWN_ELECTION");
    const signed = await desk.sign(signing);
    return signed.ok ? reply.send(encodeSignAnswer(signed.value)) : refuse(reply, signed.error.code);
  });
  addDocuments(app);
  app.setNotFoundHandler((_, reply) => reply.code(404).send());
  // L33: whatever the parser objected to stays unsaid, errors echo nothing.
  app.setErrorHandler((error: { readonly statusCode?: number }, _, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 400 && status < 500) return refuse(reply, "MALFORMED", status);
    logger("error", "request-failed", errorFields(error));
    return reply.code(500).send({ code: "INTERNAL", message: sentenceFor("INTERNAL") });
  });
  return app;
}

function refuse(reply: FastifyReply, code: IssuerRefusalCode, status?: number): FastifyReply {
  const { message, transient } = ISSUER_REFUSALS[code];
  if (transient) reply.header("retry-after", RETRY_AFTER_SECONDS);
  const refusal: Refusal = { code, message };
  return reply.code(status ?? (code === "MALFORMED" ? 400 : 409)).send(refusal);
}

/** Writes what an operator must act on: a log that is lost or forged, a signature or a journal that is not what it should be. */
export function reportTo(logger: Logger): (event: DeskEvent) => void {
  return (told) => {
    const code = "code" in told ? { code: told.code } : {};
    if (told.event === "view-back") logger("info", told.event);
    else logger(told.event === "view-lost" ? "warn" : "error", told.event, code);
  };
}
