import { Actions, Button, Columns, Tracker } from "@veche/ui";
import { useState } from "react";
import { type Draft, emptyDraft } from "../app/draft.ts";
import { useSay } from "../texts/index.ts";
import type { PracticeBallot } from "../voting/contract.ts";
import { Frame, type Shell } from "./common/frame.tsx";
import { FillingPages } from "./voter/filling-pages.tsx";

/** The practice ballot, without sign-in: filled in and encrypted like a real one, sent nowhere. */
export function PracticePages({ ballot }: { readonly ballot: PracticeBallot }) {
  const say = useSay();
  const [draft, setDraft] = useState<Draft>(() => emptyDraft(ballot.contests));
  const [tracker, setTracker] = useState<string>();
  const shell: Shell = {
    part: say("q.part"),
    home: undefined,
    election: undefined,
    trainingText: say("q.training"),
  };
  const again = () => {
    setDraft(emptyDraft(ballot.contests));
    setTracker(undefined);
  };
  return tracker === undefined ? (
    <FillingPages
      frame={shell}
      contests={ballot.contests}
      canRevote={false}
      draft={draft}
      onDraft={setDraft}
      onSeal={async (choices) => setTracker((await ballot.seal(choices)).tracker)}
    />
  ) : (
    <Frame {...shell} at="practice-sealed" title={say("q.sealed.title")}>
      <Columns>
        <div className="stack">
          <h1>{say("q.sealed.title")}</h1>
          <p className="lede">{say("q.sealed.lede")}</p>
        </div>
        <section className="ruled">
          <h2 className="title-s">{say("c.sealed.code")}</h2>
          <Tracker code={tracker} />
          <p>{say.rich("c.sealed.code.text")}</p>
        </section>
        <p>{say("q.sealed.next")}</p>
        <Actions>
          <Button onClick={again}>{say("q.again")}</Button>
        </Actions>
      </Columns>
    </Frame>
  );
}
