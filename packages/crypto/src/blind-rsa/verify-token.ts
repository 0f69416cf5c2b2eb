import type { Bytes, Result } from "@veche/base";
import type { ModulusError } from "./modulus.ts";
import type { SignatureError } from "./rsabssa.ts";

export type TokenError = ModulusError | SignatureError;

/**
 * Verifies one issuer's signature on a token message (§04.4.2): accepted iff the signature has 256 bytes, is
 * below n, and its 65537th power is the one encoding of the message with an empty salt. `n` is 256 bytes and
 * has passed `checkKeyForm`.
 *
 * There are two implementations, `verify-token-node.ts` and `verify-token-pure.ts`, and the package's import
 * map (`#verify-token`) picks one by platform, so that callers know one function. In Node the default is
 * OpenSSL: a million ballots carry millions of signatures, and it is four times as fast. Browsers get BigInt:
 * WebCrypto would make every caller asynchronous, and is one more library whose bounds we would have to know.
 * Both give the same verdict with the same code, which property tests hold them to.
 */
export type VerifyToken = (n: Bytes, message: Bytes, signature: Bytes) => Result<undefined, TokenError>;
