import type { Confirmation } from "@veche/api/portal";
import { Actions, Button, Columns, ErrorSummary, Field, LinkButton } from "@veche/ui";
import { type FormEvent, useCallback, useState } from "react";
import { useSearch } from "wouter";
import type { Failure } from "../api/answer.ts";
import { ownPath } from "../logic/own-path.ts";
import { normaliseTelephone, showTelephone } from "../logic/telephone.ts";
import { CodePage } from "../parts/code-step.tsx";
import { FailureNotice } from "../parts/failure.tsx";
import { Frame } from "../parts/frame.tsx";
import { useConfirm } from "../state/confirm.ts";
import { useSession } from "../state/session.tsx";
import { useWorld } from "../state/world.ts";
import { useSay } from "../texts/index.ts";

/** A new number is confirmed by a code to it, and the old one is told. */
export function TelephonePage() {
  const say = useSay();
  const { client } = useWorld();
  const { refresh } = useSession();
  const [typed, setTyped] = useState("");
  const [isTried, setTried] = useState(false);
  const [isDone, setDone] = useState(false);
  const telephone = normaliseTelephone(typed);
  const change = useCallback(
    async (confirmation: Confirmation): Promise<Failure | undefined> => {
      const answer = await client.changeTelephone({ telephone: telephone ?? "", confirmation });
      if (answer.kind !== "ok") return answer;
      await refresh();
      setDone(true);
      return undefined;
    },
    [client, telephone, refresh],
  );
  const confirming = useConfirm(
    { purpose: "telephone", subject: "", ...(telephone === undefined ? {} : { telephone }) },
    change,
  );
  if (isDone) return <Done telephone={showTelephone(telephone ?? "")} />;
  if (confirming.step.at !== "start") {
    return <CodePage confirming={confirming} submitText={say("telephone.submit")} safe="other" />;
  }
  const fault = isTried && telephone === undefined ? say("apply.telephone.error") : undefined;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (telephone !== undefined) confirming.send();
  };
  return (
    <Frame
      at="telephone"
      title={say("telephone.title")}
      hasError={fault !== undefined}
      back={{ text: say("back.account"), href: "/account" }}
    >
      <Columns>
        {fault === undefined ? null : <ErrorSummary faults={[{ field: "telephone", text: fault }]} />}
        <div className="stack">
          <h1>{say("telephone.title")}</h1>
          <p className="lede">{say("telephone.lede")}</p>
        </div>
        <form className="stack" onSubmit={submit} noValidate>
          <Field
            id="telephone"
            label={say("telephone.label")}
            hint={say("telephone.hint")}
            error={fault}
            value={typed}
            onChange={setTyped}
            type="tel"
            inputMode="tel"
            autoComplete="tel"
          />
          <Actions>
            <Button type="submit">{say("apply.send-code")}</Button>
          </Actions>
        </form>
        {confirming.failure === undefined || confirming.failure === "passkey" ? null : (
          <FailureNotice failure={confirming.failure} />
        )}
      </Columns>
    </Frame>
  );
}

function Done({ telephone }: { readonly telephone: string }) {
  const say = useSay();
  const returnTo = ownPath(new URLSearchParams(useSearch()).get("return"), "/account");
  return (
    <Frame at="telephone-done" title={say("telephone.done")}>
      <div className="stack" role="status">
        <h1>{say("telephone.done")}</h1>
        <p className="lede">{say.rich("telephone.done.text", { telephone })}</p>
      </div>
      <Actions>
        <LinkButton href={returnTo}>{say("continue")}</LinkButton>
      </Actions>
    </Frame>
  );
}
