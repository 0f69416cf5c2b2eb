import type { TotpEnrolAnswer } from "@veche/api/portal";
import {
  Actions,
  Button,
  CodeField,
  Columns,
  ErrorSummary,
  LinkButton,
  QrCode,
  Tracker,
  useSentence,
} from "@veche/ui";
import { type FormEvent, useCallback, useState } from "react";
import type { Failure } from "../api/answer.ts";
import { isCode } from "../logic/codes.ts";
import { FailureNotice, Loaded } from "../parts/failure.tsx";
import { Frame } from "../parts/frame.tsx";
import { useAsk, useBusy } from "../state/ask.ts";
import { useSession } from "../state/session.tsx";
import { useWorld } from "../state/world.ts";
import { useSay } from "../texts/index.ts";

/** An authenticator app: its secret as a QR code and as text, and the first code to show that it works. */
export function TotpPage() {
  const { client } = useWorld();
  const { answer, again } = useAsk(useCallback(() => client.enrolTotp(), [client]));
  return (
    <Loaded answer={answer} again={again}>
      {(secret) => <Enrol secret={secret} />}
    </Loaded>
  );
}

function Enrol({ secret }: { readonly secret: TotpEnrolAnswer }) {
  const say = useSay();
  const sentence = useSentence();
  const { client } = useWorld();
  const { refresh } = useSession();
  const [code, setCode] = useState("");
  const [fault, setFault] = useState<string>();
  const [failure, setFailure] = useState<Failure>();
  const [isDone, setDone] = useState(false);
  const [, run] = useBusy();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setFailure(undefined);
    setFault(isCode(code) ? undefined : say("code.error"));
    if (!isCode(code)) return;
    run(async () => {
      const answer = await client.confirmTotp({ id: secret.id, code });
      if (answer.kind === "ok") {
        await refresh();
        setDone(true);
      } else if (answer.kind === "refusal" && answer.code === "CODE_WRONG") setFault(say("totp-add.error"));
      else if (answer.kind === "refusal" && answer.code === "CODE_ENDED") setFault(sentence(answer.message));
      else setFailure(answer);
    });
  };
  if (isDone) return <Done />;
  return (
    <Frame
      at="totp"
      title={say("totp-add.title")}
      hasError={fault !== undefined}
      back={{ text: say("back.account"), href: "/account" }}
    >
      <Columns>
        {fault === undefined ? null : <ErrorSummary faults={[{ field: "code", text: fault }]} />}
        <h1>{say("totp-add.title")}</h1>
        <section className="stack">
          <p>{say("totp-add.1")}</p>
          <QrCode text={secret.uri} label={say("totp-add.qr")} />
          <p className="muted small">{say("totp-add.secret")}</p>
          <Tracker code={secret.secret} isSmall />
        </section>
        <form className="stack" onSubmit={submit} noValidate>
          <p>{say("totp-add.2")}</p>
          <CodeField
            id="code"
            label={say("code.label")}
            hint={say("totp.hint")}
            error={fault}
            value={code}
            onChange={setCode}
          />
          <Actions>
            <Button type="submit">{say("totp-add.submit")}</Button>
          </Actions>
        </form>
        {failure === undefined ? null : <FailureNotice failure={failure} />}
      </Columns>
    </Frame>
  );
}

function Done() {
  const say = useSay();
  return (
    <Frame at="totp-done" title={say("totp-add.done")}>
      <div className="stack" role="status">
        <h1>{say("totp-add.done")}</h1>
        <p className="lede">{say("totp-add.done.text")}</p>
      </div>
      <Actions>
        <LinkButton href="/account">{say("back.account")}</LinkButton>
      </Actions>
    </Frame>
  );
}
