import { timingSafeEqual } from "node:crypto";
import { type Bytes, codeOf, concat, parseCode, type RandomBytes, sha256, utf8 } from "@veche/base";

/** 104 random bits, of which the code shows 100: nobody guesses it, so that a plain hash may be stored. */
const SECRET_BYTES = 13;

/** A one-time secret as it stands in a voter's letter: twenty characters in groups of four. */
export const newSecret = (randomBytes: RandomBytes): string => codeOf(randomBytes(SECRET_BYTES));

/** All that the registrar keeps of a secret. It is bound to election and voter, so that equal hashes say nothing. */
export function secretHash(electionId: Bytes, voter: string, secret: string): Bytes {
  return sha256(
    concat(utf8("veche letter\n"), electionId, utf8(`\n${voter}\n${parseCode(secret) ?? secret}`)),
  );
}

/** In a time that does not depend on where they differ (L27). */
export const isSecret = (given: Bytes, stored: Bytes): boolean => timingSafeEqual(given, stored);
