import type { CampaignAnswer } from "@veche/api/portal";
import {
  Actions,
  Button,
  CodeField,
  Columns,
  ErrorSummary,
  Notice,
  Side,
  TextButton,
  useFormats,
  useLanguage,
  useSentence,
} from "@veche/ui";
import { type FormEvent, useEffect, useState } from "react";
import type { Failure } from "../api/answer.ts";
import { type CodeSent, GIVE_UP_MS, isCode, secondsUntil, spokenSeconds } from "../logic/codes.ts";
import { telephoneEnd } from "../logic/telephone.ts";
import { useSeconds } from "../state/ask.ts";
import type { Confirming } from "../state/confirm.ts";
import { useSession } from "../state/session.tsx";
import { type TextKey, useSay } from "../texts/index.ts";
import { FailureNotice } from "./failure.tsx";
import { Frame } from "./frame.tsx";

/** What stays safe while a code does not come. */
export type Safe = "issue" | "issued" | "other";

export type CodePageProps = {
  readonly confirming: Confirming;
  readonly campaign?: CampaignAnswer | undefined;
  readonly submitText: string;
  readonly safe: Safe;
};

/** The page of the code, of a message or of an app: one field. */
export function CodePage({ confirming, campaign, submitText, safe }: CodePageProps) {
  const say = useSay();
  const { step } = confirming;
  const [code, setCode] = useState("");
  const [isUnfinished, setUnfinished] = useState(false);
  const fault = useFault(confirming.codeFault, isUnfinished);
  useEffect(() => {
    if (confirming.codeFault !== undefined) setCode("");
  }, [confirming.codeFault]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setUnfinished(!isCode(code));
    if (isCode(code)) confirming.submit(code);
  };
  const isApp = step.at === "totp";
  const title = say(isApp ? "totp.title" : "code.title");
  return (
    <Frame
      at={`code-${step.at}`}
      title={title}
      hasError={fault !== undefined}
      campaign={campaign}
      back={{ onClick: confirming.restart }}
    >
      <Columns aside={step.at === "sms" ? <NotReceived sent={step.sent} safe={safe} /> : undefined}>
        {fault === undefined ? null : <ErrorSummary faults={[{ field: "code", text: fault }]} />}
        <div className="stack">
          <h1>{title}</h1>
          <p className="lede">
            {step.at === "sms" ? say.rich("code.sent", { telephone: step.sent.telephone }) : say("totp.text")}
          </p>
        </div>
        <form className="stack" onSubmit={submit} noValidate>
          <CodeField
            id="code"
            label={say("code.label")}
            hint={say(isApp ? "totp.hint" : "code.hint")}
            error={fault}
            value={code}
            onChange={setCode}
          />
          <Actions>
            <Button type="submit">{submitText}</Button>
            {step.at === "sms" ? <Resend sent={step.sent} onAgain={confirming.send} /> : null}
          </Actions>
        </form>
        {confirming.failure === undefined || confirming.failure === "passkey" ? null : (
          <FailureNotice failure={confirming.failure} />
        )}
        {step.at === "sms" ? <GivenUp sent={step.sent} safe={safe} /> : null}
      </Columns>
    </Frame>
  );
}

function useFault(codeFault: Failure | undefined, isUnfinished: boolean): string | undefined {
  const say = useSay();
  const sentence = useSentence();
  if (isUnfinished) return say("code.error");
  if (codeFault === undefined || codeFault.kind !== "refusal") return undefined;
  const { code, attemptsLeft, message } = codeFault;
  return code === "CODE_WRONG" && attemptsLeft !== undefined
    ? say("code.wrong", { attempts: attemptsLeft })
    : sentence(message);
}

/** Seconds tick for the eye; a screen reader hears the whole sentence a few times only. */
function Resend({ sent, onAgain }: { readonly sent: CodeSent; readonly onAgain: () => void }) {
  const say = useSay();
  const formats = useFormats();
  const { now } = useSession();
  const seconds = secondsUntil(sent.againAt, useSeconds(now, true));
  const spoken = spokenSeconds(seconds);
  return (
    <>
      <span className="hidden-visually" role="status">
        {spoken === 0 ? say("code.again.ready") : say("code.wait", { seconds: spoken })}
      </span>
      {seconds === 0 ? (
        <Button kind="second" isSmall onClick={onAgain}>
          {say("code.again")}
        </Button>
      ) : (
        <span className="muted small" aria-hidden="true">
          {say("code.wait.shown", { count: formats.countdown(seconds) })}
        </span>
      )}
    </>
  );
}

function NotReceived({ sent, safe }: { readonly sent: CodeSent; readonly safe: Safe }) {
  const say = useSay();
  const { hotline } = useLanguage();
  return (
    <Side title={say("code.help")}>
      <ol>
        <li>{say("code.help.1", { end: telephoneEnd(sent.telephone) })}</li>
        <li>{say("code.help.2")}</li>
        <li>{say("code.help.3")}</li>
        <li>
          {say("code.help.4")}{" "}
          <a className="nowrap" href={hotline.href}>
            {hotline.shown}
          </a>
        </li>
      </ol>
      <p className="muted small">{say(`code.safe.${safe}`)}</p>
    </Side>
  );
}

/** After five minutes without a code the hotline is the way. */
function GivenUp({ sent, safe }: { readonly sent: CodeSent; readonly safe: Safe }) {
  const say = useSay();
  const { hotline } = useLanguage();
  const { now } = useSession();
  const time = useSeconds(now, true);
  if (time < sent.firstSentAt + GIVE_UP_MS) return null;
  return (
    <div role="status">
      <Notice tone="warn" title={say(`code.none.${safe}`, { phone: hotline.shown })} />
    </div>
  );
}

/** The first step's buttons: a code by message, and the other ways that the account has. */
export function ConfirmButtons({
  confirming,
  sendText,
  isSmsOnly = false,
}: {
  readonly confirming: Confirming;
  readonly sendText: string;
  /** A number is confirmed by a message to it and by nothing else. */
  readonly isSmsOnly?: boolean;
}) {
  const say = useSay();
  const { person } = useSession();
  const others = isSmsOnly ? [] : (person?.secondFactors ?? []);
  const ways: Readonly<Record<"totp" | "passkey", readonly [TextKey, () => void]>> = {
    totp: ["code.by-totp", confirming.useTotp],
    passkey: ["code.by-passkey", confirming.usePasskey],
  };
  return (
    <>
      {confirming.failure === undefined ? null : <ConfirmFailure failure={confirming.failure} />}
      <Actions>
        <Button onClick={confirming.send}>{sendText}</Button>
      </Actions>
      {others.length === 0 ? null : (
        <section className="stack--tight" aria-label={say("code.other-way")}>
          <p className="muted small">{say("code.other-way")}</p>
          <ul>
            {others.map((each) => (
              <li key={each}>
                <TextButton onClick={ways[each][1]}>{say(ways[each][0])}</TextButton>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function ConfirmFailure({ failure }: { readonly failure: Failure | "passkey" }) {
  const say = useSay();
  if (failure !== "passkey") return <FailureNotice failure={failure} />;
  return (
    <div role="alert">
      <Notice tone="bad" title={say("passkey.failed")} />
    </div>
  );
}
