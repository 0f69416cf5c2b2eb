export type { ClaimMap, ClaimPath } from "../account/claim-map.ts";
export type {
  Identity,
  IdentityError,
  IdentityProvider,
  SignInAttempt,
} from "../account/identity-provider.ts";
export {
  type ClientProof,
  isAllowedIssuer,
  type OpenIdSettings,
  openIdProvider,
  type SecretRequest,
} from "../account/openid-provider.ts";
