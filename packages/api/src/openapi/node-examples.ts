import type { PageSettings, StatusAnswer, TrackerAnswer, VotingAnswer } from "../ballot-host.ts";
import type { ElectionsAnswer, TransactionAnswer } from "../messages.ts";
import { sentenceFor } from "../outcomes.ts";

/** Examples of the node's document. Form only: no key or hash of them belongs to anything. */

export const ID = "1f".repeat(32);
export const HASH = "a7".repeat(32);
export const POINT = "6c".repeat(32);
export const TRACKER = "0123456789ABCDEFGHJK";

const MINUTE = 60_000;
const OPENS = 1_800_000_000_000;

export const ENTERED: TransactionAnswer = { outcome: "ACCEPTED", index: 12 };
export const PROMISED: TransactionAnswer = {
  outcome: "PROMISED",
  promise: "bm90aGluZw==",
  untilMs: OPENS + MINUTE,
  message: sentenceFor("PROMISED"),
};
export const ELECTIONS: ElectionsAnswer = {
  elections: [{ id: ID, origin: "veche.example/council", size: 13 }],
};
export const CHECKPOINT = `veche.example/council\n13\n${"A".repeat(43)}=\n\n— veche.example/council ${"A".repeat(96)}\n`;
export const VOTING: VotingAnswer = {
  manifest: "AAEC",
  open: "c2sp.org/tlog-proof@v1\n…",
  key: { attempt: 0, electionKey: POINT, trustees: [{ index: 1, key: POINT }], active: [1, 2, 3] },
  style: { moduli: ["AAEC"], roots: ["AAEC"], rollEntries: 2_000 },
};
export const STATUS: StatusAnswer = {
  now: OPENS + MINUTE,
  size: 13,
  phase: "open",
  suspended: false,
  certified: false,
  tallyNotBefore: OPENS + 90 * MINUTE,
  styles: [
    {
      id: "council",
      opens: OPENS,
      portalEnds: OPENS + 50 * MINUTE,
      issueEnds: OPENS + 55 * MINUTE,
      castEnds: OPENS + 60 * MINUTE,
    },
  ],
};
export const FOUND: TrackerAnswer = { entries: [{ index: 12, superseded: false }] };
export const SETTINGS: PageSettings = {
  nodes: ["https://ballot.example"],
  portal: "https://portal.example",
  hotline: "+7 800 000-00-00",
};
