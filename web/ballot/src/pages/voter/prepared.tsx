import { Actions, Button, Columns, Notice, QrCode, Side } from "@veche/ui";
import { useState } from "react";
import { saveFile } from "../../app/save-file.ts";
import { useSay } from "../../texts/index.ts";
import type { ResumeCode } from "../../voting/contract.ts";

/** Stored here, not asked for or not come back: the resume code is offered, then the way to the account. */
export function Prepared({
  at,
  resumeCode,
  onAsk,
}: {
  readonly at: "prepared" | "asked";
  readonly resumeCode: ResumeCode;
  readonly onAsk: () => void;
}) {
  const say = useSay();
  return (
    <Columns
      aside={
        <Side title={say("v.prepared.side.title")}>
          <p className="small">{say("v.prepared.side")}</p>
        </Side>
      }
    >
      <div className="stack">
        <h1>{say(`v.${at}.title`)}</h1>
        <p className="lede">{say(`v.${at}.lede`)}</p>
      </div>
      <Actions>
        <Button onClick={onAsk}>{say(`v.${at}.go`)}</Button>
      </Actions>
      <ResumeCodeOffer code={resumeCode} />
    </Columns>
  );
}

/** §12.5.1: who holds the code can vote, and it says so before it shows it. */
function ResumeCodeOffer({ code }: { readonly code: ResumeCode }) {
  const say = useSay();
  const [isShown, setIsShown] = useState(false);
  return (
    <section className="ruled">
      <h2>{say("v.code.title")}</h2>
      <p>{say("v.code.text")}</p>
      <Notice tone="warn" title={say("v.code.warn")}>
        <p>{say("v.code.warn.text")}</p>
      </Notice>
      <Actions>
        <Button kind="second" onClick={() => saveFile(say("v.code.file"), code.bytes)}>
          {say("v.code.save")}
        </Button>
        <Button kind="plain" onClick={() => setIsShown(!isShown)}>
          {say(isShown ? "v.code.hide" : "v.code.show")}
        </Button>
      </Actions>
      {isShown ? <ShownCode code={code} /> : null}
    </section>
  );
}

function ShownCode({ code }: { readonly code: ResumeCode }) {
  const say = useSay();
  return (
    <div className="stack">
      {code.link === undefined ? null : (
        <div className="qr-large">
          <QrCode text={code.link} label={say("v.code.qr")} />
        </div>
      )}
      <p className="code-text" translate="no">
        {code.text}
      </p>
    </div>
  );
}
