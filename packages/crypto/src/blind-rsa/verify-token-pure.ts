import { issuerModulus } from "./modulus.ts";
import { verifySignature } from "./rsabssa.ts";
import type { VerifyToken } from "./verify-token.ts";

/** `VerifyToken` by BigInt: for browsers, and the cross-check of the one for Node. */
export const verifyToken: VerifyToken = (n, message, signature) => {
  const modulus = issuerModulus(n);
  return modulus.ok ? verifySignature(modulus.value, message, signature, 0) : modulus;
};
