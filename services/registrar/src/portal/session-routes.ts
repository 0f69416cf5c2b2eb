import { PORTAL_ROUTES, PortalRefusal, SessionAnswer } from "@veche/api/portal";
import { Type } from "typebox";
import { accountFor } from "../account/accounts.ts";
import { confirmedKinds } from "../second-factor/factor.ts";
import { maskTelephone } from "../sms/telephone.ts";
import type { App, Voter } from "./app.ts";
import type { PortalParts } from "./parts.ts";
import { pathToReturn, readLeaving, SIGN_IN_MS, writeLeaving } from "./sign-in-cookie.ts";

const PUBLIC = { access: "public" } as const;
/** A provider adds what it likes to the way back; a path that is none becomes the first page. */
const AnyQuery = Type.Object({
  return: Type.Optional(Type.Unknown()),
  lang: Type.Optional(Type.Unknown()),
});

/** Sign-in by full navigations to the provider and back, the session, and its end. */
export function addSessionRoutes(app: App, parts: PortalParts): void {
  addSignIn(app, parts);
  const answers = { 200: SessionAnswer, "4xx": PortalRefusal, "5xx": PortalRefusal };
  app.get(
    PORTAL_ROUTES.session,
    { config: PUBLIC, schema: { summary: "Who is signed in; prolongs the session", response: answers } },
    async (request) => sessionAnswer(parts, request.voter),
  );
  app.post(
    PORTAL_ROUTES.signOut,
    { schema: { summary: "Ends the session", response: answers } },
    async (request, reply) => {
      const cookie = parts.cookies.get(request, "session");
      if (cookie !== undefined) await parts.sessions.end(cookie);
      parts.cookies.clear(reply, "session");
      return sessionAnswer(parts, null);
    },
  );
}

function addSignIn(app: App, parts: PortalParts): void {
  const { cookies, seal, identity, now, randomBytes, origin } = parts;
  const navigation = (summary: string, description: string) => ({
    config: PUBLIC,
    schema: { summary, querystring: AnyQuery, response: { 303: Type.Null({ description }) } },
  });
  const leaves = navigation(
    "Begins to sign in: a navigation, no call",
    "To the provider, or to the first page with `?refusal=UNAVAILABLE`",
  );
  app.get(PORTAL_ROUTES.signIn, leaves, async (request, reply) => {
    const returnTo = pathToReturn(origin, request.query.return);
    const { lang } = request.query;
    const begun = await identity.begin(lang === "en" || lang === "ru" ? lang : undefined);
    if (!begun.ok) return reply.redirect(failed("UNAVAILABLE"), 303);
    const { attempt, url } = begun.value;
    cookies.set(reply, "sign-in", writeLeaving(seal, { attempt, returnTo }, now, randomBytes), SIGN_IN_MS);
    return reply.redirect(url, 303);
  });
  const returns = navigation(
    "The way back from the provider: a navigation, no call",
    "To where `return` said at the beginning, or to the first page with `?refusal=` and a code",
  );
  app.get(PORTAL_ROUTES.signedIn, returns, async (request, reply) => {
    const leaving = readLeaving(seal, cookies.get(request, "sign-in") ?? "", now);
    cookies.clear(reply, "sign-in");
    if (leaving === undefined) return reply.redirect(failed("SIGN_IN_FAILED"), 303);
    const completed = await identity.complete(new URL(request.url, origin), leaving.attempt);
    if (!completed.ok) {
      parts.log({ event: "sign-in-failed", ...completed.error });
      const isAway = completed.error.code === "PROVIDER_UNAVAILABLE";
      return reply.redirect(failed(isAway ? "UNAVAILABLE" : "SIGN_IN_FAILED"), 303);
    }
    const account = await accountFor(parts, identity.name, completed.value);
    cookies.set(reply, "session", await parts.sessions.start(account, cookies.get(request, "session")));
    return reply.redirect(leaving.returnTo, 303);
  });
}

/** A navigation ends on a page: the first one, which says the refusal's sentence. */
const failed = (code: "UNAVAILABLE" | "SIGN_IN_FAILED"): string => `/?refusal=${code}`;

export async function sessionAnswer({ db, now }: PortalParts, voter: Voter | null): Promise<SessionAnswer> {
  if (voter === null) return { signedIn: false, now: now() };
  const { session, account } = voter;
  return {
    signedIn: true,
    csrf: session.csrf,
    endsAt: session.endsAt,
    person: {
      family: account.family,
      given: account.given,
      patronymic: account.patronymic,
      birthDate: account.birth_date,
      documentEnd: account.document.slice(-4),
      telephone: maskTelephone(account.telephone),
      telephoneConfirmed: account.telephone_confirmed_at !== null,
      email: maskEmail(account.email),
      secondFactors: [...(await confirmedKinds(db, account.id))],
    },
    now: now(),
  };
}

/** `a•••@example.org` */
const maskEmail = (email: string): string => email.replace(/^(.)[^@]*@/u, "$1•••@");
