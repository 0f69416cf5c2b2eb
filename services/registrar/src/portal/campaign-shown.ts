import type { CampaignAnswer } from "@veche/api/portal";
import { type Bytes, fromHex, toHex } from "@veche/base";
import type { PortalParts } from "./parts.ts";

/** Practice only: takes a campaign on to voting. */
export const GO_ON_ROUTE = "/api/practice/campaigns/:campaign/go-on";

/** §12.1.1 */
export const ballotPageOf = (ballotOrigin: string, electionId: Bytes): string =>
  `${ballotOrigin}/e/${toHex(electionId)}/`;

/** A campaign with what the portal knows besides the tables: addresses, and what the registrar has verified of the manifest. */
export function campaignShown(
  { ballotOrigin, electionOf, practice }: PortalParts,
  campaign: CampaignAnswer,
): CampaignAnswer {
  const electionId = campaign.electionId === undefined ? undefined : fromHex(campaign.electionId);
  const manifest = electionId && electionOf(electionId)?.follower.known?.election.manifest;
  const ticks = manifest?.styles.map(({ tick }) => tick) ?? [];
  return {
    ...campaign,
    ...(electionId === undefined ? {} : { ballotPage: ballotPageOf(ballotOrigin, electionId) }),
    ...(manifest === undefined
      ? {}
      : { tickSeconds: Math.max(0, ...ticks), minimumGroup: manifest.minimumGroup }),
    ...(practice?.canGoOn(campaign.id) === true
      ? { goOn: GO_ON_ROUTE.replace(":campaign", encodeURIComponent(campaign.id)) }
      : {}),
  };
}
