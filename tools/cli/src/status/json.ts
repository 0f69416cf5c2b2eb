import { toHex } from "@veche/base";
import type { ElectionResult } from "@veche/election";
import type { Json } from "../framework/output.ts";
import type { Status } from "./status.ts";

/** A status for programs: times in ms, bytes as hexadecimal, what is not there yet as null. */
export function statusJson(status: Status): Json {
  const {
    election,
    phase,
    suspended,
    size,
    root,
    time,
    ceremony,
    issuerKeys,
    issuerSet,
    styles,
    blames,
    tally,
  } = status;
  return {
    election: toHex(election.electionId),
    phase,
    suspended,
    size,
    root: toHex(root),
    time,
    ceremony:
      ceremony === undefined
        ? null
        : {
            attempt: ceremony.attempt,
            step: ceremony.step,
            alive: ceremony.alive,
            missing: ceremony.missing,
            deadline: ceremony.deadline ?? null,
            canaries: ceremony.canaries,
          },
    issuerKeys,
    issuerSet,
    styles: styles.map(({ id, roll, issued, ballots, opens, issueEnds, castEnds }) => ({
      id,
      roll,
      issued,
      ballots,
      opens,
      issueEnds,
      castEnds,
    })),
    blamed: blames.map(({ trustee, type, hashes }) => ({ trustee, type, count: hashes.length })),
    tally:
      tally === undefined
        ? null
        : {
            code: tally.code,
            agreeing: tally.agreeing,
            differing: tally.differing,
            needed: tally.needed,
            decryptions: tally.decryptions,
            resultHash: tally.resultHash === undefined ? null : toHex(tally.resultHash),
            certified: tally.certified,
          },
    result: status.result === undefined ? null : resultJson(status.result),
  };
}

export const resultJson = ({ contests }: ElectionResult): Json =>
  contests.map(({ contest, status, ballots, groups }) => ({
    contest,
    status,
    ballots,
    groups: groups.map((group) => ({ styles: group.styles, ballots: group.ballots, counts: group.counts })),
  }));
