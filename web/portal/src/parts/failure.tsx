import { Actions, Button, LinkButton, Notice, Skeleton, useLanguage, useSentence } from "@veche/ui";
import { type ReactNode, useEffect, useRef } from "react";
import { useLocation } from "wouter";
import type { Answer, Failure } from "../api/answer.ts";
import { signInAddress } from "../api/client.ts";
import { useSession } from "../state/session.tsx";
import { useSay } from "../texts/index.ts";
import { Frame } from "./frame.tsx";

/** What happened and what to do, inside a page. `again`: what "try again" does. */
export function FailureNotice({
  failure,
  again,
}: {
  readonly failure: Failure;
  readonly again?: (() => void) | undefined;
}) {
  const say = useSay();
  const sentence = useSentence();
  const isOffline = failure.kind === "offline";
  const wait = isOffline ? undefined : failure.retryAfterSeconds;
  const [path] = useLocation();
  const isWithoutNumber = !isOffline && failure.code === "TELEPHONE_MISSING";
  return (
    <div role="alert">
      <Notice
        tone={isOffline ? "warn" : "bad"}
        title={isOffline ? say("offline.title") : sentence(failure.message)}
      >
        {isOffline ? <p>{say("offline.text")}</p> : null}
        {wait === undefined ? null : <p>{say("failure.wait", { seconds: wait })}</p>}
        {isWithoutNumber ? (
          <p>
            <a href={`/account/telephone?return=${encodeURIComponent(path)}`}>
              {say("account.telephone.add")}
            </a>
          </p>
        ) : null}
        {again === undefined ? null : (
          <Actions>
            <Button kind="second" isSmall onClick={again}>
              {say("offline.again")}
            </Button>
          </Actions>
        )}
      </Notice>
    </div>
  );
}

/** A page that could not be shown. */
export function FailurePage({ failure, again }: { readonly failure: Failure; readonly again: () => void }) {
  const say = useSay();
  const sentence = useSentence();
  if (failure.kind === "refusal" && failure.code === "NOT_SIGNED_IN") return <SignInPage />;
  const isUnknown =
    failure.kind === "refusal" && (failure.code === "UNKNOWN_CAMPAIGN" || failure.code === "NOT_FOUND");
  if (isUnknown) return <NotFoundPage />;
  const isOffline = failure.kind === "offline";
  return (
    <Frame at="failure" title={say(isOffline ? "offline.title" : "failure.title")} hasError>
      <div className="stack" role="alert">
        <h1>{say(isOffline ? "offline.title" : "failure.title")}</h1>
        <p className="lede">{isOffline ? say("offline.text") : sentence(failure.message)}</p>
      </div>
      <Actions>
        <Button onClick={again}>{say("offline.again")}</Button>
      </Actions>
    </Frame>
  );
}

/** Takes no focus: it stays where it was until the page is there, and on the first page it is left to the reader. */
export function LoadingPage() {
  const say = useSay();
  const { lastPage } = useLanguage();
  const before = useRef(lastPage.current);
  useEffect(() => {
    lastPage.current = before.current;
  }, [lastPage]);
  return (
    <Frame at={before.current ?? "loading"} title={say("loading")}>
      <h1 className="hidden-visually">{say("loading")}</h1>
      <Skeleton />
    </Frame>
  );
}

export function NotFoundPage() {
  const say = useSay();
  return (
    <Frame at="not-found" title={say("not-found.title")}>
      <div className="stack">
        <h1>{say("not-found.title")}</h1>
        <p className="lede">{say("not-found.text")}</p>
      </div>
      <Actions>
        <LinkButton href="/">{say("not-found.home")}</LinkButton>
      </Actions>
    </Frame>
  );
}

/** `text`: what is kept while the person signs in. */
export function SignInPage({ text }: { readonly text?: string }) {
  const say = useSay();
  const { language } = useLanguage();
  const [path] = useLocation();
  return (
    <Frame at="sign-in" title={say("need-sign-in.title")}>
      <div className="stack">
        <h1>{say("need-sign-in.title")}</h1>
        <p className="lede">{text ?? say("need-sign-in.text")}</p>
      </div>
      <Actions>
        <LinkButton href={signInAddress(path, language)}>{say("sign-in")}</LinkButton>
      </Actions>
    </Frame>
  );
}

/** Shows `children` once somebody is signed in; else what stands in the way. */
export function SignedIn({ text, children }: { readonly text?: string; readonly children: ReactNode }) {
  const { answer, person, refresh } = useSession();
  if (answer === undefined) return <LoadingPage />;
  if (answer.kind !== "ok") return <FailurePage failure={answer} again={() => void refresh()} />;
  if (person === undefined) return <SignInPage {...(text === undefined ? {} : { text })} />;
  return children;
}

/** Shows what an answer holds, or that it is on its way, or why it did not come. */
export function Loaded<T>({
  answer,
  again,
  children,
}: {
  readonly answer: Answer<T> | undefined;
  readonly again: () => Promise<void>;
  readonly children: (value: T) => ReactNode;
}) {
  if (answer === undefined) return <LoadingPage />;
  if (answer.kind !== "ok") return <FailurePage failure={answer} again={() => void again()} />;
  return children(answer.value);
}
