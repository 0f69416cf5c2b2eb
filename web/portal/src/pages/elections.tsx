import { Columns } from "@veche/ui";
import { Loaded } from "../parts/failure.tsx";
import { Frame } from "../parts/frame.tsx";
import { useCampaigns } from "../state/campaigns.ts";
import { useSay } from "../texts/index.ts";
import { CampaignCards } from "./home.tsx";

/** A card for each election: status and the one next step. */
export function ElectionsPage() {
  const say = useSay();
  const { answer, again } = useCampaigns(true);
  return (
    <Loaded answer={answer} again={again}>
      {(found) => (
        <Frame at="elections" title={say("mine.title")}>
          <Columns>
            <div className="stack">
              <h1>{say("mine.title")}</h1>
              <p className="lede">{say(found.length === 0 ? "mine.none" : "mine.lede")}</p>
            </div>
            <section aria-label={say("home.elections")}>
              <h2 className="hidden-visually">{say("home.elections")}</h2>
              <CampaignCards found={found} />
            </section>
          </Columns>
        </Frame>
      )}
    </Loaded>
  );
}
