import { Actions, Button, Columns, QrCode, Side, Tracker } from "@veche/ui";
import { useEffect, useState } from "react";
import { useSay } from "../../texts/index.ts";
import { Frame, type Shell } from "../common/frame.tsx";

/** Encrypted and not sent: cast it, or check it with a second device first. */
export function SealedPages({
  shell,
  tracker,
  link,
  ballots,
  actions,
}: {
  readonly shell: Shell;
  readonly tracker: string;
  readonly link: string;
  readonly ballots: number;
  readonly actions: {
    readonly cast: () => void;
    readonly challenge: () => void;
    readonly unseal: () => void;
  };
}) {
  const say = useSay();
  const [isChecking, setIsChecking] = useState(false);
  useBackLeadsTo(actions.unseal);
  return isChecking ? (
    <Frame
      {...shell}
      at="sealed-check"
      title={say("c.check.title")}
      back={{ onClick: () => setIsChecking(false) }}
    >
      <BeforeChallenge tracker={tracker} onGo={actions.challenge} onNo={() => setIsChecking(false)} />
    </Frame>
  ) : (
    <Frame {...shell} at="sealed" title={say("c.sealed.title")} back={{ onClick: actions.unseal }}>
      <ReadyToCast
        tracker={tracker}
        link={link}
        ballots={ballots}
        onCast={actions.cast}
        onCheck={() => setIsChecking(true)}
        onEdit={actions.unseal}
      />
    </Frame>
  );
}

/** The browser's Back opens the choices again instead of leaving. */
function useBackLeadsTo(action: () => void): void {
  useEffect(() => {
    history.pushState({}, "");
    addEventListener("popstate", action);
    return () => removeEventListener("popstate", action);
  }, [action]);
}

/**
 * ⚔ §12.6.1: the code for the second device stands here before anything is pressed. A page that was told of the check first could encrypt
 * anew, honestly, for this once.
 */
function ReadyToCast(props: {
  readonly tracker: string;
  readonly link: string;
  readonly ballots: number;
  readonly onCast: () => void;
  readonly onCheck: () => void;
  readonly onEdit: () => void;
}) {
  const say = useSay();
  return (
    <Columns aside={<WhyCheck />}>
      <div className="stack">
        <h1>{say("c.sealed.title")}</h1>
        <p className="lede">{say("c.sealed.lede")}</p>
      </div>
      <section className="ruled">
        <h2 className="title-s">{say("c.sealed.code")}</h2>
        <Tracker code={props.tracker} />
        <div className="with-qr">
          <div className="stack">
            <p>{say.rich("c.sealed.code.text")}</p>
            <p>{say("c.sealed.take")}</p>
          </div>
          <QrCode text={props.link} label={say("c.sealed.qr")} />
        </div>
      </section>
      <Actions>
        <Button onClick={props.onCast}>{say("c.sealed.cast", { count: props.ballots })}</Button>
        <Button kind="second" onClick={props.onCheck}>
          {say("c.sealed.check")}
        </Button>
        <Button kind="plain" onClick={props.onEdit}>
          {say("c.sealed.edit")}
        </Button>
      </Actions>
    </Columns>
  );
}

function WhyCheck() {
  const say = useSay();
  return (
    <Side title={say("c.check.side.title")}>
      <p className="small">{say("c.check.side")}</p>
    </Side>
  );
}

/** §12.6.1: the second device has the code before the voter chooses to open the ballot. */
function BeforeChallenge(props: {
  readonly tracker: string;
  readonly onGo: () => void;
  readonly onNo: () => void;
}) {
  const say = useSay();
  return (
    <Columns aside={<WhyCheck />}>
      <div className="stack">
        <h1>{say("c.check.title")}</h1>
        <p className="lede">{say("c.check.lede")}</p>
      </div>
      <ol>
        <li>{say("c.check.step1")}</li>
        <li>{say("c.check.step2")}</li>
        <li>{say("c.check.step3")}</li>
      </ol>
      <p>{say("c.check.late")}</p>
      <section className="ruled">
        <h2 className="title-s">{say("c.sealed.code")}</h2>
        <Tracker code={props.tracker} isSmall />
      </section>
      <Actions>
        <Button onClick={props.onGo}>{say("c.check.go")}</Button>
        <Button kind="second" onClick={props.onNo}>
          {say("c.check.no")}
        </Button>
      </Actions>
    </Columns>
  );
}

/** §12.6.1, §12.6.4: opened for the second device, never cast. */
export function Challenged({
  tracker,
  link,
  text,
  onAgain,
}: {
  readonly tracker: string;
  readonly link: string;
  readonly text: string;
  readonly onAgain: () => void;
}) {
  const say = useSay();
  return (
    <Columns
      aside={
        <Side title={say("c.challenged.side.title")}>
          <p className="small">{say("c.challenged.side")}</p>
        </Side>
      }
    >
      <div className="stack">
        <h1>{say("c.challenged.title")}</h1>
        <p className="lede">{say("c.challenged.lede")}</p>
        <Tracker code={tracker} isSmall />
      </div>
      <div className="qr-large">
        <QrCode text={link} label={say("c.challenged.qr")} />
      </div>
      <section className="ruled">
        <h2 className="title-s">{say("c.challenged.text")}</h2>
        <p className="code-text" translate="no">
          {text}
        </p>
      </section>
      <Actions>
        <Button onClick={onAgain}>{say("c.challenged.again")}</Button>
      </Actions>
    </Columns>
  );
}
