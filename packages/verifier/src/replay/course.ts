import { isAscending } from "./ceremony.ts";
import { type Election, type Handler, lastEnd } from "./election.ts";
import { inPhase } from "./set-up.ts";

/** Transactions that steer an open election: all of them are V09. */

export const takeSuspend: Handler<"suspend"> = (election, _tx, place, judge) => {
  if (!inPhase(election, ["open"], judge)) return;
  if (!judge.expect(!election.suspended, "V09", "SUSPENSION")) return;
  place.block.control = () => {
    election.suspended = true;
  };
};

export const takeResume: Handler<"resume"> = (election, _tx, place, judge) => {
  if (!inPhase(election, ["open"], judge)) return;
  if (!judge.expect(election.suspended, "V09", "SUSPENSION")) return;
  place.block.control = () => {
    election.suspended = false;
  };
};

/** §06.5.2. */
export const takeExtend: Handler<"extend"> = (election, { body }, place, judge) => {
  if (!inPhase(election, ["open"], judge)) return;
  const { by, styles } = body;
  const known = styles.every((style) => election.styles[style] !== undefined);
  if (!judge.expect(known, "V09", "STYLE_UNKNOWN")) return;
  const right =
    styles.length > 0 &&
    by >= 1 &&
    isAscending(styles) &&
    styles.every((style) => mayExtend(election, style, by, place.time));
  if (!judge.expect(right, "V09", "EXTEND_INVALID")) return;
  place.block.control = () => {
    for (const style of styles) {
      const window = election.styles[style]?.window;
      if (window === undefined) continue;
      window.portalEnds += by;
      window.issueEnds += by;
      window.castEnds += by;
    }
  };
};

function mayExtend(election: Election, style: number, by: number, time: number): boolean {
  const window = election.styles[style]?.window;
  const latestEnd = election.manifest.styles[style]?.latestEnd ?? 0;
  return window !== undefined && time < window.issueEnds && window.castEnds + by <= latestEnd;
}

export const takeTotals: Handler<"registration-totals"> = (election, { body }, _place, judge) => {
  if (!inPhase(election, ["set-up", "open", "closed"], judge)) return;
  // Dates of one form order like texts.
  if (!judge.expect(body.date > election.lastTotalsDate, "V09", "DATE_ORDER")) return;
  election.lastTotalsDate = body.date;
};

export const takeParticipants: Handler<"participants"> = (election, _tx, place, judge) => {
  if (!inPhase(election, ["open", "closed"], judge)) return;
  if (!judge.expect(place.time >= lastEnd(election, "issueEnds"), "V09", "TOO_EARLY")) return;
  if (!judge.expect(!election.participantsKnown, "V09", "ALREADY")) return;
  election.participantsKnown = true;
};
