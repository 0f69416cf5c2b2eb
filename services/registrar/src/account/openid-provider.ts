import { err, ok, type Result } from "@veche/base";
import {
  AuthorizationResponseError,
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type ClientAuth,
  ClientError,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  type CustomFetch,
  calculatePKCECodeChallenge,
  customFetch,
  discovery,
  fetchUserInfo,
  None,
  ResponseBodyError,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from "openid-client";
import { type ClaimMap, identityOf } from "./claim-map.ts";
import type { Identity, IdentityError, IdentityProvider, SignInAttempt } from "./identity-provider.ts";

/** What a signed client secret is made for. */
export type SecretRequest = {
  readonly step: "authorization" | "token";
  readonly clientId: string;
  readonly scope: string;
  readonly state: string;
  readonly redirectUri: string;
};

/**
 * How the registrar proves to the provider who it is. `signed`: a function that gives the parameters of each request, `client_secret`
 * and what belongs to it (`timestamp`); ESIA wants them so, signed by its own algorithms, both when the voter leaves and for the token.
 */
export type ClientProof =
  | { readonly kind: "post" | "basic"; readonly secret: string }
  | {
      readonly kind: "signed";
      readonly sign: (request: SecretRequest) => Promise<Readonly<Record<string, string>>>;
    };

export type OpenIdSettings = {
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly proof: ClientProof;
  /** `https://<portal>/auth/callback` */
  readonly redirectUri: string;
  readonly scope: string;
  readonly claims: ClaimMap;
  /** More parameters of the authorization request, for instance `prompt: login`. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** For tests: instead of the network. */
  readonly fetch?: CustomFetch;
};

const TIMEOUT_SECONDS = 10;

/** OpenID Connect Core 1.0, code flow with PKCE (RFC 7636), state, nonce and the issuer in the answer (RFC 9207). */
export function openIdProvider(settings: OpenIdSettings): IdentityProvider {
  const { name, clientId, redirectUri, scope } = settings;
  const found = discoverOnce(settings);
  const prove = async (step: SecretRequest["step"], state: string): Promise<Record<string, string>> =>
    settings.proof.kind === "signed"
      ? { ...(await settings.proof.sign({ step, clientId, scope, state, redirectUri })) }
      : {};
  return {
    name,
    begin: (language) =>
      guarded(async () => {
        const attempt: SignInAttempt = {
          state: randomState(),
          nonce: randomNonce(),
          verifier: randomPKCECodeVerifier(),
        };
        const url = buildAuthorizationUrl(await found(), {
          // OpenID Connect Core 1.0, 3.1.2.1: a provider that does not know it passes it over.
          ...(language === undefined ? {} : { ui_locales: language }),
          ...settings.parameters,
          ...(await prove("authorization", attempt.state)),
          redirect_uri: redirectUri,
          scope,
          state: attempt.state,
          nonce: attempt.nonce,
          code_challenge: await calculatePKCECodeChallenge(attempt.verifier),
          code_challenge_method: "S256",
        });
        return ok({ url: url.href, attempt });
      }),
    complete: (returned, attempt) =>
      guarded(async () => completed(await found(), settings, returned, attempt, prove)),
  };
}

/** `http` is for a provider on this very machine, in development; everywhere else somebody could listen. */
export function isAllowedIssuer(issuer: string): boolean {
  if (!URL.canParse(issuer)) return false;
  const { protocol, hostname } = new URL(issuer);
  return protocol === "https:" || (protocol === "http:" && isLoopback(hostname));
}

export const isLoopback = (hostname: string): boolean =>
  hostname === "localhost" ||
  hostname.endsWith(".localhost") ||
  hostname === "127.0.0.1" ||
  hostname === "[::1]";

/** Looked up at the first sign-in and kept: the portal starts also while the provider is away. */
function discoverOnce(settings: OpenIdSettings): () => Promise<Configuration> {
  let found: Promise<Configuration> | undefined;
  return () => {
    found ??= discover(settings).catch((error: unknown) => {
      found = undefined;
      throw error;
    });
    return found;
  };
}

async function discover({ issuer, clientId, proof, fetch }: OpenIdSettings): Promise<Configuration> {
  if (!isAllowedIssuer(issuer)) throw new TypeError("an issuer has an address with https");
  const isPlain = new URL(issuer).protocol === "http:";
  return discovery(new URL(issuer), clientId, undefined, authOf(proof), {
    timeout: TIMEOUT_SECONDS,
    execute: isPlain ? [allowInsecureRequests] : [],
    ...(fetch === undefined ? {} : { [customFetch]: fetch }),
  });
}

function authOf(proof: ClientProof): ClientAuth {
  if (proof.kind === "signed") return None();
  return proof.kind === "basic" ? ClientSecretBasic(proof.secret) : ClientSecretPost(proof.secret);
}

async function completed(
  found: Configuration,
  settings: OpenIdSettings,
  returned: URL,
  attempt: SignInAttempt,
  prove: (step: "token", state: string) => Promise<Record<string, string>>,
): Promise<Result<Identity, IdentityError>> {
  const tokens = await authorizationCodeGrant(
    found,
    returned,
    {
      expectedState: attempt.state,
      expectedNonce: attempt.nonce,
      pkceCodeVerifier: attempt.verifier,
      idTokenExpected: true,
    },
    await prove("token", attempt.state),
  );
  const claims = tokens.claims();
  if (claims === undefined) return err({ code: "SIGN_IN_REFUSED" });
  const hasMore = found.serverMetadata().userinfo_endpoint !== undefined;
  const more = hasMore ? await fetchUserInfo(found, tokens.access_token, claims.sub) : {};
  return identityOf(claims.sub, { ...more, ...claims }, settings.claims);
}

/** Errors of the library are sorted, never shown or logged: they carry what the provider sent. */
async function guarded<T>(step: () => Promise<Result<T, IdentityError>>): Promise<Result<T, IdentityError>> {
  try {
    return await step();
  } catch (error) {
    return err({ code: isRefusal(error) ? "SIGN_IN_REFUSED" : "PROVIDER_UNAVAILABLE" });
  }
}

/** Of the library's codes those of the network; everything else that it throws is a check that failed. */
const AWAY = new Set(["OAUTH_TIMEOUT", "OAUTH_ABORT", "OAUTH_RESPONSE_IS_NOT_CONFORM"]);

function isRefusal(error: unknown): boolean {
  if (error instanceof AuthorizationResponseError || error instanceof ResponseBodyError) return true;
  return error instanceof ClientError && !AWAY.has(error.code ?? "");
}
