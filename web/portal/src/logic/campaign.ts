import type { ApplicationAnswer, CampaignAnswer } from "@veche/api/portal";

/** Where a person stands in an election: one state, and from it the one next step. */
export type Standing =
  /** Applications have not begun. */
  | "early"
  | "can-apply"
  /** Applications are closed and there is none. */
  | "too-late"
  | "refused"
  | "recalled"
  /** Accepted; voting has not begun. */
  | "accepted"
  | "voting"
  /** A ballot was issued: it is on the device that asked for it. */
  | "issued"
  | "on-paper"
  | "ended";

/** @param application of the person; `undefined`: not known (no one is signed in). */
export function standingOf(
  campaign: CampaignAnswer,
  application: ApplicationAnswer | undefined,
  now: number,
): Standing {
  if (isOver(campaign, now)) return "ended";
  if (application === undefined && isVoting(campaign, now)) return "voting";
  if (application?.onPaper === true) return "on-paper";
  if (application?.issued === true) return "issued";
  const state = application?.application?.state;
  if (state === "refused") return "refused";
  if (state === "accepted") return isVoting(campaign, now) ? "voting" : "accepted";
  if (state === "recalled" && !canApply(campaign, now)) return "recalled";
  if (now < campaign.applicationsFrom) return "early";
  return canApply(campaign, now) ? "can-apply" : "too-late";
}

const isOver = (campaign: CampaignAnswer, now: number): boolean =>
  campaign.stage === "ended" || now >= campaign.votingUntil;

/** The ballot page exists once the manifest is defined; the stage is the service's word, the clock may be ours. */
const isVoting = (campaign: CampaignAnswer, now: number): boolean =>
  campaign.stage === "voting" && now >= campaign.votingFrom && campaign.electionId !== undefined;

export const canApply = (campaign: CampaignAnswer, now: number): boolean =>
  campaign.stage === "registration" && now >= campaign.applicationsFrom && now < campaign.applicationsUntil;

/** What decides nothing says so on every page. */
export const isTraining = (campaign: CampaignAnswer): boolean =>
  campaign.kind === "practice" || campaign.kind === "test" || campaign.trialOf !== undefined;

/** Address of the page where the next step is made; none where nothing is to be done here. */
export function nextPage(campaign: string, standing: Standing): string | undefined {
  const base = `/elections/${encodeURIComponent(campaign)}`;
  if (standing === "can-apply") return `${base}/apply`;
  if (standing === "voting" || standing === "issued") return `${base}/ballot`;
  return standing === "early" || standing === "too-late" || standing === "ended" ? undefined : base;
}
