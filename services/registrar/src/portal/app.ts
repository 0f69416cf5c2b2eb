import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from "fastify";
import type { AccountRow } from "../account/accounts.ts";
import type { Session } from "../account/sessions.ts";

/** fastify with types from the schemas. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression<RawServerDefault>,
  RawReplyDefaultExpression<RawServerDefault>,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** Whoever is signed in, for one request. */
export type Voter = { readonly session: Session; readonly account: AccountRow };

declare module "fastify" {
  interface FastifyRequest {
    /** `null`: nobody is signed in. Routes that are not `public` are never reached with `null`. */
    voter: Voter | null;
  }
  interface FastifyContextConfig {
    /** `public`: no session is needed, `static`: nobody is even looked up. Without it a route is closed. */
    readonly access?: "public" | "static";
  }
}

/** The one who is signed in, in a route that is not public. */
export function voterOf(request: { readonly voter: Voter | null }): Voter {
  if (request.voter === null) throw new TypeError("a closed route was reached without a session");
  return request.voter;
}
