import { Actions, Button, Columns, Facts, Notice, Side, Slip, useFormats } from "@veche/ui";
import { useEffect, useRef } from "react";
import { saveFile } from "../../app/save-file.ts";
import { useSay } from "../../texts/index.ts";
import type { VoterView } from "../../voting/contract.ts";
import { StandingBasis } from "../common/standing.tsx";

type RecordedView = Extract<VoterView, { readonly at: "recorded" }>;

/** Title and first words. */
export const recordedWords = ({ standing }: RecordedView): "c.done" | "c.counted" =>
  standing?.state === "counted" ? "c.counted" : "c.done";

/** §12.7.1: only after the page has checked the receipt of the very bytes that it sent. */
export function Recorded({
  view,
  castEnds,
  onAgain,
  onLook,
}: {
  readonly view: RecordedView;
  readonly castEnds: number | undefined;
  readonly onAgain: () => void;
  /** §12.7.3: asks what became of the ballot, once. */
  readonly onLook: () => void;
}) {
  const say = useSay();
  const formats = useFormats();
  const until = castEnds === undefined ? undefined : formats.moment(castEnds);
  const { standing } = view;
  const look = useRef(onLook);
  look.current = onLook;
  useEffect(() => look.current(), []);
  const isOver = standing !== undefined && standing.state !== "recorded";
  return (
    <Columns {...(isOver ? {} : { aside: <WhatNext until={until} /> })}>
      <div className="stack">
        <h1>{say(`${recordedWords(view)}.title`)}</h1>
        <p className="lede">{say(`${recordedWords(view)}.lede`)}</p>
      </div>
      {standing?.state === "superseded" ? (
        <Notice tone="warn" title={say("c.done.superseded.title")}>
          <p>{say("c.done.superseded")}</p>
        </Notice>
      ) : null}
      {view.notSent === undefined ? null : (
        <Notice tone="warn" title={say("c.done.not-sent")}>
          <p>{say("c.done.not-sent.text", { code: view.notSent })}</p>
        </Notice>
      )}
      <Slip
        label={say("c.done.slip")}
        head={say("c.done.head", { time: formats.momentExact(view.time) })}
        codeTitle={say("c.done.code")}
        code={view.tracker}
        qr={{ text: view.link, label: say("c.done.qr") }}
      >
        <p>{say.rich("c.done.text")}</p>
        <Facts rows={[[say("c.done.entry"), formats.number(view.index)]]} />
      </Slip>
      <Actions>
        <Button onClick={() => saveFile(say("c.done.file"), view.receipt)}>{say("c.done.save")}</Button>
        <Button kind="second" onClick={() => print()}>
          {say("c.done.print")}
        </Button>
        {view.canVoteAgain && !isOver ? (
          <Button kind="plain" onClick={onAgain}>
            {say("c.done.again")}
          </Button>
        ) : null}
      </Actions>
      {standing === undefined ? null : <StandingBasis standing={standing} />}
      {view.canVoteAgain && !isOver && until !== undefined ? (
        <p className="muted">{say("c.done.again.text", { until })}</p>
      ) : null}
    </Columns>
  );
}

function WhatNext({ until }: { readonly until: string | undefined }) {
  const say = useSay();
  return (
    <>
      <Side title={say("c.done.next.title")}>
        <ol>
          {until === undefined ? null : <li>{say("c.done.next.close", { until })}</li>}
          <li>{say("c.done.next.total")}</li>
          <li>{say("c.done.next.counted")}</li>
        </ol>
      </Side>
      <Side title={say("c.done.leave.title")}>
        <p className="small">{say("c.done.leave")}</p>
      </Side>
    </>
  );
}
