import { Actions, Button, LinkButton, useLanguage } from "@veche/ui";
import { useState } from "react";
import { useSearch } from "wouter";
import type { Failure } from "../api/answer.ts";
import { signInAddress } from "../api/client.ts";
import { ownPath } from "../logic/own-path.ts";
import { FailureNotice } from "../parts/failure.tsx";
import { Frame } from "../parts/frame.tsx";
import { useWorld } from "../state/world.ts";
import { useSay } from "../texts/index.ts";

/** After signing out, or when the session has ended by itself (`?return=` leads back to where it was). */
export function SignedOutPage() {
  const say = useSay();
  const { language } = useLanguage();
  const returnTo = new URLSearchParams(useSearch()).get("return");
  const isEnded = returnTo !== null;
  const title = say(isEnded ? "signed-out.ended.title" : "signed-out.title");
  const path = ownPath(returnTo, "/elections");
  return (
    <Frame at="signed-out" title={title}>
      <div className="stack">
        <h1>{title}</h1>
        <p className="lede">{say(isEnded ? "signed-out.ended.text" : "signed-out.text")}</p>
      </div>
      <Actions>
        <LinkButton href={signInAddress(path, language)}>{say("signed-out.again")}</LinkButton>
      </Actions>
    </Frame>
  );
}

/** A page and a press: a link from elsewhere signs nobody out. */
export function SignOutPage() {
  const say = useSay();
  const { client, leave } = useWorld();
  const [failure, setFailure] = useState<Failure>();
  const signOut = async (): Promise<void> => {
    const answer = await client.signOut();
    if (answer.kind === "ok") leave("/signed-out", "replace");
    else setFailure(answer);
  };
  return (
    <Frame
      at="sign-out"
      title={say("sign-out.title")}
      back={{ text: say("back.elections"), href: "/elections" }}
    >
      <div className="stack--wide">
        <div className="stack">
          <h1>{say("sign-out.title")}</h1>
          <p className="lede">{say("sign-out.text")}</p>
        </div>
        {failure === undefined ? null : <FailureNotice failure={failure} />}
        <Actions>
          <Button onClick={() => void signOut()}>{say("sign-out")}</Button>
        </Actions>
      </div>
    </Frame>
  );
}
