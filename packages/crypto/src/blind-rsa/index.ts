export { verifyToken } from "#verify-token";
export {
  checkKeyForm,
  KEY_FORM_ROOTS,
  type KeyFormError,
  keyChallenges,
  type SeedFor,
} from "./key-form.ts";
export { MODULUS_LENGTH, type ModulusError } from "./modulus.ts";
export type { BlindError, Blinded, FinalizeError, SignatureError } from "./rsabssa.ts";
export { blind, blindMany, finalize, reblind } from "./token.ts";
export type { TokenError, VerifyToken } from "./verify-token.ts";
