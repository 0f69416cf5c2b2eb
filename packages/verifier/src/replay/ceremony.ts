import { equalBytes } from "@veche/base";
import { hash32 } from "../transcript.ts";
import { advance, mayRestart, newAttempt, type Step } from "./ceremony-state.ts";
import { blame, type Election, type Handler, type Place } from "./election.ts";
import type { Judge } from "./judge.ts";

type Message = { readonly attempt: number; readonly trustee: number };

/** §03.2: the present attempt and step, an alive trustee, a message not yet given. */
function inStep(
  { ceremony }: Election,
  { attempt, trustee }: Message,
  step: Step,
  given: { has(trustee: number): boolean },
  judge: Judge,
): boolean {
  judge.examined("V10");
  const right =
    attempt === ceremony.attempt &&
    step === ceremony.step &&
    ceremony.alive.includes(trustee) &&
    !given.has(trustee);
  return judge.expect(right, "V10", "CEREMONY_STEP");
}

export const takeHash: Handler<"trustee-hash"> = (election, { body }, place, judge) => {
  const { ceremony } = election;
  if (!inStep(election, body, "hash", ceremony.hashes, judge)) return;
  ceremony.hashes.set(body.trustee, body.hash);
  advance(ceremony, place.time);
};

/** §03.2.2. */
export const takeCommit: Handler<"trustee-commit"> = async (election, tx, place, judge) => {
  const { ceremony, electionId, manifest } = election;
  const { attempt, trustee, commitments, proof } = tx.body;
  const formed = commitments.length === 32 * manifest.trustees.quorum;
  if (!judge.expect(formed, "V06", "BODY_FORM")) return;
  if (!inStep(election, tx.body, "commit", ceremony.commitments, judge)) return;
  const hash = hash32("commitments", electionId, attempt, trustee, commitments);
  const claim = { electionId, attempt, trustee, commitments, proof };
  if (!equalBytes(hash, ceremony.hashes.get(trustee) ?? new Uint8Array(0))) {
    return blame(election, tx, trustee, "commitments", judge);
  }
  if (!(await election.pool.run({ kind: "knowledge", claim }))) {
    return blame(election, tx, trustee, "knowledge", judge);
  }
  if (!(await completesKeys(election, trustee, commitments))) {
    return blame(election, tx, trustee, "keys", judge);
  }
  ceremony.commitments.set(trustee, commitments);
  advance(ceremony, place.time);
};

/** For the last alive trustee to commit: Y and all Y_j, none of them the identity (§03.4.1). */
async function completesKeys(election: Election, trustee: number, commitments: Uint8Array): Promise<boolean> {
  const { ceremony } = election;
  const dealers = ceremony.alive.map((j) => (j === trustee ? commitments : ceremony.commitments.get(j)));
  if (dealers.some((dealer) => dealer === undefined)) return true;
  const claim = { dealers: dealers as Uint8Array[], trustees: ceremony.alive };
  const keys = await election.pool.run({ kind: "keys", claim });
  if (keys === undefined) return false;
  const shares = new Map(ceremony.alive.map((j, i) => [j, keys.slice(32 * (i + 1), 32 * (i + 2))] as const));
  ceremony.keys = { key: keys.slice(0, 32), shares };
  return true;
}

/** §03.2.3: what is in the age files only their receivers can judge. */
export const takeShares: Handler<"trustee-shares"> = (election, { body }, place, judge) => {
  const { ceremony } = election;
  if (!inStep(election, body, "shares", ceremony.shares, judge)) return;
  if (!judge.expect(body.shares.length === ceremony.alive.length - 1, "V06", "BODY_FORM")) return;
  ceremony.shares.add(body.trustee);
  advance(ceremony, place.time);
};

/** §03.2.4, §03.2.7. */
export const takeConfirm: Handler<"trustee-confirm"> = (election, { body }, place, judge) => {
  const { ceremony } = election;
  const again = ceremony.step === "reconfirm";
  const { complaints, confirmed } = ceremony;
  const given = {
    has: (trustee: number) => confirmed.has(trustee) || complaints.has(trustee) !== again,
  };
  if (!inStep(election, body, again ? "reconfirm" : "confirm", given, judge)) return;
  confirmed.add(body.trustee);
  advance(ceremony, place.time);
};

/** §03.2.4. */
export const takeComplaint: Handler<"trustee-complaint"> = (election, { body }, place, judge) => {
  const { ceremony } = election;
  const { complaints, confirmed, alive } = ceremony;
  const given = { has: (trustee: number) => confirmed.has(trustee) || complaints.has(trustee) };
  if (!inStep(election, body, "confirm", given, judge)) return;
  const { against, trustee } = body;
  const right =
    against.length > 0 &&
    isAscending(against) &&
    against.every((dealer) => alive.includes(dealer) && dealer !== trustee);
  if (!judge.expect(right, "V10", "CEREMONY_FORM")) return;
  complaints.set(trustee, new Set(against));
  advance(ceremony, place.time);
};

/** §03.2.6. */
export const takeAnswer: Handler<"trustee-answer"> = async (election, tx, place, judge) => {
  const { ceremony } = election;
  const { trustee, complainer, share } = tx.body;
  if (!inStep(election, tx.body, "answer", new Set(), judge)) return;
  const open = ceremony.complaints.get(complainer);
  if (!judge.expect(open?.has(trustee) === true, "V10", "NOBODY_ASKED")) return;
  const commitments = ceremony.commitments.get(trustee) ?? new Uint8Array(0);
  const claim = { commitments, receiver: complainer, share };
  if (!(await election.pool.run({ kind: "share", claim })))
    return blame(election, tx, trustee, "share", judge);
  open?.delete(trustee);
  advance(ceremony, place.time);
};

/** §03.1.6: once for each deadline, in the block at whose start it took effect. */
export const takeDeadline: Handler<"deadline"> = (_election, { body }, { block }, judge) => {
  judge.examined("V10");
  const { deadline } = block;
  const named = deadline?.attempt === body.attempt && deadline.step === body.step;
  if (judge.expect(named, "V10", "DEADLINE_NOT_DUE")) block.deadline = undefined;
};

/** §03.1.7. */
export const takeRestart: Handler<"ceremony-restart"> = (election, { body }, place, judge) => {
  judge.examined("V10");
  const { excluded } = body;
  const { alive } = election.ceremony;
  const right = isAscending(excluded) && excluded.every((trustee) => alive.includes(trustee));
  if (!judge.expect(right, "V10", "CEREMONY_FORM")) return;
  const rest = alive.filter((trustee) => !excluded.includes(trustee));
  if (!judge.expect(mayRestart(election.ceremony, rest, election.manifest), "V10", "CEREMONY_TOO_FEW"))
    return;
  place.block.control = () => restart(election, rest, place);
};

/** The attempt may have moved on in the same block: its number is that of the end of the block. */
function restart(election: Election, rest: readonly number[], { time }: Place): void {
  election.ceremony = newAttempt(election.ceremony.attempt + 1, rest, time);
  election.canaries = new Map();
}

export const ceremonyIsDone = (election: Election): boolean => election.ceremony.step === "done";

export function isAscending(values: readonly number[]): boolean {
  return values.every((value, i) => i === 0 || value > (values[i - 1] as number));
}
