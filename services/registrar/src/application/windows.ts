import type { ApplicationRow, CampaignRow } from "./parts.ts";

/** What may be done when: one place for what is done and for what the page offers. */

/** Why no application is taken at `now` (ms since 1970), if so. Once the roll is made, none is. */
export function windowError(
  campaign: CampaignRow,
  now: number,
): "APPLICATIONS_NOT_OPEN" | "APPLICATIONS_ENDED" | undefined {
  if (now < campaign.applications_from) return "APPLICATIONS_NOT_OPEN";
  return campaign.roll_made || now >= campaign.applications_until ? "APPLICATIONS_ENDED" : undefined;
}

export const canApply = (campaign: CampaignRow, state: ApplicationRow["state"], now: number): boolean =>
  state !== "accepted" && windowError(campaign, now) === undefined;

/** An accepted application can be recalled until `recall_until`, and no longer once it stands in the roll. */
export const canRecall = (campaign: CampaignRow, state: ApplicationRow["state"], now: number): boolean =>
  state === "accepted" && !campaign.roll_made && now < campaign.recall_until;

/** One appeal against each refusal, until voting ends. */
export const canAppeal = (
  campaign: CampaignRow,
  state: ApplicationRow["state"],
  hasAppeal: boolean,
  now: number,
): boolean => state === "refused" && !hasAppeal && now < campaign.voting_until;
