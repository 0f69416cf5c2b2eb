import { type Clock, fromUtf8, type RandomBytes, utf8 } from "@veche/base";
import { Type } from "typebox";
import { Check } from "typebox/value";
import type { SignInAttempt } from "../account/identity-provider.ts";
import { ownBytes } from "../account/keys.ts";
import type { Seal } from "../second-factor/seal.ts";

/** The longest that somebody may stay at the provider, ms. */
export const SIGN_IN_MS = 15 * 60_000;

const PLACE = "cookie sign-in";

export type Leaving = { readonly attempt: SignInAttempt; readonly returnTo: string };

const Sealed = Type.Object(
  {
    state: Type.String(),
    nonce: Type.String(),
    verifier: Type.String(),
    returnTo: Type.String(),
    until: Type.Integer(),
  },
  { additionalProperties: false },
);

/** What the browser keeps while its owner is at the provider: sealed, so that the portal keeps nothing of who only came to look. */
export function writeLeaving(
  seal: Seal,
  { attempt, returnTo }: Leaving,
  now: Clock,
  randomBytes: RandomBytes,
): string {
  const text = JSON.stringify({ ...attempt, returnTo, until: now() + SIGN_IN_MS });
  return Buffer.from(seal.close(utf8(text), PLACE, randomBytes)).toString("base64url");
}

export function readLeaving(seal: Seal, cookie: string, now: Clock): Leaving | undefined {
  const sealed = ownBytes(cookie);
  const plain = sealed && seal.open(sealed, PLACE);
  if (plain === undefined) return undefined;
  const read: unknown = JSON.parse(fromUtf8(plain) ?? "null");
  if (!Check(Sealed, read) || now() > read.until) return undefined;
  const { state, nonce, verifier, returnTo } = read;
  return { attempt: { state, nonce, verifier }, returnTo };
}

/** A path of the portal's own pages; everything else becomes the first page. No address of another host survives this. */
export function pathToReturn(origin: string, asked: unknown): string {
  if (typeof asked !== "string" || asked.length > 500 || !/^\/(?![/\\])/.test(asked)) return "/";
  if (!URL.canParse(asked, origin)) return "/";
  const url = new URL(asked, origin);
  // ⚔ After `/a/..//host` has been made short, too, it must not begin with two strokes: browsers take that for another host.
  const isPage = url.origin === origin && !/^\/([/\\]|(api|auth)(\/|$))/.test(url.pathname);
  return isPage ? url.pathname + url.search : "/";
}
