import {
  encodeIssueAnswer,
  REGISTRAR_REFUSALS,
  REGISTRAR_ROUTES,
  type RegistrarRefusalCode,
  readIssueRequest,
} from "@veche/api";
import fastify, { type FastifyInstance, type FastifyReply } from "fastify";
import type { LetterRegistrar } from "./letter-registrar.ts";

/** What the log may say of a request: never a number, a name, an entry or an address. */
export type RequestEvent = { readonly event: "issued" | "refused"; readonly code?: RegistrarRefusalCode };

const BODY_BYTES_MAX = 32_768;
const RETRY_AFTER_SECONDS = "3";

/** POST /issue over HTTP. Loggers and proxies in front of it must not keep bodies either. */
export function registrarServer(
  registrar: Pick<LetterRegistrar, "issue">,
  log: (event: RequestEvent) => void = () => {},
): FastifyInstance {
  const server = fastify({ logger: false, bodyLimit: BODY_BYTES_MAX });
  server.post(REGISTRAR_ROUTES.issue, async (request, reply) => {
    const issuing = readIssueRequest(request.body);
    if (issuing === undefined) return refuse(reply, "MALFORMED", log);
    const issued = await registrar.issue(issuing);
    if (!issued.ok) return refuse(reply, issued.error, log);
    log({ event: "issued" });
    return reply.send(encodeIssueAnswer(issued.value));
  });
  server.setNotFoundHandler((_, reply) => reply.code(404).send());
  // Whatever went wrong stays unsaid: errors echo nothing (L33).
  server.setErrorHandler((error, _, reply) => {
    const status = (error as { statusCode?: number }).statusCode ?? 500;
    return refuse(reply, status < 500 ? "MALFORMED" : "LEDGER_UNAVAILABLE", log);
  });
  return server;
}

const STATUS: { readonly [code in RegistrarRefusalCode]?: number } = {
  MALFORMED: 400,
  SECRET_WRONG: 403,
  LETTER_LOCKED: 429,
};

function refuse(
  reply: FastifyReply,
  code: RegistrarRefusalCode,
  log: (event: RequestEvent) => void,
): FastifyReply {
  log({ event: "refused", code });
  const { message, transient } = REGISTRAR_REFUSALS[code];
  if (transient && code !== "LETTER_LOCKED") reply.header("retry-after", RETRY_AFTER_SECONDS);
  return reply.code(STATUS[code] ?? (transient ? 503 : 409)).send({ code, message });
}
