import { Actions, Button, Columns, Facts, LinkButton, Notice, Spinner } from "@veche/ui";
import { useState } from "react";
import type { Failure } from "../api/answer.ts";
import { FailureNotice } from "../parts/failure.tsx";
import { Frame } from "../parts/frame.tsx";
import { useBusy } from "../state/ask.ts";
import { type Person, useSession } from "../state/session.tsx";
import { useWorld } from "../state/world.ts";
import { useSay } from "../texts/index.ts";
import { nameOf } from "./status.tsx";

/** Telephone, and what can confirm beside it. */
export function AccountPage() {
  const say = useSay();
  const { person } = useSession();
  if (person === undefined) return null;
  return (
    <Frame
      at="account"
      title={say("account.title")}
      back={{ text: say("back.elections"), href: "/elections" }}
    >
      <Columns>
        <h1>{say("account.title")}</h1>
        <section className="ruled" aria-labelledby="telephone">
          <h2 id="telephone">{say("account.telephone")}</h2>
          <Facts
            rows={[
              [say("status.name"), nameOf(person)],
              [
                say("account.telephone"),
                person.telephoneConfirmed ? person.telephone : say("account.telephone.none"),
              ],
            ]}
          />
          <Actions>
            <LinkButton kind="second" isSmall href="/account/telephone">
              {say("account.telephone.change")}
            </LinkButton>
          </Actions>
        </section>
        <SecondFactors person={person} />
      </Columns>
    </Frame>
  );
}

function SecondFactors({ person }: { readonly person: Person }) {
  const say = useSay();
  const { client } = useWorld();
  const { refresh } = useSession();
  const [outcome, setOutcome] = useState<Failure | "added" | "not-confirmed">();
  const [isBusy, run] = useBusy();
  const addPasskey = (): void =>
    run(async () => {
      setOutcome(undefined);
      const found = await client.passkeyOptions();
      if (found.kind !== "ok") return setOutcome(found);
      const { makePasskey } = await import("../passkey.ts");
      const response = await makePasskey(found.value);
      if (response === undefined) return setOutcome("not-confirmed");
      const enrolled = await client.enrolPasskey({ id: found.value.id, response });
      if (enrolled.kind !== "ok") return setOutcome(enrolled);
      await refresh();
      setOutcome("added");
    });
  const has = (kind: "totp" | "passkey"): string =>
    person.secondFactors.includes(kind) ? say("account.has") : say("ready.state.no");
  return (
    <section className="ruled" aria-labelledby="second">
      <h2 id="second">{say("account.second")}</h2>
      <p>{say("account.second.lede")}</p>
      <Facts
        rows={[
          [say("account.totp"), has("totp")],
          [say("account.passkey"), has("passkey")],
        ]}
      />
      <div role="status">
        {outcome === "added" ? <Notice tone="ok" title={say("account.passkey.added")} /> : null}
        {outcome === "not-confirmed" ? <Notice tone="bad" title={say("account.passkey.failed")} /> : null}
      </div>
      {typeof outcome === "object" ? <FailureNotice failure={outcome} again={addPasskey} /> : null}
      <Actions>
        <LinkButton kind="second" isSmall href="/account/app">
          {say("account.totp.add")}
        </LinkButton>
        <Button kind="second" isSmall onClick={addPasskey}>
          {say("account.passkey.add")}
        </Button>
        {isBusy ? (
          <span role="status">
            <Spinner /> {say("passkey.running")}
          </span>
        ) : null}
      </Actions>
    </section>
  );
}
