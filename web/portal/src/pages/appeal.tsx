import type { CampaignAnswer } from "@veche/api/portal";
import { Actions, Button, Columns, ErrorSummary, Notice, useSentence } from "@veche/ui";
import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import type { Failure } from "../api/answer.ts";
import type { Application } from "../logic/timeline.ts";
import { TextArea } from "../parts/check-field.tsx";
import { FailureNotice, Loaded, NotFoundPage } from "../parts/failure.tsx";
import { Frame } from "../parts/frame.tsx";
import { refusalText } from "../parts/refused.tsx";
import { useBusy } from "../state/ask.ts";
import { useCampaign } from "../state/campaigns.ts";
import { useWorld } from "../state/world.ts";
import { useSay } from "../texts/index.ts";

/** Against a refusal; the status shows by when it will be answered. */
export function AppealPage({ id }: { readonly id: string }) {
  const { answer, again } = useCampaign(id);
  return (
    <Loaded answer={answer} again={again}>
      {({ campaign, application: { application } }) =>
        campaign === undefined || application?.canAppeal !== true ? (
          <NotFoundPage />
        ) : (
          <Appeal campaign={campaign} application={application} />
        )
      }
    </Loaded>
  );
}

const MIN = 10;
const MAX = 2_000;

function Appeal({
  campaign,
  application,
}: {
  readonly campaign: CampaignAnswer;
  readonly application: Application;
}) {
  const say = useSay();
  const sentence = useSentence();
  const { client } = useWorld();
  const [, navigate] = useLocation();
  const [text, setText] = useState("");
  const [isTried, setTried] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const [, run] = useBusy();
  const isGood = text.trim().length >= MIN && text.trim().length <= MAX;
  const fault = isTried && !isGood ? say("appeal.text.error") : undefined;
  const status = `/elections/${encodeURIComponent(campaign.id)}`;
  const submit = (event?: FormEvent): void => {
    event?.preventDefault();
    setTried(true);
    if (!isGood) return;
    run(async () => {
      const answer = await client.appeal(campaign.id, { text: text.trim() });
      if (answer.kind === "ok") navigate(status, { replace: true });
      else setFailure(answer);
    });
  };
  return (
    <Frame
      at="appeal"
      title={say("appeal.title")}
      hasError={fault !== undefined}
      campaign={campaign}
      back={{ text: say("back.application"), href: status }}
    >
      <Columns>
        {fault === undefined ? null : <ErrorSummary faults={[{ field: "text", text: fault }]} />}
        <div className="stack">
          <h1>{say("appeal.title")}</h1>
          <p className="lede">{say("appeal.lede")}</p>
        </div>
        <Notice title={`${say("refused.code")} ${application.refusal?.code ?? "–"}`}>
          <p>{refusalText(sentence, application)}</p>
        </Notice>
        <form className="stack" onSubmit={submit} noValidate>
          <TextArea
            id="text"
            label={say("appeal.text")}
            hint={say("appeal.text.hint")}
            error={fault}
            value={text}
            onChange={setText}
          />
          <Actions>
            <Button type="submit">{say("appeal.send")}</Button>
          </Actions>
        </form>
        {failure === undefined ? null : <FailureNotice failure={failure} again={() => submit()} />}
      </Columns>
    </Frame>
  );
}
