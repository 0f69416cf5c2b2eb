import {
  encodeSignAnswer,
  ISSUER_REFUSALS,
  ISSUER_ROUTES,
  type IssuerRefusalCode,
  readSignRequest,
} from "@veche/api";
import fastify, { type FastifyInstance, type FastifyReply } from "fastify";
import type { Issuer } from "./issuer.ts";

/** What the log of an issuer may say: never an entry, a hash or an address. */
export type IssuerEvent = { readonly event: "signed" | "refused"; readonly code?: IssuerRefusalCode };

const BODY_BYTES_MAX = 16_384;
const RETRY_AFTER_SECONDS = "2";

/** POST /sign over HTTP. Loggers and proxies in front of it must not keep bodies either. */
export function issuerServer(issuer: Issuer, log: (event: IssuerEvent) => void = () => {}): FastifyInstance {
  const server = fastify({ logger: false, bodyLimit: BODY_BYTES_MAX });
  server.post(ISSUER_ROUTES.sign, async (request, reply) => {
    const signing = readSignRequest(request.body);
    if (signing === undefined) return refuse(reply, "MALFORMED", log);
    const signed = await issuer.sign(signing);
    if (!signed.ok) return refuse(reply, signed.error.code, log);
    log({ event: "signed" });
    return reply.send(encodeSignAnswer(signed.value));
  });
  server.setNotFoundHandler((_, reply) => reply.code(404).send());
  // Whatever the parser objected to stays unsaid: errors echo nothing (L33).
  server.setErrorHandler((error, _, reply) => {
    const status = (error as { statusCode?: number }).statusCode ?? 500;
    if (status < 500) return refuse(reply, "MALFORMED", log);
    log({ event: "refused", code: "SIGNING_FAILED" });
    return reply.code(500).send({ code: "SIGNING_FAILED", message: ISSUER_REFUSALS.SIGNING_FAILED.message });
  });
  return server;
}

function refuse(
  reply: FastifyReply,
  code: IssuerRefusalCode,
  log: (event: IssuerEvent) => void,
): FastifyReply {
  log({ event: "refused", code });
  const { message, transient } = ISSUER_REFUSALS[code];
  if (transient) reply.header("retry-after", RETRY_AFTER_SECONDS);
  const status = code === "MALFORMED" ? 400 : transient ? 503 : 409;
  return reply.code(status).send({ code, message });
}
