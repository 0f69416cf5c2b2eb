import { Actions, Button, Columns, Facts, Notice, Side, Slip, useFormats } from "@veche/ui";
import { saveFile } from "../../app/save-file.ts";
import { useSay } from "../../texts/index.ts";
import type { VoterView } from "../../voting/contract.ts";

/** §12.7.1: only after the page has checked the receipt of the very bytes that it sent. */
export function Recorded({
  view,
  castEnds,
  onAgain,
}: {
  readonly view: Extract<VoterView, { readonly at: "recorded" }>;
  readonly castEnds: number | undefined;
  readonly onAgain: () => void;
}) {
  const say = useSay();
  const formats = useFormats();
  const until = castEnds === undefined ? undefined : formats.moment(castEnds);
  return (
    <Columns aside={<WhatNext until={until} />}>
      <div className="stack">
        <h1>{say("c.done.title")}</h1>
        <p className="lede">{say("c.done.lede")}</p>
      </div>
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
        {view.canVoteAgain ? (
          <Button kind="plain" onClick={onAgain}>
            {say("c.done.again")}
          </Button>
        ) : null}
      </Actions>
      {view.canVoteAgain && until !== undefined ? (
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
