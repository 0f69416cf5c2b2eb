export { Issuer, type IssuerParts, type IssuerRefusal } from "./issuer.ts";
export {
  decodeIssuerKeys,
  encodeIssuerKeys,
  generateIssuerKeys,
  type IssuerKeys,
  issuerKeysTransactions,
  type KeysError,
  missingStyles,
} from "./keys.ts";
export { type IssuerHome, type OpenedIssuer, type OpenIssuerError, openIssuer } from "./open-issuer.ts";
export { type IssuerEvent, issuerServer } from "./server.ts";
