import type { ApplicationAnswer, CampaignAnswer } from "@veche/api/portal";
import {
  Actions,
  Columns,
  Facts,
  type Formats,
  LinkButton,
  Notice,
  Side,
  Timeline,
  type TimelineRow,
  useFormats,
  useSentence,
} from "@veche/ui";
import { standingOf } from "../logic/campaign.ts";
import { type Application, type StatusRow, statusRows } from "../logic/timeline.ts";
import { until } from "../logic/times.ts";
import { endedText } from "../parts/campaign-card.tsx";
import { Loaded, NotFoundPage } from "../parts/failure.tsx";
import { Frame } from "../parts/frame.tsx";
import { GoOnLink } from "../parts/go-on-link.tsx";
import { RefusedHelp, refusalText } from "../parts/refused.tsx";
import { useCampaign } from "../state/campaigns.ts";
import { useSession } from "../state/session.tsx";
import { useSay } from "../texts/index.ts";

/** An application: what became of it, what comes next. */
export function StatusPage({ id }: { readonly id: string }) {
  const { answer, again } = useCampaign(id);
  return (
    <Loaded answer={answer} again={again}>
      {({ campaign, application }) =>
        campaign === undefined ? <NotFoundPage /> : <Status campaign={campaign} answer={application} />
      }
    </Loaded>
  );
}

function Status({
  campaign,
  answer,
}: {
  readonly campaign: CampaignAnswer;
  readonly answer: ApplicationAnswer;
}) {
  const say = useSay();
  const formats = useFormats();
  const { now } = useSession();
  const application = answer.application;
  const title = useTitleOf(answer);
  const isRefused = application?.state === "refused";
  const standing = standingOf(campaign, answer, now());
  return (
    <Frame
      at={`status ${application?.state ?? "none"}`}
      title={title}
      campaign={campaign}
      back={{ text: say("back.elections"), href: "/elections" }}
    >
      <Columns
        aside={
          application === undefined ? undefined : (
            <Beside
              application={application}
              campaign={campaign}
              isSettled={answer.issued || answer.onPaper}
            />
          )
        }
      >
        <div className="stack">
          <h1>{title}</h1>
          <Lede campaign={campaign} answer={answer} />
        </div>
        {standing === "voting" ? (
          <Actions>
            <LinkButton href={`/elections/${encodeURIComponent(campaign.id)}/ballot`}>
              {say("status.vote")}
            </LinkButton>
          </Actions>
        ) : null}
        {standing === "issued" ? (
          <Actions>
            <LinkButton kind="second" href={`/elections/${encodeURIComponent(campaign.id)}/ballot`}>
              {say("do.issued")}
            </LinkButton>
          </Actions>
        ) : null}
        {standing === "accepted" && campaign.goOn !== undefined ? (
          <Actions>
            <GoOnLink campaign={campaign} />
          </Actions>
        ) : null}
        {standing === "can-apply" && !isRefused ? (
          <Actions>
            <LinkButton href={`/elections/${encodeURIComponent(campaign.id)}/apply`}>
              {say("do.can-apply")}
            </LinkButton>
          </Actions>
        ) : null}
        {standing === "ended" ? <Notice title={endedText(say, formats, campaign)} /> : null}
        {application !== undefined && isRefused ? (
          <RefusedHelp application={application} campaign={campaign} />
        ) : null}
        {application === undefined ? null : (
          <History campaign={campaign} answer={answer} application={application} />
        )}
      </Columns>
    </Frame>
  );
}

function useTitleOf({ application, issued, onPaper }: ApplicationAnswer): string {
  const say = useSay();
  if (onPaper) return say("status.on-paper");
  if (issued) return say("status.issued");
  return say(application === undefined ? "status.none" : `status.${application.state}`);
}

function Lede({
  campaign,
  answer,
}: {
  readonly campaign: CampaignAnswer;
  readonly answer: ApplicationAnswer;
}) {
  const say = useSay();
  const sentence = useSentence();
  const formats = useFormats();
  const application = answer.application;
  const when = {
    from: formats.moment(campaign.votingFrom),
    until: until(formats, campaign.votingUntil),
  };
  const text = ((): string => {
    if (answer.onPaper) return say("status.on-paper.lede");
    if (answer.issued) return say("status.issued.lede");
    if (application === undefined) return say("voting.when", when);
    if (application.state === "accepted") return say("status.accepted.lede", when);
    if (application.state === "refused") return refusalText(sentence, application);
    return application.station === undefined
      ? say("status.recalled.lede")
      : say("status.recalled.station", { station: application.station });
  })();
  return <p className="lede">{text}</p>;
}

function History({
  campaign,
  answer,
  application,
}: {
  readonly campaign: CampaignAnswer;
  readonly answer: ApplicationAnswer;
  readonly application: Application;
}) {
  const say = useSay();
  const formats = useFormats();
  const { now } = useSession();
  const rows = statusRows(campaign, answer, now()).map((row) =>
    lineOf(say, formats, row, campaign, application),
  );
  return <Timeline rows={rows} />;
}

function lineOf(
  say: ReturnType<typeof useSay>,
  formats: Formats,
  row: StatusRow,
  campaign: CampaignAnswer,
  { station, refusal }: Application,
): TimelineRow {
  if (row.row === "issued")
    return { state: "done", title: say("event.issued"), text: say("event.issued.text") };
  if (row.row === "voting") {
    const when = { from: formats.moment(row.from), until: until(formats, row.until) };
    return {
      state: row.isNow ? "now" : "wait",
      title: say("event.voting"),
      when: `${when.from} – ${when.until}`,
    };
  }
  if (row.row === "can-recall") {
    return {
      state: "now",
      title: say("event.can-recall"),
      when: say("until", { until: until(formats, row.until) }),
      text: (
        <>
          <p>
            {station === undefined
              ? say("event.can-recall.text")
              : say("event.can-recall.station", { station })}
          </p>
          <p>
            <a href={`/elections/${encodeURIComponent(campaign.id)}/recall`}>
              {say("event.can-recall.link")}
            </a>
          </p>
        </>
      ),
    };
  }
  const isStop = row.kind === "refused" || row.kind === "appeal-rejected";
  const event = say(`event.${row.kind}`, { code: row.code ?? refusal?.code ?? "–" });
  return {
    state: isStop ? "stop" : "done",
    title: row.place === 1 ? event : say("event.again", { event, place: row.place }),
    when: formats.moment(row.at),
  };
}

function Beside({
  application,
  campaign,
  isSettled,
}: {
  readonly application: Application;
  readonly campaign: CampaignAnswer;
  /** The ballot was given out: too late for whatever is to be done in advance. */
  readonly isSettled: boolean;
}) {
  const say = useSay();
  const { person } = useSession();
  const optional = (name: string, value: string | undefined): readonly (readonly [string, string])[] =>
    value === undefined || value === "" ? [] : [[name, value]];
  const isAccepted = application.state === "accepted";
  return (
    <>
      <Side title={say("status.side")}>
        <Facts
          rows={[
            [
              say("status.number"),
              <span key="n" className="num">
                {application.number}
              </span>,
            ],
            ...optional(say("status.name"), person && nameOf(person)),
            ...optional(say("status.district"), application.district),
            ...optional(say("status.station"), application.station),
            ...optional(say("status.telephone"), application.telephone),
          ]}
        />
        {isAccepted ? (
          <ul className="small">
            <li>
              <a href="/account/telephone">{say("status.change-telephone")}</a>
            </li>
            <li>
              <a href={`/elections/${encodeURIComponent(campaign.id)}/letter`}>{say("status.letter")}</a>
            </li>
          </ul>
        ) : null}
      </Side>
      {isAccepted && !isSettled ? (
        <Notice title={say("status.device")}>
          <p>
            <a href="/readiness">{say("status.device.link")}</a>
          </p>
        </Notice>
      ) : null}
    </>
  );
}

export const nameOf = (person: {
  readonly family: string;
  readonly given: string;
  readonly patronymic: string;
}): string => [person.family, person.given, person.patronymic].filter((part) => part !== "").join(" ");
