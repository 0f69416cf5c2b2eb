export { Confirmations, type ConfirmError, type Confirmed, type ConfirmRequest } from "./confirmations.ts";
export { confirmedKinds, type FactorUnknown, removeFactor } from "./factor.ts";
export { type PasskeyScope, Passkeys, type RelyingParty } from "./passkeys.ts";
export { Seal } from "./seal.ts";
export { type TotpError, TotpFactors } from "./totp.ts";
