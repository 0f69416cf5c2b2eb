import { CampaignId, PortalRefusal } from "@veche/api/portal";
import { Type } from "typebox";
import type { App } from "./app.ts";
import { GO_ON_ROUTE } from "./campaign-shown.ts";
import type { Practice } from "./parts.ts";
import { refuse } from "./refuse.ts";

/** Practice only: "go on to voting" for whoever is signed in. There is no such address in a real election. */
export function addPractice(app: App, practice: Practice): void {
  app.post(
    GO_ON_ROUTE,
    {
      schema: {
        hide: true,
        params: Type.Object({ campaign: CampaignId }),
        response: { 200: Type.Object({}), "4xx": PortalRefusal, "5xx": PortalRefusal },
      },
    },
    async (request, reply) => {
      const { campaign } = request.params;
      if (!practice.canGoOn(campaign)) return refuse(reply, { code: "UNKNOWN_CAMPAIGN" });
      return (await practice.goOn(campaign))
        ? {}
        : refuse(reply, { code: "UNAVAILABLE", retryAfterSeconds: 5 });
    },
  );
}
