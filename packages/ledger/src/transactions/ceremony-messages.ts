import { type Bytes, type CborValue, encodeCbor } from "@veche/base";
import {
  decodeCommitments,
  type ElectionKeys,
  electionKeys,
  judgeAnswer,
  verifyCommit,
} from "@veche/election";
import type { Point } from "@veche/group";
import { advance, isAccused, isAnswered } from "../ceremony.ts";
import { type Refusal, refuse } from "../format/outcome.ts";
import type { Blame, Rule } from "../rule.ts";
import type { Ceremony, CeremonyStep } from "../state/ceremony-state.ts";
import { keyOf } from "../state/keys.ts";
import { encodeKeys, type Work } from "../work.ts";
import { firstUnknown, unknownTrustee } from "./references.ts";

type Message = { readonly attempt: number; readonly trustee: number };

/** §03.2: attempt and step are the current ones, the trustee is alive. */
function checkStep(
  work: Work,
  { attempt, trustee }: Message,
  ...steps: readonly CeremonyStep[]
): Refusal | undefined {
  const { ceremony } = work;
  if (attempt !== ceremony.attempt) return refuse("CEREMONY_STEP", `the attempt is ${ceremony.attempt}`);
  if (!steps.includes(ceremony.step)) return refuse("CEREMONY_STEP", `the step is ${ceremony.step}`);
  if (!ceremony.alive.includes(trustee)) return refuse("CEREMONY_STEP", `trustee ${trustee} is excluded`);
  return undefined;
}

/** §06.6 ALREADY: this trustee's message of this kind is in, in the present attempt. */
function given(work: Work, { attempt, trustee }: Message, by: readonly number[]): Refusal | undefined {
  const isIn = attempt === work.ceremony.attempt && by.includes(trustee);
  return isIn ? refuse("ALREADY", `trustee ${trustee} has sent it`) : undefined;
}

/** A message changes the ceremony, and may complete its step (§03.1.3). */
function take(work: Work, changes: Partial<Ceremony>): undefined {
  work.change({ ceremony: advance({ ...work.ceremony, ...changes }, work.time) });
}

export const trusteeHash: Rule<"trustee-hash"> = (work, body) => {
  const by = work.ceremony.hashes.map(({ trustee }) => trustee);
  return (
    given(work, body, by) ?? {
      named: body.trustee,
      reference: () => unknownTrustee(work, body.trustee),
      conditions: () => checkStep(work, body, "hash"),
      apply: () => {
        const { trustee, hash } = body;
        return take(work, { hashes: [...work.ceremony.hashes, { trustee, hash }] });
      },
    }
  );
};

export const trusteeCommit: Rule<"trustee-commit"> = (work, body) => {
  // §03.2: 32·k bytes
  if (body.commitments.length !== 32 * work.manifest.trustees.quorum) {
    return refuse("MALFORMED", `${body.commitments.length} bytes of commitments`);
  }
  return (
    given(work, body, work.ceremony.committed) ?? {
      named: body.trustee,
      reference: () => unknownTrustee(work, body.trustee),
      conditions: () => checkStep(work, body, "commit"),
      content: () => wrongCommit(work, body),
      apply: () => {
        const { attempt, trustee, commitments } = body;
        const keys = keysWith(work, trustee, commitments);
        work.overlay.set(keyOf.commitments(attempt, trustee), commitments);
        if (keys !== undefined && keys !== "identity")
          work.overlay.set(keyOf.electionKeys(), encodeKeys(keys));
        return take(work, { committed: [...work.ceremony.committed, trustee] });
      },
    }
  );
};

/** §03.2.2: points, not the identity, the hash, the proof; for the last one the keys too. */
function wrongCommit(
  work: Work,
  body: { readonly trustee: number; readonly commitments: Bytes; readonly proof: Bytes },
): Blame | undefined {
  const { attempt, hashes } = work.ceremony;
  const hash = hashes.find(({ trustee }) => trustee === body.trustee)?.hash ?? new Uint8Array(32);
  const verdict = verifyCommit({ electionId: work.state.electionId, attempt }, body, hash);
  if (!verdict.ok) return { blame: verdict.error.code };
  return keysWith(work, body.trustee, body.commitments) === "identity"
    ? { blame: "KEY_IDENTITY" }
    : undefined;
}

/** §03.4.1 if this commit is the last of the attempt; nothing before. */
function keysWith(work: Work, last: number, commitments: Bytes): ElectionKeys | "identity" | undefined {
  const { alive, committed, attempt } = work.ceremony;
  if (committed.length + 1 < alive.length) return undefined;
  const dealers = new Map<number, readonly Point[]>();
  for (const trustee of alive) {
    const bytes = trustee === last ? commitments : work.overlay.get(keyOf.commitments(attempt, trustee));
    dealers.set(trustee, (bytes && decodeCommitments(bytes)) ?? []);
  }
  const keys = electionKeys(dealers);
  return keys.ok ? keys.value : "identity";
}

export const trusteeShares: Rule<"trustee-shares"> = (work, body) =>
  given(work, body, work.ceremony.shared) ?? {
    named: body.trustee,
    reference: () => unknownTrustee(work, body.trustee),
    conditions: () => {
      const others = work.ceremony.alive.length - 1;
      return (
        checkStep(work, body, "shares") ??
        // §03.2.3
        (body.shares.length === others ? undefined : refuse("MALFORMED", `${body.shares.length} shares`))
      );
    },
    apply: () => {
      const { attempt, trustee } = body;
      const shares: readonly CborValue[] = body.shares;
      work.overlay.set(keyOf.shares(attempt, trustee), encodeCbor(shares));
      return take(work, { shared: [...work.ceremony.shared, trustee] });
    },
  };

/** §03.2.4: in step `confirm` a trustee confirms or complains, once. */
function spoken(work: Work, body: Message): Refusal | undefined {
  const { step, complaints, confirmed } = work.ceremony;
  const complainers = complaints.map(({ trustee }) => trustee);
  return given(work, body, step === "confirm" ? [...confirmed, ...complainers] : confirmed);
}

export const trusteeConfirm: Rule<"trustee-confirm"> = (work, body) =>
  spoken(work, body) ?? {
    named: body.trustee,
    reference: () => unknownTrustee(work, body.trustee),
    // §03.2.5, §03.2.7
    conditions: () => checkStep(work, body, "confirm", "reconfirm"),
    apply: () => take(work, { confirmed: [...work.ceremony.confirmed, body.trustee] }),
  };

export const trusteeComplaint: Rule<"trustee-complaint"> = (work, body) => {
  // §03.2.4: not itself
  if (body.against.includes(body.trustee)) return refuse("MALFORMED", "a complaint against itself");
  const { complaints, confirmed } = work.ceremony;
  const by = [...complaints.map(({ trustee }) => trustee), ...confirmed];
  return (
    given(work, body, by) ?? {
      named: body.trustee,
      reference: () => firstUnknown([body.trustee, ...body.against], (index) => unknownTrustee(work, index)),
      conditions: () => checkStep(work, body, "confirm") ?? deadAccused(work, body.against),
      apply: () => {
        const { trustee, against } = body;
        return take(work, { complaints: [...work.ceremony.complaints, { trustee, against }] });
      },
    }
  );
};

function deadAccused(work: Work, against: readonly number[]): Refusal | undefined {
  const dead = against.find((trustee) => !work.ceremony.alive.includes(trustee));
  return dead === undefined ? undefined : refuse("CEREMONY_STEP", `trustee ${dead} is excluded`);
}

export const trusteeAnswer: Rule<"trustee-answer"> = (work, body) => {
  const { attempt, answered, complaints } = work.ceremony;
  if (body.attempt === attempt && isAnswered(answered, body.trustee, body.complainer)) {
    return refuse("ALREADY", "the complaint is answered");
  }
  return {
    named: body.trustee,
    reference: () => firstUnknown([body.trustee, body.complainer], (index) => unknownTrustee(work, index)),
    conditions: () => {
      const step = checkStep(work, body, "answer");
      if (step !== undefined || isAccused(complaints, body.trustee, body.complainer)) return step;
      // §03.2.6: an answer nobody asked for would publish a share for nothing.
      return refuse("CEREMONY_STEP", "no such complaint");
    },
    content: () => wrongAnswer(work, body),
    apply: () => {
      const { trustee, complainer, share } = body;
      work.overlay.set(keyOf.answer(attempt, trustee, complainer), share);
      return take(work, { answered: [...work.ceremony.answered, { trustee, complainer }] });
    },
  };
};

/** ⚔ §03.2.6: nobody can tell what the age file held; what counts is a right share now. */
function wrongAnswer(
  work: Work,
  body: { readonly trustee: number; readonly complainer: number; readonly share: Bytes },
): Blame | undefined {
  const bytes = work.overlay.get(keyOf.commitments(work.ceremony.attempt, body.trustee));
  const commitments = (bytes && decodeCommitments(bytes)) ?? [];
  const verdict = judgeAnswer(commitments, body.complainer, body.share);
  return verdict.ok ? undefined : { blame: verdict.error.code };
}
