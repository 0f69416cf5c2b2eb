import { sha256, utf8 } from "@veche/base";
import { ROLE } from "../replay/authority.ts";
import { type Control, forgedLog, NOTHING, then, UNTIL_OPEN, UNTIL_VOTES } from "./control.ts";
import { COMMISSION, type RecordMaker, trustee } from "./maker.ts";
import type { Scenario } from "./scenario.ts";
import { open, roll, sendIssuerKeys } from "./steps-setup.ts";
import { certify, close, headOf, participants, sendHead } from "./steps-tally.ts";
import { waitUntil } from "./steps-vote.ts";
import { HOUR } from "./test-manifest.ts";

const reason = { en: "a reason", ru: "причина" };
const UNTIL_HEADS = { decryptions: NOTHING, certify: NOTHING } as const satisfies Scenario;

const day = (date: string) => ({ accepted: 1, applied: 1, date, recalled: 0, refused: {} });
const totals = (maker: RecordMaker, date: string): void =>
  maker.add("registration-totals", day(date), [[ROLE.registrar, 1]]);

/** A part of a transaction, signed by trustee 1. */
function part(maker: RecordMaker, index: number, of: number, origin = maker.manifest.origin): void {
  const body = { bytes: new Uint8Array(9), index, of, origin, whole: sha256(utf8("whole")) };
  maker.add("part", body, trustee(1));
}

/** The same after the roll is in. */
const setUp = (name: string, code: Control["code"], more: (maker: RecordMaker) => void): Control =>
  forgedLog(name, ["V09", code], { ...UNTIL_OPEN, roll: then(roll, more) });

/** The honest voting, then a transaction that must not stand there. */
const course = (name: string, code: Control["code"], more: (maker: RecordMaker) => void): Control =>
  forgedLog(name, ["V09", code], { ...UNTIL_VOTES, participants: more });

export const COURSE_CONTROLS: readonly Control[] = [
  course("an election closed too early", "CLOSE_NOT_DUE", (maker) => close(maker, maker.time + 1000)),
  course("a pause in a pause", "SUSPENSION", (maker) => {
    maker.control("suspend", { reason });
    maker.put(maker.transaction("suspend", { reason }, COMMISSION));
  }),
  course("an end of no pause", "SUSPENSION", (maker) => {
    maker.put(maker.transaction("resume", { reason }, COMMISSION));
  }),
  course("an extension beyond the latest end", "EXTEND_INVALID", (maker) => {
    maker.put(maker.transaction("extend", { by: 3 * HOUR, reason, styles: [0] }, COMMISSION));
  }),
  course("an extension of a window that has ended", "EXTEND_INVALID", (maker) => {
    waitUntil(maker, maker.manifest.styles[0]?.issueEnds);
    maker.put(maker.transaction("extend", { by: HOUR, reason, styles: [0] }, COMMISSION));
  }),
  course("an extension of no style", "STYLE_UNKNOWN", (maker) => {
    maker.put(maker.transaction("extend", { by: HOUR, reason, styles: [5] }, COMMISSION));
  }),
  course("participants before issuing ended", "TOO_EARLY", participants),
  course("two days in the wrong order", "DATE_ORDER", (maker) => {
    totals(maker, "2023-11-15");
    totals(maker, "2023-11-14");
  }),
  setUp("a part that follows none", "PART_ORDER", (maker) => part(maker, 1, 3)),
  setUp("a part that is left out", "PART_ORDER", (maker) => {
    part(maker, 0, 3);
    part(maker, 2, 3);
  }),
  setUp("a part replayed", "ALREADY", (maker) => {
    part(maker, 0, 3);
    part(maker, 0, 3);
  }),
  setUp("a part beyond the last", "PART_ORDER", (maker) => part(maker, 3, 3)),
  setUp("a part for another log", "PART_ORIGIN", (maker) => part(maker, 0, 3, "veche.example/other")),
  course("a part while the election is open", "PHASE", (maker) => part(maker, 0, 3)),
  course("issuer keys after the opening", "PHASE", (maker) => sendIssuerKeys(maker, 1, 0)),
  course("a head before the close", "PHASE", (maker) =>
    sendHead(maker, 1, { size: 1, root: maker.electionId, aggregates: maker.electionId }),
  ),
  forgedLog("participants twice", ["V09", "ALREADY"], {
    close: participants,
    heads: NOTHING,
    ...UNTIL_HEADS,
  }),
  forgedLog("a second certificate", ["V09", "ALREADY"], { certify: then(certify, certify) }),
  forgedLog("an opening after the last window", ["V09", "TOO_LATE_TO_OPEN"], {
    ...UNTIL_OPEN,
    open: (maker) => {
      waitUntil(maker, maker.manifest.styles[0]?.issueEnds);
      open(maker);
    },
  }),
  forgedLog("a head before the time of the tally", ["V09", "TOO_EARLY"], {
    ...UNTIL_HEADS,
    heads: (maker) => sendHead(maker, 1, headOf(maker, maker.root())),
  }),
];
