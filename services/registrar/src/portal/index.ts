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
export { configured, readConfig, type StartError } from "../config.ts";
export type { RegistrarConfig } from "../config-schema.ts";
export { type OpenedPortal, openPortal, type PortalWorld } from "./open-portal.ts";
export type { Practice, ServiceEvent } from "./parts.ts";
