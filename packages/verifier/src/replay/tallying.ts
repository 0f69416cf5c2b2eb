import { equalBytes } from "@veche/base";
import { ROLE } from "./authority.ts";
import { ceremonyIsDone } from "./ceremony.ts";
import { blame, type Election, type Handler } from "./election.ts";
import type { Judge } from "./judge.ts";
import { computeResult } from "./result.ts";
import type { Tally } from "./tally.ts";

/** Nothing is decrypted before the time that the manifest names (§06.5, `tally-head`; §08.4.1). */
function tallyIsDue(election: Election, time: number, judge: Judge): Tally | undefined {
  judge.examined("V09");
  if (!judge.expect(election.phase === "closed", "V09", "PHASE")) return undefined;
  if (!judge.expect(time >= election.manifest.tallyNotBefore, "V09", "TOO_EARLY")) return undefined;
  return election.tally;
}

const isAlive = (election: Election, trustee: number): boolean =>
  ceremonyIsDone(election) && election.ceremony.alive.includes(trustee);

/** V22: one head of each trustee; what it says is shown, not judged. */
export const takeHead: Handler<"tally-head"> = (election, { body }, place, judge) => {
  judge.examined("V22");
  const tally = tallyIsDue(election, place.time, judge);
  if (tally === undefined) return;
  if (!judge.expect(isAlive(election, body.trustee), "V22", "NOT_ALIVE")) return;
  if (!judge.expect(!tally.heads.has(body.trustee), "V22", "ALREADY")) return;
  const same =
    body.size === tally.size &&
    equalBytes(body.root, tally.root) &&
    equalBytes(body.aggregates, tally.aggregatesHash);
  tally.heads.set(body.trustee, { entry: judge.entry, same });
};

/** V23, §08.4.1. */
export const takeDecryption: Handler<"decryption"> = async (election, tx, place, judge) => {
  judge.examined("V23");
  const tally = tallyIsDue(election, place.time, judge);
  if (tally === undefined) return;
  const { trustee, points, proof } = tx.body;
  const key = election.ceremony.keys?.shares.get(trustee);
  if (!judge.expect(tally.limits.length > 0, "V23", "NOTHING_TO_DECRYPT")) return;
  if (!judge.expect(points.length === tally.bases.length, "V06", "BODY_FORM")) return;
  if (key === undefined || !isAlive(election, trustee)) return judge.fail("V23", "NOT_ALIVE");
  if (!judge.expect(!tally.decryptions.has(trustee), "V23", "ALREADY")) return;
  if (!judge.expect(tally.heads.get(trustee)?.same === true, "V23", "HEAD_DIFFERS")) return;
  const claim = {
    label: "decryption",
    context: [election.electionId, tally.head, trustee],
    key,
    bases: tally.bases,
    powers: points,
    proof,
  };
  const verdict = await election.pool.run({ kind: "equality", claim });
  if (verdict === "malformed") return judge.fail("V06", "POINT_INVALID");
  if (verdict === "wrong") return blame(election, tx, trustee, "proof", judge);
  tally.decryptions.set(trustee, points);
  if (tally.decryptions.size === election.manifest.trustees.quorum) {
    await fixResult(election, tally, judge.entry);
  }
};

/** §08.5.1: as soon as it can be, the result is computed. What the sums hold is nobody's transaction. */
export async function fixResult(election: Election, tally: Tally, entry: number): Promise<void> {
  tally.result = await computeResult(election, tally);
  if (tally.result === undefined) tally.uncountableAt = entry;
}

/** V25. */
export const takeCertify: Handler<"certify"> = (election, tx, place, judge) => {
  judge.examined("V09");
  judge.examined("V25");
  const { tally } = election;
  if (election.phase !== "closed" || tally === undefined) return judge.fail("V09", "PHASE");
  if (!judge.expect(tally.certificate === undefined, "V09", "ALREADY")) return;
  if (tally.result === undefined) return judge.fail("V25", "RESULT_NOT_COMPUTED");
  if (!judge.expect(equalBytes(tx.body.result, tally.result.hash), "V25", "RESULT_DIFFERS")) return;
  const signers = tx.signatures.filter((one) => one.role === ROLE.commission).map((one) => one.index);
  place.block.control = () => {
    tally.certificate = { entry: judge.entry, signers };
  };
};
