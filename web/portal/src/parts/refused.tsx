import type { CampaignAnswer } from "@veche/api/portal";
import { type Bilingual, Notice, useFormats } from "@veche/ui";
import { canApply } from "../logic/campaign.ts";
import type { Application } from "../logic/timeline.ts";
import { until } from "../logic/times.ts";
import { useSession } from "../state/session.tsx";
import { useSay } from "../texts/index.ts";

/** The title says that it was not accepted; the sentence under it does not say so again. */
export function refusalText(sentence: (text: Bilingual) => string, { refusal }: Application): string {
  if (refusal === undefined) return "";
  const text = sentence(refusal.message);
  const reason = /^[^:.]+: (.)(.*)$/s.exec(text);
  return reason === null ? text : `${reason[1]?.toUpperCase()}${reason[2]}`;
}

/** What a refused person can do: apply again, vote on paper, appeal; and what became of an appeal. */
export function RefusedHelp({
  application,
  campaign,
}: {
  readonly application: Application;
  readonly campaign: CampaignAnswer;
}) {
  const say = useSay();
  const formats = useFormats();
  const { now } = useSession();
  const base = `/elections/${encodeURIComponent(campaign.id)}`;
  const { station, appeal } = application;
  const end = until(formats, campaign.applicationsUntil);
  const isAgain = application.canApplyAgain && canApply(campaign, now());
  // Whoever is not of age on the last day may not vote on paper either.
  const isOfAge = application.refusal?.code !== "TOO_YOUNG";
  return (
    <section className="ruled" aria-labelledby="what-to-do">
      <h2 id="what-to-do">{say("refused.do")}</h2>
      {isAgain && isOfAge ? (
        <p>
          {station === undefined
            ? say("refused.correct.any", { until: end })
            : say("refused.correct", { until: end, station })}
        </p>
      ) : null}
      <ol>
        {isAgain ? (
          <li>
            <a href={`${base}/apply`}>{say("refused.again")}</a> {say("refused.again.until", { until: end })}
          </li>
        ) : null}
        {isOfAge ? (
          <li>{station === undefined ? say("refused.paper.any") : say("refused.paper", { station })}</li>
        ) : null}
        {application.canAppeal ? (
          <li>
            <a href={`${base}/appeal`}>{say("refused.appeal")}</a>. {say("refused.appeal.note")}
          </li>
        ) : null}
      </ol>
      {appeal === undefined ? null : <AppealNotice appeal={appeal} />}
    </section>
  );
}

function AppealNotice({ appeal }: { readonly appeal: NonNullable<Application["appeal"]> }) {
  const say = useSay();
  const formats = useFormats();
  if (appeal.granted === undefined) {
    return (
      <Notice tone="ok" title={say("appeal.received")}>
        <p>{say("appeal.answer-by", { by: until(formats, appeal.answerBy) })}</p>
      </Notice>
    );
  }
  return (
    <Notice
      tone={appeal.granted ? "ok" : "bad"}
      title={say(appeal.granted ? "appeal.granted" : "appeal.rejected")}
    >
      {appeal.answer === undefined ? null : <p>{appeal.answer}</p>}
    </Notice>
  );
}
