import type { CampaignAnswer, Confirmation } from "@veche/api/portal";
import { PORTAL_REFUSALS } from "@veche/api/portal";
import { Actions, LinkButton, useFormats, useSentence } from "@veche/ui";
import { useCallback } from "react";
import { useLocation } from "wouter";
import type { Failure } from "../api/answer.ts";
import type { Application } from "../logic/timeline.ts";
import { until } from "../logic/times.ts";
import { CodePage, ConfirmButtons } from "../parts/code-step.tsx";
import { Loaded, NotFoundPage } from "../parts/failure.tsx";
import { Frame } from "../parts/frame.tsx";
import { useCampaign } from "../state/campaigns.ts";
import { useConfirm } from "../state/confirm.ts";
import { useWorld } from "../state/world.ts";
import { useSay } from "../texts/index.ts";

/** Back to paper: what it means, until when it can be done, and a code. */
export function RecallPage({ id }: { readonly id: string }) {
  const { answer, again } = useCampaign(id);
  return (
    <Loaded answer={answer} again={again}>
      {({ campaign, application: { application } }) => {
        if (campaign === undefined || application === undefined) return <NotFoundPage />;
        return application.canRecall ? (
          <Recall campaign={campaign} application={application} />
        ) : (
          <TooLate campaign={campaign} />
        );
      }}
    </Loaded>
  );
}

function Recall({
  campaign,
  application,
}: {
  readonly campaign: CampaignAnswer;
  readonly application: Application;
}) {
  const say = useSay();
  const formats = useFormats();
  const { client } = useWorld();
  const [, navigate] = useLocation();
  const status = `/elections/${encodeURIComponent(campaign.id)}`;
  const recall = useCallback(
    async (confirmation: Confirmation): Promise<Failure | undefined> => {
      const answer = await client.recall(campaign.id, confirmation);
      if (answer.kind !== "ok") return answer;
      navigate(status, { replace: true });
      return undefined;
    },
    [client, campaign.id, navigate, status],
  );
  const confirming = useConfirm({ purpose: "recall", subject: campaign.id }, recall);
  if (confirming.step.at !== "start") {
    return (
      <CodePage confirming={confirming} campaign={campaign} submitText={say("recall.submit")} safe="other" />
    );
  }
  const { station } = application;
  return (
    <Frame
      at="recall"
      title={say("recall.title")}
      campaign={campaign}
      back={{ text: say("back.application"), href: status }}
    >
      <div className="stack--wide">
        <div className="stack">
          <h1>{say("recall.title")}</h1>
          <p className="lede">
            {station === undefined ? say("recall.lede") : say("recall.station", { station })}
          </p>
          <p>{say("recall.until", { until: until(formats, campaign.recallUntil) })}</p>
        </div>
        <ConfirmButtons confirming={confirming} sendText={say("recall.send-code")} />
        <Actions>
          <LinkButton kind="second" href={status}>
            {say("cancel")}
          </LinkButton>
        </Actions>
      </div>
    </Frame>
  );
}

function TooLate({ campaign }: { readonly campaign: CampaignAnswer }) {
  const say = useSay();
  const sentence = useSentence();
  return (
    <Frame
      at="recall-late"
      title={say("recall.late.title")}
      campaign={campaign}
      back={{ text: say("back.application"), href: `/elections/${encodeURIComponent(campaign.id)}` }}
    >
      <div className="stack">
        <h1>{say("recall.late.title")}</h1>
        <p className="lede">{sentence(PORTAL_REFUSALS.RECALL_ENDED.message)}</p>
      </div>
    </Frame>
  );
}
