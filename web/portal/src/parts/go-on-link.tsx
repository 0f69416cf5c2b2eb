import type { CampaignAnswer } from "@veche/api/portal";
import { LinkButton } from "@veche/ui";
import { useSay } from "../texts/index.ts";

/** Practice only: whoever is accepted need not wait for a voting day. */
export function GoOnLink({ campaign }: { readonly campaign: CampaignAnswer }) {
  const say = useSay();
  if (campaign.goOn === undefined) return null;
  return (
    <LinkButton href={`/elections/${encodeURIComponent(campaign.id)}/ballot`}>
      {say("ballot.go-on")}
    </LinkButton>
  );
}
