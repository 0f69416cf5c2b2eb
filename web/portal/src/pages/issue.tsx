import type { CampaignAnswer, Confirmation } from "@veche/api/portal";
import { toBase64 } from "@veche/base";
import { Actions, Columns, LinkButton, Notice, Side, Spinner } from "@veche/ui";
import { useCallback, useRef, useState } from "react";
import { type Failure, OFFLINE } from "../api/answer.ts";
import type { BlindedHandover } from "../handover/fragment.ts";
import { answerFragment, meaningOf } from "../logic/issuing.ts";
import { CodePage, ConfirmButtons } from "../parts/code-step.tsx";
import { Loaded, NotFoundPage, SignedIn } from "../parts/failure.tsx";
import { Frame } from "../parts/frame.tsx";
import { IssueProblem, type Trouble } from "../parts/issue-problem.tsx";
import { useAsk } from "../state/ask.ts";
import { useConfirm } from "../state/confirm.ts";
import { useSession } from "../state/session.tsx";
import { useWorld } from "../state/world.ts";
import { useSay } from "../texts/index.ts";

/** Where the ballot page hands over its request (§12.2.3): confirmed by a code, answered, and back. */
export function IssuePage({ id }: { readonly id: string }) {
  const say = useSay();
  const { pending } = useWorld();
  const request = pending.of(id);
  // The way back to the ballot page empties what is kept: what this page shows then follows from its own state.
  const kept = useRef(request);
  if (kept.current === undefined) return <NoRequest />;
  return (
    <SignedIn text={say("need-sign-in.request")}>
      <ForElection id={id} request={kept.current} />
    </SignedIn>
  );
}

function NoRequest() {
  const say = useSay();
  return (
    <Frame at="issue-none" title={say("issue.none.title")}>
      <div className="stack">
        <h1>{say("issue.none.title")}</h1>
        <p className="lede">{say("issue.none.text")}</p>
      </div>
      <Actions>
        <LinkButton href="/elections">{say("foot.elections")}</LinkButton>
      </Actions>
    </Frame>
  );
}

function ForElection({ id, request }: { readonly id: string; readonly request: BlindedHandover }) {
  const { client } = useWorld();
  const ask = useCallback(async () => {
    const found = await client.campaigns();
    if (found.kind !== "ok") return found;
    const campaign = found.value.campaigns.find(({ electionId }) => electionId === id);
    if (campaign === undefined) return { kind: "ok" as const, value: undefined };
    const application = await client.application(campaign.id);
    if (application.kind !== "ok") return application;
    return { kind: "ok" as const, value: { campaign, isIssued: application.value.issued } };
  }, [client, id]);
  const { answer, again } = useAsk(ask);
  return (
    <Loaded answer={answer} again={again}>
      {(found) => (found === undefined ? <NotFoundPage /> : <Issue {...found} id={id} request={request} />)}
    </Loaded>
  );
}

type State =
  | { readonly at: "confirming" }
  | { readonly at: "issuing" }
  | { readonly at: "trouble"; readonly trouble: Trouble }
  | { readonly at: "leaving"; readonly address: string };

function Issue({
  id,
  campaign,
  isIssued,
  request,
}: {
  readonly id: string;
  readonly campaign: CampaignAnswer;
  readonly isIssued: boolean;
  readonly request: BlindedHandover;
}) {
  const say = useSay();
  const { client, pending, begun, leave } = useWorld();
  const { now } = useSession();
  const [state, setState] = useState<State>({ at: "confirming" });
  const last = useRef<Confirmation | undefined>(undefined);

  const issue = useCallback(
    async (confirmation: Confirmation): Promise<Failure | undefined> => {
      last.current = confirmation;
      setState({ at: "issuing" });
      const body = { confirmation, style: request.style, blinded: request.blinded.map(toBase64) };
      const answer = await client.issue(id, body);
      if (answer.kind === "ok") {
        const fragment = await answerFragment(id, request, answer.value).catch(() => undefined);
        const address = campaign.ballotPage;
        if (fragment === undefined || address === undefined) {
          // ⚔ It has been issued: nobody is told that it was not, and the same request gets the same ballot.
          setState({ at: "trouble", trouble: { kind: "lost" } });
          return undefined;
        }
        pending.forget(id);
        begun.forget(id);
        setState({ at: "leaving", address: `${address}#${fragment}` });
        leave(`${address}#${fragment}`, "replace");
        return undefined;
      }
      const meaning = meaningOf(answer);
      if (meaning.kind === "code") {
        setState({ at: "confirming" });
        return meaning.failure;
      }
      const trouble: Trouble =
        meaning.kind === "wait" ? { ...meaning, retryAt: now() + 1_000 * meaning.seconds } : meaning;
      setState({ at: "trouble", trouble });
      return undefined;
    },
    [client, id, request, campaign.ballotPage, pending, begun, leave, now],
  );
  const confirming = useConfirm({ purpose: "issue", subject: campaign.id }, issue);

  /** The same request with the same confirmation: the service answers it the same. */
  const askAgain = useCallback(async () => {
    const failure = last.current === undefined ? OFFLINE : await issue(last.current);
    // The confirmation is too old by now: another code.
    if (failure !== undefined) confirming.restart();
  }, [issue, confirming.restart]);

  if (state.at === "issuing") return <Issuing campaign={campaign} />;
  if (state.at === "leaving") return <Leaving campaign={campaign} address={state.address} />;
  if (state.at === "trouble") {
    return <IssueProblem trouble={state.trouble} campaign={campaign} askAgain={askAgain} />;
  }
  if (confirming.step.at !== "start") {
    return (
      <CodePage
        confirming={confirming}
        campaign={campaign}
        submitText={say("issue.submit")}
        safe={isIssued ? "issued" : "issue"}
      />
    );
  }
  const isOwn = begun.has(id, request);
  return <Asking campaign={campaign} isOwn={isOwn} isIssued={isIssued} confirming={confirming} />;
}

function Asking({
  campaign,
  isOwn,
  isIssued,
  confirming,
}: {
  readonly campaign: CampaignAnswer;
  /** §12.2.6: it followed a handover of this tab. */
  readonly isOwn: boolean;
  readonly isIssued: boolean;
  readonly confirming: ReturnType<typeof useConfirm>;
}) {
  const say = useSay();
  return (
    <Frame at="issue" title={say("issue.title")} campaign={campaign}>
      <Columns
        aside={
          <Side title={say("ready.alone")}>
            <p>{say("ready.alone.text")}</p>
          </Side>
        }
      >
        <div className="stack">
          <h1>{say("issue.title")}</h1>
          <p className="lede">{say(isIssued ? "issue.again.lede" : "issue.lede")}</p>
        </div>
        {isOwn ? null : (
          <Notice tone="warn" title={say("issue.outside")}>
            <p>{say("issue.outside.text")}</p>
          </Notice>
        )}
        <ConfirmButtons confirming={confirming} sendText={say("issue.send-code")} />
      </Columns>
    </Frame>
  );
}

function Issuing({ campaign }: { readonly campaign: CampaignAnswer }) {
  const say = useSay();
  return (
    <Frame at="issuing" title={say("issue.running")} campaign={campaign}>
      <div className="stack" role="status">
        <h1>
          <Spinner /> {say("issue.running")}
        </h1>
        <p className="lede">{say("issue.running.text")}</p>
      </div>
    </Frame>
  );
}

function Leaving({ campaign, address }: { readonly campaign: CampaignAnswer; readonly address: string }) {
  const say = useSay();
  return (
    <Frame at="leaving" title={say("issue.back")} campaign={campaign}>
      <div className="stack" role="status">
        <h1>{say("issue.back")}</h1>
        <p className="lede">{say("issue.back.text")}</p>
      </div>
      <Actions>
        <LinkButton href={address}>{say("issue.back.link")}</LinkButton>
      </Actions>
    </Frame>
  );
}
