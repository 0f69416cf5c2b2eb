import { Actions, Button, Columns, LinkButton, Side, Tag, TextButton, useSentence } from "@veche/ui";
import { useState } from "react";
import { useSay } from "../../texts/index.ts";
import type { StoredBallot } from "../../voting/contract.ts";
import { ResumeForm } from "./resume-form.tsx";

export type StartActions = {
  readonly open: (key: string) => void;
  readonly forget: (key: string) => void;
  readonly resume: (code: Uint8Array | string) => void;
};

/** Nothing came from the account: the way there, and what this browser still holds. */
export function Start({
  stored,
  portal,
  actions,
}: {
  readonly stored: readonly StoredBallot[];
  readonly portal: string | undefined;
  readonly actions: StartActions;
}) {
  const say = useSay();
  const [hasCode, setHasCode] = useState(false);
  return (
    <Columns
      aside={
        <Side title={say("v.start.why.title")}>
          <p className="small">{say("v.start.why")}</p>
        </Side>
      }
    >
      <div className="stack">
        <h1>{say(`v.${startWords(stored)}.title`)}</h1>
        <p className="lede">{say(`v.${startWords(stored)}.lede`)}</p>
      </div>
      {stored.length === 0 ? null : <StoredList stored={stored} actions={actions} />}
      <Actions>
        {portal === undefined ? null : (
          <LinkButton kind={startWords(stored) === "start" ? "accent" : "second"} href={portal}>
            {say("v.start.portal")}
          </LinkButton>
        )}
        {hasCode ? null : (
          <Button kind="second" onClick={() => setHasCode(true)}>
            {say("v.start.resume")}
          </Button>
        )}
      </Actions>
      {hasCode ? <ResumeForm onCode={actions.resume} /> : null}
    </Columns>
  );
}

/** Whether the first thing to say is that something was begun here. */
export const startWords = (stored: readonly StoredBallot[]): "start" | "start.stored" =>
  stored.some(({ stage, isLeftover }) => stage !== "done" && stage !== "alarm" && !isLeftover)
    ? "start.stored"
    : "start";

function StoredList({
  stored,
  actions,
}: {
  readonly stored: readonly StoredBallot[];
  readonly actions: StartActions;
}) {
  const say = useSay();
  return (
    <section className="stack">
      <h2>{say("v.stored.title")}</h2>
      <p className="muted small">{say("v.stored.text")}</p>
      <div>
        {stored.map((ballot) =>
          ballot.isLeftover ? null : <StoredCard key={ballot.key} ballot={ballot} actions={actions} />,
        )}
      </div>
      <Leftovers ballots={stored.filter(({ isLeftover }) => isLeftover)} actions={actions} />
    </section>
  );
}

/** Never thrown away by the page, and in nobody's way. */
function Leftovers({
  ballots,
  actions,
}: {
  readonly ballots: readonly StoredBallot[];
  readonly actions: StartActions;
}) {
  const say = useSay();
  const sentence = useSentence();
  if (ballots.length === 0) return null;
  return (
    <div className="stack--tight small">
      <h3 className="small">{say("v.leftover.title")}</h3>
      <p className="muted">{say("v.leftover.text")}</p>
      <ul>
        {ballots.map(({ key, stage, styleTitle, canForget }) => (
          <li key={key}>
            <span translate="no">{sentence(styleTitle)}</span>. {say(`v.stage.${stage}`)}.{" "}
            <TextButton onClick={() => actions.open(key)}>
              {say("v.stored.show")}
              <span className="hidden-visually">: {say(`v.stage.${stage}`)}</span>
            </TextButton>
            {canForget ? (
              <>
                {" "}
                <TextButton onClick={() => actions.forget(key)}>{say("v.stored.forget")}</TextButton>
              </>
            ) : null}
          </li>
        ))}
      </ul>
    </div>
  );
}

const TONES = { done: "ok", alarm: "bad", cast: "now" } as const;

function StoredCard({ ballot, actions }: { readonly ballot: StoredBallot; readonly actions: StartActions }) {
  const say = useSay();
  const sentence = useSentence();
  const isOver = ballot.stage === "done" || ballot.stage === "alarm";
  const tone = (TONES as Readonly<Record<string, "ok" | "bad" | "now">>)[ballot.stage];
  return (
    <article className="card">
      <div className="stack--tight">
        <div className="card-head">
          <Tag {...(tone === undefined ? {} : { tone })}>{say(`v.stage.${ballot.stage}`)}</Tag>
        </div>
        <h3 translate="no">{sentence(ballot.styleTitle)}</h3>
        {ballot.canForget ? (
          <TextButton onClick={() => actions.forget(ballot.key)}>
            {say("v.stored.forget")}
            <span className="hidden-visually">: {sentence(ballot.styleTitle)}</span>
          </TextButton>
        ) : null}
      </div>
      <Button kind={isOver ? "second" : "accent"} isSmall onClick={() => actions.open(ballot.key)}>
        {say(isOver ? "v.stored.show" : "v.stored.open")}
        <span className="hidden-visually">: {sentence(ballot.styleTitle)}</span>
      </Button>
    </article>
  );
}

/** §12.4.3: the account knows a request that this device does not have. */
export function Elsewhere({ onCode }: { readonly onCode: (code: Uint8Array | string) => void }) {
  const say = useSay();
  return (
    <Columns
      aside={
        <Side title={say("v.elsewhere.why.title")}>
          <p className="small">{say("v.elsewhere.why")}</p>
        </Side>
      }
    >
      <div className="stack">
        <h1>{say("v.elsewhere.title")}</h1>
        <p className="lede">{say("v.elsewhere.lede")}</p>
      </div>
      <ResumeForm onCode={onCode} />
    </Columns>
  );
}
