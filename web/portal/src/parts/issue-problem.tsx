import type { Sentence } from "@veche/api";
import type { CampaignAnswer } from "@veche/api/portal";
import { Actions, Button, CallButton, LinkButton, useFormats, useSentence } from "@veche/ui";
import { useEffect, useRef } from "react";
import type { Failure } from "../api/answer.ts";
import { secondsUntil, spokenSeconds } from "../logic/codes.ts";
import { until } from "../logic/times.ts";
import { useSeconds } from "../state/ask.ts";
import { useSession } from "../state/session.tsx";
import { useSay } from "../texts/index.ts";
import { SignInPage } from "./failure.tsx";
import { Frame } from "./frame.tsx";

export type Trouble =
  | { readonly kind: "wait"; readonly retryAt: number; readonly why?: Sentence }
  | { readonly kind: "lost" }
  | { readonly kind: "suspended" }
  | { readonly kind: "refused"; readonly failure: Failure };

type Props = {
  readonly campaign: CampaignAnswer;
  readonly askAgain: () => Promise<void>;
};

/** Why there is no ballot yet, what is safe, and what to do. */
export function IssueProblem({ trouble, ...props }: Props & { readonly trouble: Trouble }) {
  const say = useSay();
  if (trouble.kind === "wait") return <Waiting {...props} trouble={trouble} />;
  if (trouble.kind === "lost") {
    return (
      <Plain
        {...props}
        at="lost"
        title={say("issue.offline.title")}
        text={say("issue.offline.text")}
        canAsk
      />
    );
  }
  if (trouble.kind === "suspended") {
    return (
      <Plain
        {...props}
        at="paused"
        title={say("issue.suspended")}
        text={say("issue.suspended.text")}
        canAsk
      />
    );
  }
  return <Refused {...props} failure={trouble.failure} />;
}

/** Asked again by itself when it is time. Over capacity the place in the queue stays; where it is something else that is said. */
function Waiting({
  campaign,
  askAgain,
  trouble: { retryAt, why },
}: Props & { readonly trouble: Extract<Trouble, { readonly kind: "wait" }> }) {
  const say = useSay();
  const sentence = useSentence();
  const formats = useFormats();
  const { now } = useSession();
  const seconds = secondsUntil(retryAt, useSeconds(now, true));
  const asked = useRef(0);
  useEffect(() => {
    if (seconds > 0 || asked.current === retryAt) return;
    asked.current = retryAt;
    void askAgain();
  }, [seconds, retryAt, askAgain]);
  const spoken = spokenSeconds(seconds);
  const title = say(why === undefined ? "issue.wait.title" : "issue.wait.behind");
  return (
    <Frame at="waiting" title={title} campaign={campaign}>
      <div className="stack">
        <h1>{title}</h1>
        <p className="lede">{why === undefined ? say("issue.wait.lede") : sentence(why)}</p>
        <p className="num" aria-hidden="true">
          {seconds === 0 ? say("issue.wait.now") : say("issue.wait.count", { seconds })}
        </p>
        <p className="hidden-visually" role="status">
          {seconds === 0 ? say("issue.wait.now") : say("issue.wait.count", { seconds: spoken })}
        </p>
        <p className="muted small">
          {say("issue.wait.until", { until: until(formats, campaign.votingUntil) })}
        </p>
      </div>
    </Frame>
  );
}

function Plain({
  campaign,
  askAgain,
  at,
  title,
  text,
  canAsk,
}: Props & {
  readonly at: string;
  readonly title: string;
  readonly text: string;
  readonly canAsk: boolean;
}) {
  const say = useSay();
  return (
    <Frame at={`issue-${at}`} title={title} campaign={campaign} hasError>
      <div className="stack" role="alert">
        <h1>{title}</h1>
        <p className="lede">{text}</p>
      </div>
      <Actions>
        {canAsk ? <Button onClick={() => void askAgain()}>{say("offline.again")}</Button> : null}
        <CallButton kind="second" />
      </Actions>
    </Frame>
  );
}

function Refused({ campaign, failure }: Props & { readonly failure: Failure }) {
  const say = useSay();
  const sentence = useSentence();
  if (failure.kind === "offline") return null;
  if (failure.code === "NOT_SIGNED_IN") return <SignInPage text={say("need-sign-in.request")} />;
  const title = say(failure.code === "ISSUED_OTHERWISE" ? "issue.refused.issued" : "issue.refused");
  return (
    <Frame at="issue-refused" title={title} campaign={campaign} hasError>
      <div className="stack" role="alert">
        <h1>{title}</h1>
        <p className="lede">{sentence(failure.message)}</p>
      </div>
      <Actions>
        <LinkButton href="/elections">{say("foot.elections")}</LinkButton>
        <CallButton kind="second" />
      </Actions>
    </Frame>
  );
}
