import type { ApplicationAnswer, CampaignAnswer } from "@veche/api/portal";
import { fromHex } from "@veche/base";
import { Actions, Button, Columns, Notice, Spinner, useFormats, useLanguage } from "@veche/ui";
import { useEffect, useState } from "react";
import type { Failure } from "../api/answer.ts";
import { votingFragment } from "../handover/fragment.ts";
import { isTraining, standingOf } from "../logic/campaign.ts";
import { endedText } from "../parts/campaign-card.tsx";
import { FailureNotice, Loaded, NotFoundPage } from "../parts/failure.tsx";
import { Frame } from "../parts/frame.tsx";
import { useBusy } from "../state/ask.ts";
import { useCampaign } from "../state/campaigns.ts";
import { useSession } from "../state/session.tsx";
import { useWorld } from "../state/world.ts";
import { useSay } from "../texts/index.ts";

/** The way to the ballot page, or why it is not open. */
export function BallotPage({ id }: { readonly id: string }) {
  const { answer, again } = useCampaign(id);
  return (
    <Loaded answer={answer} again={again}>
      {({ campaign, application }) =>
        campaign === undefined ? (
          <NotFoundPage />
        ) : (
          <Ballot campaign={campaign} application={application} again={again} />
        )
      }
    </Loaded>
  );
}

type BallotProps = { readonly campaign: CampaignAnswer; readonly application: ApplicationAnswer };

function Ballot({ campaign, application, again }: BallotProps & { readonly again: () => Promise<void> }) {
  const { now } = useSession();
  const standing = standingOf(campaign, application, now());
  if (standing === "voting" || standing === "issued")
    return <Leaving campaign={campaign} isIssued={standing === "issued"} />;
  if (standing === "accepted" && campaign.goOn !== undefined)
    return <GoOn campaign={campaign} address={campaign.goOn} again={again} />;
  return <NotNow campaign={campaign} application={application} again={again} />;
}

function Leaving({ campaign, isIssued }: { readonly campaign: CampaignAnswer; readonly isIssued: boolean }) {
  const say = useSay();
  const { client, leave, begun } = useWorld();
  const { language } = useLanguage();
  const [failure, setFailure] = useState<Failure>();
  const [isBusy, run] = useBusy();
  const go = (): void =>
    run(async () => {
      setFailure(undefined);
      const answer = await client.handover(campaign.id);
      if (answer.kind !== "ok") return setFailure(answer);
      const { ballotPage, electionId, style, request } = answer.value;
      const known = request === undefined ? undefined : fromHex(request);
      begun.note(electionId);
      // §12.2.2
      const named = known === undefined ? {} : { request: known };
      leave(`${ballotPage}#${votingFragment({ style, language, ...named })}`);
    });
  const title = say(isIssued ? "ballot.return.title" : "ballot.title");
  return (
    <Frame
      at="ballot"
      title={title}
      campaign={campaign}
      back={{ text: say("back.elections"), href: "/elections" }}
    >
      <Columns
        aside={
          <Notice title={say("ready.alone")}>
            <p>{say("ready.alone.text")}</p>
          </Notice>
        }
      >
        <div className="stack">
          <h1>{title}</h1>
          <p className="lede">{say(isIssued ? "ballot.return.lede" : "ballot.lede")}</p>
        </div>
        {isIssued ? null : <NextSteps />}
        {failure === undefined ? null : <FailureNotice failure={failure} again={go} />}
        <Actions>
          <Button onClick={go}>{say("ballot.go")}</Button>
          {isBusy ? <Spinner /> : null}
        </Actions>
        <Address campaign={campaign} />
      </Columns>
    </Frame>
  );
}

function NextSteps() {
  const say = useSay();
  return (
    <section className="ruled" aria-labelledby="steps">
      <h2 id="steps" className="title-s">
        {say("ballot.steps")}
      </h2>
      <ol>
        <li>{say("ballot.step.1")}</li>
        <li>{say("ballot.step.2")}</li>
        <li>{say("ballot.step.3")}</li>
      </ol>
    </section>
  );
}

/** So that the reader can compare it with what the browser shows then. */
function Address({ campaign }: { readonly campaign: CampaignAnswer }) {
  const say = useSay();
  if (campaign.ballotPage === undefined) return null;
  return (
    <p className="muted small">
      {say("ballot.address")}:{" "}
      <span className="hash" translate="no">
        {new URL(campaign.ballotPage).host}
      </span>
    </p>
  );
}

function GoOn({
  campaign,
  address,
  again,
}: {
  readonly campaign: CampaignAnswer;
  readonly address: string;
  readonly again: () => Promise<void>;
}) {
  const say = useSay();
  const { client } = useWorld();
  const [failure, setFailure] = useState<Failure>();
  const [isBusy, run] = useBusy();
  const goOn = (): void =>
    run(async () => {
      setFailure(undefined);
      const answer = await client.goOn(address);
      if (answer.kind === "ok") await again();
      else setFailure(answer);
    });
  return (
    <Frame
      at="go-on"
      title={say("ballot.go-on.title")}
      campaign={campaign}
      back={{ text: say("back.elections"), href: "/elections" }}
    >
      <div className="stack--wide">
        <div className="stack">
          <h1>{say("ballot.go-on.title")}</h1>
          <p className="lede">{say("ballot.go-on.lede")}</p>
        </div>
        {failure === undefined ? null : <FailureNotice failure={failure} again={goOn} />}
        <Actions>
          <Button onClick={goOn}>{say("ballot.go-on")}</Button>
          <span role="status">
            {isBusy ? (
              <>
                <Spinner /> {say("ballot.go-on.running")}
              </>
            ) : null}
          </span>
        </Actions>
      </div>
    </Frame>
  );
}

/** Longer waits are nobody's who keeps this page open. */
const WAIT_MAX_MS = 3_600_000;
const LOOK_AGAIN_MS = 3_000;

function NotNow({ campaign, application, again }: BallotProps & { readonly again: () => Promise<void> }) {
  const say = useSay();
  const formats = useFormats();
  const { now } = useSession();
  useEffect(() => {
    const left = campaign.votingFrom - now();
    const isSoon = isTraining(campaign);
    if (!isSoon && left > WAIT_MAX_MS) return undefined;
    const timer = setInterval(() => void again(), isSoon ? LOOK_AGAIN_MS : Math.max(left, LOOK_AGAIN_MS));
    return () => clearInterval(timer);
  }, [campaign, now, again]);
  const standing = standingOf(campaign, application, now());
  const isAccepted = standing === "accepted";
  const title = ((): string => {
    if (isAccepted) return say("ballot.wait.title");
    if (standing === "ended") return say("standing.ended");
    return say(standing === "on-paper" ? "status.on-paper" : "status.none");
  })();
  const text = ((): string => {
    if (isAccepted) return say("ballot.wait.lede", { from: formats.moment(campaign.votingFrom) });
    if (standing === "ended") return endedText(say, formats, campaign);
    return standing === "on-paper" ? say("status.on-paper.lede") : say("issue.none.text");
  })();
  return (
    <Frame
      at="not-now"
      title={title}
      campaign={campaign}
      back={{ text: say("back.elections"), href: "/elections" }}
    >
      <div className="stack">
        <h1>{title}</h1>
        <p className="lede">{text}</p>
      </div>
    </Frame>
  );
}
