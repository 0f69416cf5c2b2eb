import type { ApplicationAnswer, CampaignAnswer } from "@veche/api/portal";
import { useCallback } from "react";
import type { Answer } from "../api/answer.ts";
import { useAsk } from "./ask.ts";
import { useWorld } from "./world.ts";

export type CampaignWithApplication = {
  readonly campaign: CampaignAnswer;
  /** `undefined`: not asked, since nobody is signed in. */
  readonly application: ApplicationAnswer | undefined;
};

/** All elections, and for whoever is signed in the application to each. */
export function useCampaigns(isSignedIn: boolean) {
  const { client } = useWorld();
  return useAsk(
    useCallback(async (): Promise<Answer<readonly CampaignWithApplication[]>> => {
      const found = await client.campaigns();
      if (found.kind !== "ok") return found;
      const campaigns = found.value.campaigns;
      const applications = await Promise.all(
        campaigns.map(({ id }) => (isSignedIn ? client.application(id) : undefined)),
      );
      const failed = applications.find((each) => each !== undefined && each.kind !== "ok");
      if (failed !== undefined) return failed;
      const value = campaigns.map((campaign, at) => {
        const application = applications[at];
        return { campaign, application: application?.kind === "ok" ? application.value : undefined };
      });
      return { kind: "ok", value };
    }, [client, isSignedIn]),
  );
}

/** One election and the application to it. A number that names none is refused as UNKNOWN_CAMPAIGN by the service. */
export function useCampaign(id: string) {
  const { client } = useWorld();
  return useAsk(
    useCallback(async (): Promise<
      Answer<{ readonly campaign: CampaignAnswer | undefined; readonly application: ApplicationAnswer }>
    > => {
      const [found, application] = await Promise.all([client.campaigns(), client.application(id)]);
      if (found.kind !== "ok") return found;
      if (application.kind !== "ok") return application;
      const campaign = found.value.campaigns.find((each) => each.id === id);
      return { kind: "ok", value: { campaign, application: application.value } };
    }, [client, id]),
  );
}
