import type { CampaignAnswer } from "@veche/api/portal";
import { type Formats, type IconName, LinkButton, Tag, useFormats, useSentence } from "@veche/ui";
import { isTraining, nextPage, type Standing, standingOf } from "../logic/campaign.ts";
import { pastDay, until, untilClock, untilDay } from "../logic/times.ts";
import type { CampaignWithApplication } from "../state/campaigns.ts";
import { useSession } from "../state/session.tsx";
import { useSay } from "../texts/index.ts";
import { GoOnLink } from "./go-on-link.tsx";

type Look = { readonly tone?: "ok" | "warn" | "bad" | "now"; readonly icon?: IconName };

const LOOKS: Readonly<Record<Standing, Look>> = {
  early: {},
  "can-apply": { tone: "ok" },
  "too-late": {},
  refused: { tone: "bad", icon: "cross" },
  recalled: {},
  accepted: { tone: "ok", icon: "check" },
  voting: { tone: "now" },
  issued: { tone: "ok", icon: "check" },
  "on-paper": {},
  ended: {},
};

/** An election: where the reader stands in it, until when, and the one next step. */
export function CampaignCard({ campaign, application }: CampaignWithApplication) {
  const say = useSay();
  const sentence = useSentence();
  const { now } = useSession();
  const standing = standingOf(campaign, application, now());
  const title = sentence(campaign.title);
  const href = nextPage(campaign.id, standing);
  const details = `/elections/${encodeURIComponent(campaign.id)}`;
  const hasApplication = application?.application !== undefined;
  return (
    <article className="card">
      <div className="stack--tight">
        <div className="card-head">
          {isTraining(campaign) ? <Tag tone="warn">{say("ui.training.name")}</Tag> : null}
          <Tag {...LOOKS[standing]}>{say(`standing.${standing}`)}</Tag>
          <When campaign={campaign} standing={standing} />
        </div>
        <h3 translate="no">
          {href === undefined && !hasApplication ? (
            title
          ) : (
            <a href={hasApplication ? details : href}>{title}</a>
          )}
        </h3>
        <NextStep
          isKnown={application !== undefined}
          campaign={campaign}
          standing={standing}
          station={application?.application?.station}
        />
      </div>
      {standing === "accepted" && campaign.goOn !== undefined ? (
        <GoOnLink campaign={campaign} />
      ) : href === undefined || !isDo(standing) ? null : (
        <LinkButton kind={standing === "voting" ? "accent" : "second"} isSmall href={href}>
          {say(`do.${standing}`)}
          <span className="hidden-visually">: {title}</span>
        </LinkButton>
      )}
    </article>
  );
}

type Doing = Exclude<Standing, "early" | "too-late" | "ended">;

const isDo = (standing: Standing): standing is Doing =>
  standing !== "early" && standing !== "too-late" && standing !== "ended";

function When({ campaign, standing }: { readonly campaign: CampaignAnswer; readonly standing: Standing }) {
  const say = useSay();
  const formats = useFormats();
  const text =
    standing === "early"
      ? say("from", { from: formats.moment(campaign.applicationsFrom) })
      : standing === "can-apply"
        ? say("until", { until: until(formats, campaign.applicationsUntil) })
        : standing === "voting" || standing === "issued"
          ? say("until", { until: until(formats, campaign.votingUntil) })
          : undefined;
  return text === undefined ? null : <span className="muted small">{text}</span>;
}

function NextStep({
  campaign,
  isKnown,
  standing,
  station,
}: {
  readonly campaign: CampaignAnswer;
  /** Somebody is signed in. */
  readonly isKnown: boolean;
  readonly standing: Standing;
  readonly station: string | undefined;
}) {
  const say = useSay();
  const formats = useFormats();
  const { now } = useSession();
  return (
    <p className="muted small">
      {standing === "too-late"
        ? tooLate(say, formats, campaign, station, now())
        : standing === "ended"
          ? endedText(say, formats, campaign)
          : say(standing === "voting" && !isKnown ? "next.voting.public" : `next.${standing}`, {
              from: formats.moment(standing === "early" ? campaign.applicationsFrom : campaign.votingFrom),
            })}
    </p>
  );
}

type SayOf = ReturnType<typeof useSay>;

/** Applications closed: when, and where one can vote. */
export function tooLate(
  say: SayOf,
  formats: Formats,
  campaign: CampaignAnswer,
  station: string | undefined,
  now: number,
): string {
  const end = campaign.applicationsUntil;
  const values = { clock: untilClock(formats, end), day: untilDay(formats, end) };
  const day = pastDay(end, now);
  return station === undefined
    ? say(`next.too-late.${day}`, values)
    : say(`next.too-late.station.${day}`, { ...values, station });
}

const HOUR_MS = 3_600_000;

/** Results of an election are expected an hour after its end; practice elections are counted when their operator does. */
export function endedText(say: SayOf, formats: Formats, campaign: CampaignAnswer): string {
  const end = campaign.votingUntil;
  const ended = { day: untilDay(formats, end), clock: untilClock(formats, end) };
  return campaign.kind === "election"
    ? say("next.ended.results", { ...ended, results: formats.clock(end + HOUR_MS) })
    : say("next.ended", ended);
}
