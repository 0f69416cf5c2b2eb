import { ROLE } from "../replay/authority.ts";
import { UNTIL_VOTES } from "./control.ts";
import type { RecordMaker } from "./maker.ts";
import { makeRecord } from "./scenario.ts";
import { sendRoll, testRollEntries } from "./steps-setup.ts";
import { cast, issue, VOTES_A, waitUntil } from "./steps-vote.ts";

/**
 * A vote in the first bundle of the log, its re-vote in the second; what is decrypted is the re-vote alone, and what `more` puts
 * into the first bundle.
 */
export const twoBundles = (more: (maker: RecordMaker) => void = () => {}): RecordMaker =>
  makeRecord({
    manifest: (honest) => ({ ...honest, tiny: "publish", minimumGroup: 10 }),
    voting: (one) => {
      waitUntil(one);
      issue(one, 0, 0);
      cast(one, { voter: "x", style: 0, votes: VOTES_A[0] ?? [] });
      more(one);
      for (let day = 0; day < 240; day++) {
        const date = `${2000 + day}-01-01`;
        const body = { accepted: 0, applied: 0, date, recalled: 0, refused: {} };
        one.add("registration-totals", body, [[ROLE.registrar, 1]]);
      }
      cast(one, { voter: "x", style: 0, seq: 1, votes: VOTES_A[1] ?? [] });
    },
  });

/** Bundles of `manyIssues`: the last two are judged together. */
export const ISSUE_BUNDLES = 4;

let made: RecordMaker | undefined;

/** Credentials for so many that the log has several bundles with points in them: soon verified. */
export function manyIssues(): RecordMaker {
  made ??= makeRecord({
    ...UNTIL_VOTES,
    roll: (one) => {
      [850, 5].forEach((count, style) => {
        const entries = testRollEntries(style, count);
        one.roll[style] = entries;
        sendRoll(one, style, entries, 0);
      });
    },
    voting: (one) => {
      waitUntil(one);
      for (let n = 0; n < 850; n++) issue(one, 0, n);
    },
  });
  return made.copy();
}
