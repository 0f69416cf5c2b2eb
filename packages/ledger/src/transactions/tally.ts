import { assert, type Bytes } from "@veche/base";
import {
  combine,
  encodeAggregates,
  encodeResult,
  equalHeads,
  groupsOf,
  headHash,
  resultHash,
  tallyOf,
} from "@veche/election";
import { encodePoint, type Point } from "@veche/group";
import { frontierRoot } from "@veche/tlog";
import type { Body } from "../format/bodies.ts";
import { type Refusal, refuse } from "../format/outcome.ts";
import type { Blame, Rule } from "../rule.ts";
import { keyOf } from "../state/keys.ts";
import type { LedgerState } from "../state/state.ts";
import type { Work } from "../work.ts";
import { unknownTrustee } from "./references.ts";

/** §06.5: by anyone, once casting has ended everywhere. */
export const close: Rule<"close"> = (work) => {
  if (work.state.phase === "closed") return refuse("ALREADY", "it is closed");
  return {
    conditions: () =>
      work.time >= work.state.lastCastEnds
        ? undefined
        : refuse("CLOSE_NOT_DUE", `casting ends at ${work.state.lastCastEnds}`),
    apply: () => {
      work.change({ phase: "closed" });
      return undefined;
    },
    entered: () => fixHead(work),
  };
};

/** §08.3.2: the head right after the `close` entry, which is the last leaf. The aggregates are final. */
function fixHead(work: Work): void {
  const { election, state } = work;
  const { aggregates, head } = tallyOf({
    election,
    attempt: work.ceremony.attempt,
    alive: new Set(work.ceremony.alive),
    size: state.frontier.size,
    root: frontierRoot(state.frontier),
    styles: work.manifest.styles.map((_, index) => ({
      ballots: work.style(index).ballots,
      aggregates: work.aggregates(index),
    })),
  });
  work.overlay.set(keyOf.aggregateList(), encodeAggregates(aggregates));
  work.change({ head: { ...head, length: aggregates.length } });
  // §08.5.1
  if (aggregates.length === 0) computeResult(work);
}

type Head = NonNullable<LedgerState["head"]>;

function headOf(work: Work): Head {
  const { head } = work.state;
  assert(head !== undefined, "a closed election has a head");
  return head;
}

/** Who takes part in the tally: trustees alive in the successful attempt; not before the scheduled end. */
function checkTallyPlace(work: Work, trustee: number): Refusal | undefined {
  if (!work.ceremony.alive.includes(trustee))
    return refuse("CEREMONY_STEP", `trustee ${trustee} is excluded`);
  const { tallyNotBefore } = work.manifest;
  return work.time >= tallyNotBefore ? undefined : refuse("TALLY_NOT_DUE", `not before ${tallyNotBefore}`);
}

/** §08.3: what a trustee found. It is not judged here: two heads are for people to see. */
export const tallyHead: Rule<"tally-head"> = (work, body) => {
  const { tallyHeads } = work.state;
  if (tallyHeads.some(({ trustee }) => trustee === body.trustee))
    return refuse("ALREADY", "the head is signed");
  return {
    named: body.trustee,
    reference: () => unknownTrustee(work, body.trustee),
    conditions: () => checkTallyPlace(work, body.trustee),
    apply: () => {
      work.change({ tallyHeads: [...tallyHeads, body] });
      return undefined;
    },
  };
};

/** §08.4 */
export const decryption: Rule<"decryption"> = (work, body) => {
  if (work.state.decryptions.includes(body.trustee)) return refuse("ALREADY", "a valid decryption is in");
  return {
    named: body.trustee,
    phase: () => (headOf(work).length === 0 ? refuse("PHASE", "nothing is decrypted") : undefined),
    reference: () => unknownTrustee(work, body.trustee),
    conditions: () => checkTallyPlace(work, body.trustee) ?? checkOwnHead(work, body.trustee),
    content: () => wrongDecryption(work, body),
    apply: () => {
      work.overlay.set(keyOf.decryption(body.trustee), body.points);
      const decryptions = [...work.state.decryptions, body.trustee];
      work.change({ decryptions });
      // §08.5.1: later ones change nothing.
      if (decryptions.length === work.manifest.trustees.quorum) computeResult(work);
      return undefined;
    },
  };
};

/** ⚔ §08.4.1: only a trustee who saw this log may add its share. */
function checkOwnHead(work: Work, trustee: number): Refusal | undefined {
  const own = work.state.tallyHeads.find((head) => head.trustee === trustee);
  if (own === undefined) return refuse("HEAD_DIFFERS", "no `tally-head` of this trustee");
  return equalHeads(own, headOf(work))
    ? undefined
    : refuse("HEAD_DIFFERS", "its `tally-head` is of another log");
}

function wrongDecryption(work: Work, body: Body<"decryption">): Blame | Refusal | undefined {
  const { electionId } = work.state;
  const task = { electionId, head: headHash(electionId, headOf(work)), aggregates: aggregateListOf(work) };
  const shareKey = encodePoint(work.keys().shares.get(body.trustee) as Point);
  const verdict = work.checks.decryption(task, body, shareKey);
  if (verdict.ok) return undefined;
  return verdict.error.code === "DECRYPTION_PROOF"
    ? { blame: verdict.error.code }
    : refuse("MALFORMED", verdict.error.code);
}

function aggregateListOf(work: Work): Bytes {
  const aggregates = work.overlay.get(keyOf.aggregateList());
  assert(aggregates !== undefined, "a closed election has its aggregates");
  return aggregates;
}

/** §08.5: from the first k valid decryptions in log order. */
function computeResult(work: Work): void {
  const ballots = work.manifest.styles.map((_, index) => work.style(index).ballots);
  const decryptions = work.state.decryptions.map((trustee) => {
    const points = work.overlay.get(keyOf.decryption(trustee));
    assert(points !== undefined, "an accepted decryption is kept");
    return { trustee, points };
  });
  const groups = groupsOf(work.manifest, ballots);
  const result = combine(work.checks.kernel, work.election, groups, aggregateListOf(work), decryptions);
  // Every accepted ballot can be counted (L8): its proofs and those of the decryptions say so.
  assert(result.ok, "the result of valid decryptions exists");
  work.overlay.set(keyOf.result(), encodeResult(result.value));
  work.change({ resultHash: resultHash(result.value) });
}
