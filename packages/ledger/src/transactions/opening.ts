import { type Bytes, equalBytes } from "@veche/base";
import { hash32, list } from "@veche/crypto";
import { type BallotStyle, currentSet, type Election, electionKeyHash } from "@veche/election";
import type { Body } from "../format/bodies.ts";
import { type Refusal, refuse } from "../format/outcome.ts";
import type { Rule } from "../rule.ts";
import { keyOf } from "../state/keys.ts";
import type { LedgerState } from "../state/state.ts";
import type { LedgerView } from "../state/view.ts";
import { readKeys, readStyle, type Work } from "../work.ts";

/** §06.5.1. It says all that the voter's page must know, so that the page needs one inclusion proof. */
export const open: Rule<"open"> = (work, body) => {
  if (work.state.phase === "open" || work.state.phase === "closed") return refuse("ALREADY", "it is open");
  return {
    conditions: () => checkReady(work) ?? checkHashes(work, body) ?? checkTime(work),
    apply: () => {
      work.change({ phase: "open" });
      return undefined;
    },
  };
};

function checkReady(work: Work): Refusal | undefined {
  const { manifest, ceremony, state } = work;
  if (ceremony.step !== "done") return refuse("OPEN_NOT_READY", `the ceremony is at ${ceremony.step}`);
  // §03.5.4
  const alive = ceremony.canaries.open.filter((trustee) =>
    ceremony.canaries.ceremony.includes(trustee),
  ).length;
  const needed = manifest.trustees.quorum + 1;
  if (alive < needed) return refuse("OPEN_NOT_READY", `canaries of ${alive} trustees, ${needed} are needed`);
  const keys = manifest.issuers.members.length * manifest.styles.length;
  if (state.issuerKeys < keys) return refuse("OPEN_NOT_READY", `${state.issuerKeys} of ${keys} issuer keys`);
  return undefined;
}

function checkHashes(work: Work, body: Body<"open">): Refusal | undefined {
  const expected = openBody(work.state, work.overlay);
  if (expected === undefined || !equalBytes(body.key, expected.key)) return refuse("OPEN_MISMATCH", "key");
  if (body.styles.length !== expected.styles.length) {
    return refuse("OPEN_MISMATCH", `${body.styles.length} styles`);
  }
  const at = expected.styles.findIndex((style, index) => !equalBytes(style, body.styles[index] as Bytes));
  return at < 0 ? undefined : refuse("OPEN_MISMATCH", `style ${at}`);
}

/** §06.5: late opening is allowed as long as something can still be issued. */
function checkTime(work: Work): Refusal | undefined {
  return work.time < work.state.lastIssueEnds
    ? undefined
    : refuse("WINDOW_ENDED", "issuing has ended everywhere");
}

/** The body that `open` must have now, or `undefined` while there is no election key. */
export function openBody(state: LedgerState, view: LedgerView): Body<"open"> | undefined {
  const { election, ceremony, issuerSets } = state;
  const keys = readKeys(view);
  if (election === undefined || ceremony?.step !== "done" || keys === undefined) return undefined;
  const { electionId, manifest } = election;
  const key = electionKeyHash({ electionId, attempt: ceremony.attempt }, keys, currentSet(issuerSets));
  return { key, styles: manifest.styles.map((_, style) => styleHash(election, view, style)) };
}

function styleHash({ electionId, manifest }: Election, view: LedgerView, style: number): Bytes {
  const moduli = manifest.issuers.members.map(
    (_, at) => view.get(keyOf.modulus(at + 1, style)) ?? new Uint8Array(0),
  );
  const { id } = manifest.styles[style] as BallotStyle;
  return hash32("issuer-style", electionId, id, list(moduli), readStyle(view, style).roll);
}
