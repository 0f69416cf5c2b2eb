import type { FastifyReply, FastifyRequest } from "fastify";
import { accountById } from "../account/accounts.ts";
import { isCsrf } from "../account/sessions.ts";
import type { App } from "./app.ts";
import { networkOf } from "./network.ts";
import type { PortalParts } from "./parts.ts";
import { refuse } from "./refuse.ts";

/** Before anything of a request is read: limits, who is signed in, and that a change was asked for by our own page. */
export function addGuard(app: App, parts: PortalParts): void {
  app.decorateRequest("voter", null);
  const overLimit = limitsOf(app, parts);
  app.addHook("onRequest", async (request, reply) => {
    const { access } = request.routeOptions.config;
    if (access === "static" || request.is404) return undefined;
    const isOpen = access === "public";
    const wait = await overLimit(request);
    if (wait !== undefined) return refuse(reply, { code: "TOO_MANY", retryAfterSeconds: wait });
    // A page of another host can make a browser send, but not with this origin.
    const changes = request.method !== "GET" && request.method !== "HEAD";
    if (changes && request.headers.origin !== parts.origin) return refuse(reply, { code: "CSRF" });
    const cookie = parts.cookies.get(request, "session");
    const session = cookie === undefined ? undefined : await parts.sessions.find(cookie);
    const account = session && (await accountById(parts.db, session.account));
    if (session === undefined || account === undefined)
      return isOpen ? undefined : refuse(reply, { code: "NOT_SIGNED_IN" });
    if (changes && !isCsrf(session, request.headers["x-veche-csrf"])) return refuse(reply, { code: "CSRF" });
    request.voter = { session, account };
    return undefined;
  });
}

const WINDOW = "1 minute";

/**
 * Two limits: by session, and by address, since sessions can be made at will. An address is counted under a keyed hash that lives as
 * long as the process: it is neither stored nor logged. Answers the seconds to wait, if any.
 */
function limitsOf(app: App, parts: PortalParts): (request: FastifyRequest) => Promise<number | undefined> {
  const bySession = app.createRateLimit({
    max: parts.limits.perSession,
    timeWindow: WINDOW,
    keyGenerator: (request) => `s${parts.blur(parts.cookies.get(request, "session") ?? "")}`,
  });
  const byAddress = app.createRateLimit({
    max: parts.limits.perAddress,
    timeWindow: WINDOW,
    keyGenerator: (request) => `a${parts.blur(networkOf(request.ip))}`,
  });
  return async (request) => {
    const hasSession = parts.cookies.get(request, "session") !== undefined;
    for (const limit of hasSession ? [byAddress, bySession] : [byAddress]) {
      const counted = await limit(request);
      if (!counted.isAllowed && counted.isExceeded) return counted.ttlInSeconds;
    }
    return undefined;
  };
}

/** A route that takes nothing takes nothing: no body, or an empty one. */
export function addEmptyBodies(app: App): void {
  app.addHook("preValidation", async (request, reply) => {
    const { body, routeOptions } = request;
    if (routeOptions.schema?.body !== undefined || body === undefined || body === null) return undefined;
    const isEmpty = typeof body === "object" && Object.keys(body).length === 0 && !Array.isArray(body);
    return isEmpty ? undefined : refuse(reply, { code: "MALFORMED" });
  });
}

/** What went wrong on the way to a handler, without a word of what was sent (L33). */
export function addErrors(app: App, parts: PortalParts): void {
  app.setErrorHandler(
    (error: { readonly statusCode?: number; readonly name?: string }, request, reply: FastifyReply) => {
      const status = error.statusCode ?? 500;
      if (status === 413) return refuse(reply.header("connection", "close"), { code: "TOO_LARGE" });
      if (status < 500) return refuse(reply, { code: "MALFORMED" });
      parts.log({ event: "failed", route: request.routeOptions.url ?? "", error: error.name ?? "Error" });
      return refuse(reply, { code: "UNAVAILABLE", retryAfterSeconds: 5 });
    },
  );
}

/** The only lines about requests: what was asked for, not by whom, from where or with which parameters. */
export function addRequestLog(app: App, { log }: PortalParts): void {
  app.addHook("onResponse", async (request, reply) => {
    const { method, routeOptions } = request;
    const route = routeOptions.url ?? "none";
    log({ event: "request", method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) });
  });
}
