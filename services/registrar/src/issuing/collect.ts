import type { Signing } from "@veche/api";
import { type Bytes, err, ok, type Result } from "@veche/base";
import { type Attempt, type Pace, retrying } from "@veche/client";
import { isBlindSignature } from "./blinded.ts";
import type { IssuerLink } from "./issuer-link.ts";

/** What every issuer of a set is asked to sign. `blinded` and `moduli`: of all m issuers, ascending. */
export type Collecting = {
  readonly request: Omit<Signing, "blinded">;
  readonly blinded: readonly Bytes[];
  readonly moduli: readonly Bytes[];
};

export type Silent = { readonly issuer: number; readonly reason: string };

/**
 * The blind signatures of ALL members, ascending, asked for side by side and again until patience ends. ⚔ A11 Of all or of none: a
 * subset of choice would mark the voter.
 */
export async function collectSignatures(
  links: ReadonlyMap<number, IssuerLink>,
  members: readonly number[],
  collecting: Collecting,
  pace: Pace,
): Promise<Result<readonly Bytes[], readonly Silent[]>> {
  const answers = await Promise.all(
    members.map((issuer) => askOne(links.get(issuer), issuer, collecting, pace)),
  );
  const signatures = answers.flatMap((answer) => (answer.ok ? [answer.value] : []));
  const silent = answers.flatMap((answer) => (answer.ok ? [] : [answer.error]));
  return silent.length === 0 ? ok(signatures) : err(silent);
}

async function askOne(
  link: IssuerLink | undefined,
  issuer: number,
  { request, blinded, moduli }: Collecting,
  { timing, backoff }: Pace,
): Promise<Result<Bytes, Silent>> {
  const own = blinded[issuer - 1];
  const modulus = moduli[issuer - 1];
  if (link === undefined || own === undefined || modulus === undefined)
    return err({ issuer, reason: "NO_ADDRESS" });
  let reason = "SILENT";
  type Answer = Result<Bytes, Silent>;
  const answered = await retrying<Answer>(timing, backoff, async (): Promise<Attempt<Answer>> => {
    const answer = await link.sign({ ...request, blinded: own });
    if (!answer.ok) {
      ({ reason } = answer.error);
      return answer.error.isFinal ? { done: err({ issuer, reason }) } : {};
    }
    if (isBlindSignature(modulus, own, answer.value)) return { done: ok(answer.value) };
    reason = "SIGNATURE_WRONG";
    return {};
  });
  return answered ?? err({ issuer, reason });
}
