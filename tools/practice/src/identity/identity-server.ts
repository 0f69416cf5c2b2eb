import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Provider } from "oidc-provider";
import { endedPage, type Language, LOGIN_STYLE, loginPage } from "./login-page.ts";
import { providerSettings, type RegisteredClient } from "./provider-settings.ts";
import type { TestPerson } from "./test-person.ts";

export type IdentityServerOptions = {
  readonly host: string;
  /** 0: any free port; the issuer is then known after the start only. */
  readonly port: number;
  readonly persons: readonly TestPerson[];
  /** Where the portal takes back who has signed in: `http://portal.localhost:8080/auth/callback`. */
  readonly redirectUri: string;
  /** Of the portal; missing: drawn at this start. */
  readonly clientSecret?: string | undefined;
};

export type IdentityServer = {
  /** What the registrar is configured with; see `clientSecret`. */
  readonly issuer: string;
  readonly client: RegisteredClient;
  readonly close: () => Promise<void>;
};

const FORM_BYTES_MAX = 4096;
/** What an address may look like that stands in a page again. */
const UID = /^\/sign-in\/([A-Za-z0-9_-]{1,64})$/;

/**
 * An OpenID Connect provider with persons who do not exist: whoever opens its page may be any of them. For practice on one machine
 * only; it speaks plain http and refuses to listen anywhere but on this machine.
 */
export async function identityServer(options: IdentityServerOptions): Promise<IdentityServer> {
  const { host, persons, redirectUri, clientSecret } = options;
  if (host !== "127.0.0.1" && host !== "::1")
    throw new RangeError("a provider without passwords listens on this machine only");
  const server = createServer();
  const port = await listen(server, host, options.port);
  const issuer = `http://localhost:${port}`;
  const { settings, client } = providerSettings(persons, redirectUri, clientSecret);
  const provider = new Provider(issuer, settings);
  const answer = provider.callback();
  server.on("request", (request, response) => {
    const path = new URL(request.url ?? "/", issuer).pathname;
    // Nobody stays signed in here: every sign-in chooses a person anew, whoever it was before.
    if (/^\/auth(\/|$)/.test(path)) forgetSession(request);
    const isOurs = path === "/sign-in.css" || UID.test(path);
    const answered = isOurs ? signIn(provider, options, request, response) : answer(request, response);
    answered.catch(() => send(response, 500, "text/plain; charset=utf-8", ""));
  });
  return { issuer, client, close: () => closed(server) };
}

/** The provider's session cookie is as if it had not come; those of the sign-in under way stay. */
function forgetSession(request: IncomingMessage): void {
  const cookies = (request.headers.cookie ?? "").split(/;\s*/);
  request.headers.cookie = cookies.filter((cookie) => !cookie.startsWith("_session")).join("; ");
}

/** GET shows the persons, POST chooses one (or none). */
async function signIn(
  provider: Provider,
  { persons, redirectUri }: IdentityServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://localhost");
  if (url.pathname === "/sign-in.css") return send(response, 200, "text/css; charset=utf-8", LOGIN_STYLE);
  // The return to the portal is part of the form's way: a browser checks each step of it.
  const csp = `default-src 'none'; style-src 'self'; form-action 'self' ${new URL(redirectUri).origin}; frame-ancestors 'none'`;
  response.setHeader("content-security-policy", csp);
  const interaction = await provider.interactionDetails(request, response).catch(() => undefined);
  const { ui_locales: locales } = interaction?.params ?? {};
  const language = languageOf(request, url, locales);
  if (interaction === undefined || interaction.uid !== UID.exec(url.pathname)?.[1])
    return send(response, 410, "text/html; charset=utf-8", endedPage(language));
  if (request.method !== "POST")
    return send(response, 200, "text/html; charset=utf-8", loginPage(url.pathname, persons, language));
  const form = await readForm(request);
  const person = persons.find(({ id }) => id === form?.get("person"));
  if (person === undefined && form?.get("cancel") !== "1")
    return send(response, 400, "text/html; charset=utf-8", loginPage(url.pathname, persons, language));
  const result =
    person === undefined ? { error: "access_denied" } : { login: { accountId: person.id, remember: false } };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

/** What was chosen on the page, else the language of the portal that somebody comes from, else the browser's. */
function languageOf(request: IncomingMessage, url: URL, locales: unknown): Language {
  const wishes = [url.searchParams.get("lang"), ...(typeof locales === "string" ? locales.split(" ") : [])];
  const wish = wishes.find((one) => one === "ru" || one === "en");
  if (wish === "ru" || wish === "en") return wish;
  return /^\s*ru\b/i.test(request.headers["accept-language"] ?? "") ? "ru" : "en";
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) {
    text += String(chunk);
    if (text.length > FORM_BYTES_MAX) return undefined;
  }
  return new URLSearchParams(text);
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  if (response.headersSent) return;
  response.writeHead(status, {
    "content-type": type,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
  });
  response.end(body);
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port }, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
