import { Component, type ReactNode } from "react";
import { useTexts } from "../language/provider.tsx";
import { Button } from "../parts/button.tsx";
import type { SharedKey } from "../texts/index.ts";
import { useTitle } from "./title.ts";

type State = { readonly hasCrashed: boolean };

/** A fault of ours while a page is drawn must not end in a blank page: it says what is safe and what to do. Stands in a LanguageProvider. */
export class CrashGuard extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { hasCrashed: false };

  static getDerivedStateFromError(): State {
    return { hasCrashed: true };
  }

  override render(): ReactNode {
    return this.state.hasCrashed ? <Crashed /> : this.props.children;
  }
}

function Crashed() {
  const say = useTexts<SharedKey>();
  useTitle(say("ui.crash.title"), true);
  return (
    <main id="main">
      <div className="wrap">
        <div className="stack" role="alert">
          <h1>{say("ui.crash.title")}</h1>
          <p className="lede">{say("ui.crash.text")}</p>
          <Button onClick={() => location.reload()}>{say("ui.crash.again")}</Button>
        </div>
      </div>
    </main>
  );
}
