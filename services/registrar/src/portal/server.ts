import fastifyCookie from "@fastify/cookie";
import fastifyHelmet from "@fastify/helmet";
import fastifyRateLimit from "@fastify/rate-limit";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import fastify from "fastify";
import type { App } from "./app.ts";
import { addApplicationRoutes } from "./application-routes.ts";
import { addCodeRoutes } from "./code-routes.ts";
import { addDocuments } from "./documents.ts";
import { addFactorRoutes } from "./factor-routes.ts";
import { addEmptyBodies, addErrors, addGuard, addRequestLog } from "./guard.ts";
import { addIssueRoutes } from "./issue-routes.ts";
import { addOutbox } from "./outbox-page.ts";
import { addPages } from "./pages.ts";
import type { PortalParts } from "./parts.ts";
import { addPractice } from "./practice-routes.ts";
import { type Reply, refuse } from "./refuse.ts";
import { addReports } from "./report-routes.ts";
import { addSessionRoutes } from "./session-routes.ts";

/** More than the largest request: 30 blinded messages. */
const BODY_BYTES_MAX = 32_768;
const REQUEST_MS_MAX = 60_000;

/** Sessions and addresses counted at a time; beyond it the oldest are forgotten. */
const COUNTED_MAX = 100_000;

/** Own host only; nothing inline, nothing framed, nothing sent elsewhere. */
const CSP = {
  defaultSrc: ["'self'"],
  baseUri: ["'none'"],
  objectSrc: ["'none'"],
  frameAncestors: ["'none'"],
  formAction: ["'self'"],
} as const;

/** The voter's account over HTTP: PORTAL_ROUTES, the pages, and the interface's description at `/api/docs`. */
export async function portalServer(parts: PortalParts): Promise<App> {
  const app = fastify({
    // fastify's own logger writes addresses with every request; ours has no field for them (L12).
    logger: false,
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_MS_MAX,
    forceCloseConnections: "idle",
    trustProxy: parts.proxies.length === 0 ? false : [...parts.proxies],
    // A number in the place of a text is a mistake, not a text; what is too much is refused, not dropped.
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, allErrors: false } },
    // An address that no route can take; fastify's own answer would repeat it.
    frameworkErrors: ({ statusCode }, _request, reply) => {
      refuse(reply as Reply, { code: statusCode === 414 ? "TOO_LARGE" : "MALFORMED" });
    },
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.removeContentTypeParser("text/plain");
  addRequestLog(app, parts);
  addErrors(app, parts);
  await app.register(fastifyHelmet, helmetOf(parts.origin));
  await app.register(fastifyCookie);
  await app.register(fastifyRateLimit, { global: false, cache: COUNTED_MAX });
  addGuard(app, parts);
  await addDocuments(app);
  await app.register(async (scope) => addRoutes(scope.withTypeProvider<TypeBoxTypeProvider>(), parts));
  if (parts.reports !== undefined) addReports(app, parts.reports);
  if (parts.outbox !== undefined) addOutbox(app, parts.outbox);
  await addPages(app, parts.pages);
  await app.ready();
  return app;
}

function addRoutes(app: App, parts: PortalParts): void {
  app.addHook("onSend", async (_request, reply) => {
    reply.header("cache-control", "no-store");
  });
  addEmptyBodies(app);
  addSessionRoutes(app, parts);
  addApplicationRoutes(app, parts);
  addCodeRoutes(app, parts);
  addFactorRoutes(app, parts);
  addIssueRoutes(app, parts);
  if (parts.practice !== undefined) addPractice(app, parts.practice);
}

const helmetOf = (origin: string) => ({
  contentSecurityPolicy: { useDefaults: false, directives: mutable(CSP) },
  referrerPolicy: { policy: "no-referrer" as const },
  crossOriginOpenerPolicy: { policy: "same-origin" as const },
  crossOriginResourcePolicy: { policy: "same-origin" as const },
  xFrameOptions: { action: "deny" as const },
  strictTransportSecurity: origin.startsWith("https:")
    ? { maxAge: 31_536_000, includeSubDomains: false }
    : false,
});

const mutable = (csp: typeof CSP): Record<string, string[]> =>
  Object.fromEntries(Object.entries(csp).map(([name, values]) => [name, [...values]]));
