import { generateKeyPairSync, randomBytes } from "node:crypto";
import type { Context, Grant } from "oidc-provider";
import { memoryAdapter } from "./memory-adapter.ts";
import { claimsOf, PRACTICE_SCOPE, type TestPerson } from "./test-person.ts";

export type RegisteredClient = { readonly clientId: string; readonly clientSecret: string };

const MINUTE_SECONDS = 60;

/** Settings of oidc-provider: one client, keys and secrets that live as long as the process, no consent to ask for. */
export function providerSettings(
  persons: readonly TestPerson[],
  redirectUri: string,
  clientSecret: string = randomBytes(32).toString("base64url"),
): { readonly settings: object; readonly client: RegisteredClient } {
  const client = { clientId: "veche-portal", clientSecret };
  const byId = new Map(persons.map((person) => [person.id, person]));
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const settings = {
    adapter: memoryAdapter(),
    clients: [
      {
        client_id: client.clientId,
        client_secret: client.clientSecret,
        redirect_uris: [redirectUri],
        grant_types: ["authorization_code"],
        response_types: ["code"],
        token_endpoint_auth_method: "client_secret_post",
        id_token_signed_response_alg: "ES256",
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", alg: "ES256", kid: "practice" }] },
    cookies: { keys: [randomBytes(32).toString("base64url")] },
    scopes: PRACTICE_SCOPE.split(" "),
    claims: { openid: ["sub"], person: namesOfClaims(persons) },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
    interactions: { url: (_: unknown, { uid }: { readonly uid: string }) => `/sign-in/${uid}` },
    findAccount: (_: unknown, id: string) => {
      const person = byId.get(id);
      return person && { accountId: id, claims: () => claimsOf(person) };
    },
    loadExistingGrant: grantEverything,
    pkce: { required: () => true },
    ttl: {
      AccessToken: 5 * MINUTE_SECONDS,
      AuthorizationCode: MINUTE_SECONDS,
      Grant: 10 * MINUTE_SECONDS,
      IdToken: 5 * MINUTE_SECONDS,
      Interaction: 30 * MINUTE_SECONDS,
      Session: 10 * MINUTE_SECONDS,
    },
    renderError: (context: { type: string; body: string }, { error }: { readonly error: string }) => {
      context.type = "text/plain; charset=utf-8";
      context.body = `Sign-in is not possible (${error}). Вход невозможен (${error}).\n`;
    },
  };
  return { settings, client };
}

const namesOfClaims = ([first]: readonly TestPerson[]): readonly string[] =>
  first === undefined ? [] : Object.keys(claimsOf(first)).filter((name) => name !== "sub");

type WithGrant = Context & {
  readonly oidc: {
    readonly provider: { readonly Grant: new (of: object) => Grant };
  };
};

/** The portal is the only client, and its persons are made up: there is nobody to ask. */
async function grantEverything({ oidc }: WithGrant): Promise<Grant> {
  const grant = new oidc.provider.Grant({
    clientId: oidc.client?.clientId ?? "",
    accountId: oidc.session?.accountId ?? "",
  });
  grant.addOIDCScope(PRACTICE_SCOPE);
  await grant.save();
  return grant;
}
