import { Actions, LinkButton } from "@veche/ui";
import { useSearch } from "wouter";
import { signInAddress } from "../api/client.ts";
import { Frame } from "../parts/frame.tsx";
import { useSay } from "../texts/index.ts";

/** After signing out, or when the session has ended by itself (`?return=` leads back to where it was). */
export function SignedOutPage() {
  const say = useSay();
  const returnTo = new URLSearchParams(useSearch()).get("return");
  const isEnded = returnTo !== null;
  const title = say(isEnded ? "signed-out.ended.title" : "signed-out.title");
  // Only a path of our own: anything else would lead away from the portal.
  const path = returnTo !== null && /^\/(?![/\\])/.test(returnTo) ? returnTo : "/elections";
  return (
    <Frame at="signed-out" title={title}>
      <div className="stack">
        <h1>{title}</h1>
        <p className="lede">{say(isEnded ? "signed-out.ended.text" : "signed-out.text")}</p>
      </div>
      <Actions>
        <LinkButton href={signInAddress(path)}>{say("signed-out.again")}</LinkButton>
      </Actions>
    </Frame>
  );
}
