import { utf8 } from "@veche/base";
import { Actions, Button, Columns, Notice, QrCode, Side, TextButton, Tracker } from "@veche/ui";
import { useState } from "react";
import { saveFile } from "../../app/save-file.ts";
import { useSay } from "../../texts/index.ts";
import type { LockedLink, ResumeCode } from "../../voting/contract.ts";

type LockCode = () => Promise<LockedLink | undefined>;

/** Stored here, not asked for or not come back: the resume code is offered, then the way to the account. */
export function Prepared({
  at,
  resumeCode,
  lockCode,
  onAsk,
  onForget,
  onAnew,
}: {
  readonly at: "prepared" | "asked";
  readonly resumeCode: ResumeCode;
  readonly lockCode: LockCode;
  readonly onAsk: () => void;
  /** §12.5.3: where the request may be somebody else's. */
  readonly onForget?: (() => void) | undefined;
  /** §12.4.3: where somebody else may have begun. */
  readonly onAnew?: (() => void) | undefined;
}) {
  const say = useSay();
  const words = onForget === undefined ? at : "resumed";
  return (
    <Columns
      aside={
        <Side title={say("v.prepared.side.title")}>
          <p className="small">{say("v.prepared.side")}</p>
        </Side>
      }
    >
      <div className="stack">
        <h1>{say(`v.${words}.title`)}</h1>
        <p className="lede">{say(`v.${words}.lede`)}</p>
      </div>
      <Actions>
        <Button onClick={onAsk}>{say(`v.${words}.go`)}</Button>
      </Actions>
      {onAnew === undefined ? null : (
        <section className="ruled">
          <h2>{say("v.earlier")}</h2>
          <p>{say("v.earlier.text")}</p>
          <TextButton onClick={onAnew}>{say("v.earlier.anew")}</TextButton>
        </section>
      )}
      {onForget === undefined ? (
        <ResumeCodeOffer code={resumeCode} lockCode={lockCode} />
      ) : (
        <section className="ruled">
          <h2>{say("v.resumed.foreign")}</h2>
          <p>{say("v.resumed.foreign.text")}</p>
          <TextButton onClick={onForget}>{say("v.stored.forget")}</TextButton>
        </section>
      )}
    </Columns>
  );
}

/** §12.5.1, §12.5.2: who holds the code can vote, and it says so before it shows it; first as a file. */
function ResumeCodeOffer({ code, lockCode }: { readonly code: ResumeCode; readonly lockCode: LockCode }) {
  const say = useSay();
  const [shown, setShown] = useState<LockedLink>();
  const toggle = async () => setShown(shown === undefined ? await lockCode() : undefined);
  return (
    <section className="ruled">
      <h2>{say("v.code.title")}</h2>
      <p>{say("v.code.text")}</p>
      <Notice tone="warn" title={say("v.code.warn")}>
        <p>{say("v.code.warn.text")}</p>
      </Notice>
      <Actions>
        <Button kind="second" onClick={() => saveFile(say("v.code.file"), utf8(code.text))}>
          {say("v.code.save")}
        </Button>
        {code.hasQr ? (
          <Button kind="plain" onClick={() => void toggle()}>
            {say(shown === undefined ? "v.code.show" : "v.code.hide")}
          </Button>
        ) : null}
      </Actions>
      {shown === undefined ? null : <ShownCode {...shown} />}
    </section>
  );
}

/** ⚔ The link stays in the history of whatever opens it; the unlocking code beside it goes by hand. */
function ShownCode({ link, unlocking }: LockedLink) {
  const say = useSay();
  return (
    <div className="stack">
      <ol>
        <li>{say("v.code.step.1")}</li>
        <li>{say("v.code.step.2")}</li>
      </ol>
      <div className="qr-large">
        <QrCode text={link} label={say("v.code.qr")} />
      </div>
      <h3>{say("v.code.unlocking")}</h3>
      <Tracker code={unlocking} />
      <p className="muted small">{say("v.code.unlocking.text")}</p>
    </div>
  );
}
