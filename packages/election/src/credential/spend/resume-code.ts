import { type Bytes, concat, equalBytes, err, ok, type Result, readUint, u8, u16 } from "@veche/base";
import { MODULUS_LENGTH, reblind } from "@veche/crypto";
import { encodePoint, encodeScalar, multiplyBase } from "@veche/group";
import { blindedHash } from "../issue.ts";
import { tokenMessage } from "../token.ts";
import { secretOf } from "./credential.ts";
import type { PendingIssue, PendingShare } from "./pending.ts";

/**
 * §12.5.1: a begun request in as few bytes as another device needs to go on with it. The blinded messages are left out,
 * since they follow from X, the issuers' keys and the inverses; their hashes check that they do. Who has it can vote.
 */
const VERSION = 1;
const KIND = 1;
const HEAD_BYTES = 68;
const SHARE_BYTES = MODULUS_LENGTH + 32;
const ISSUERS_MAX = 30;

export type ResumeCodeHead = { readonly electionId: Bytes; readonly style: number };
export type ResumeCodeError = { readonly code: "RESUME_CODE_MALFORMED" | "RESUME_CODE_DIFFERS" };

/** 68 + 288·m bytes, secret. */
export function encodeResumeCode({ electionId, style, x, shares }: PendingIssue): Bytes {
  const parts = shares.map(({ inverse, blindedMessage }) => concat(inverse, blindedHash(blindedMessage)));
  return concat(u8(VERSION), u8(KIND), electionId, u16(style), encodeScalar(x), ...parts);
}

/** Which election and style a resume code is of, if its length and version are right. */
export function readResumeCodeHead(code: Bytes): ResumeCodeHead | undefined {
  const issuers = (code.length - HEAD_BYTES) / SHARE_BYTES;
  if (!Number.isInteger(issuers) || issuers < 1 || issuers > ISSUERS_MAX) return undefined;
  if (code[0] !== VERSION || code[1] !== KIND) return undefined;
  return { electionId: code.slice(2, 34), style: readUint(code, 34, 2) };
}

/**
 * The request that a code resumes. `moduli`: of all issuers for the style, ascending, their form checked. The code is refused
 * unless it is of this election and style and of as many issuers, and every blinded message hashes to what it says.
 */
export function resumeRequest(
  election: { readonly electionId: Bytes; readonly styleId: string; readonly style: number },
  moduli: readonly Bytes[],
  code: Bytes,
): Result<PendingIssue, ResumeCodeError> {
  const head = readResumeCodeHead(code);
  const x = head && secretOf(code.slice(36, HEAD_BYTES));
  if (head === undefined || x === undefined) return err({ code: "RESUME_CODE_MALFORMED" });
  const { electionId, styleId, style } = election;
  const isOfThis = equalBytes(head.electionId, electionId) && head.style === style;
  if (!isOfThis || code.length !== HEAD_BYTES + SHARE_BYTES * moduli.length)
    return err({ code: "RESUME_CODE_DIFFERS" });
  const point = encodePoint(multiplyBase(x));
  const message = tokenMessage(electionId, styleId, point);
  const shares: PendingShare[] = [];
  for (const [at, modulus] of moduli.entries()) {
    const from = HEAD_BYTES + SHARE_BYTES * at;
    const inverse = code.slice(from, from + MODULUS_LENGTH);
    const blindedMessage = reblind(modulus, message, inverse);
    const hash = code.subarray(from + MODULUS_LENGTH, from + SHARE_BYTES);
    if (blindedMessage === undefined || !equalBytes(blindedHash(blindedMessage), hash))
      return err({ code: "RESUME_CODE_DIFFERS" });
    shares.push({ modulus, blindedMessage, inverse });
  }
  return ok({ electionId, styleId, style, x, point, shares });
}
