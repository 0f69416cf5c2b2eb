import { useFormats, useSentence } from "@veche/ui";
import { useState } from "react";
import { choicesOf, type Draft, type DraftFault, faultOf, isTouched } from "../../app/draft.ts";
import { useLeaveWarning } from "../../app/use-leave-warning.ts";
import { useSteps } from "../../app/use-steps.ts";
import { useSay } from "../../texts/index.ts";
import type { ContestView } from "../../voting/contract.ts";
import { Frame, type Shell } from "../common/frame.tsx";
import { Filling } from "./filling.tsx";
import { Review } from "./review.tsx";

export type FillingPagesProps = {
  readonly frame: Shell;
  readonly contests: readonly ContestView[];
  readonly canRevote: boolean;
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
  readonly onSeal: (choices: ReturnType<typeof choicesOf>) => Promise<void>;
};

/** One page for each contest, then the review. What was chosen lives in the page above: it survives going back and forth. */
export function FillingPages(props: FillingPagesProps) {
  const { contests, draft } = props;
  const { step, goTo } = useSteps(isTouched(draft) ? contests.length : 0);
  useLeaveWarning(isTouched(draft));
  return step >= contests.length ? (
    <ReviewPage {...props} onChange={goTo} />
  ) : (
    <ContestPage {...props} key={step} place={step} goTo={goTo} />
  );
}

function ContestPage(
  props: FillingPagesProps & { readonly place: number; readonly goTo: (step: number) => void },
) {
  const { contests, draft, place, goTo } = props;
  const say = useSay();
  const sentence = useSentence();
  const [fault, setFault] = useState<DraftFault>();
  const contest = contests[place];
  if (contest === undefined) return null;
  const next = () => {
    const found = faultOf(draft, place, contest);
    setFault(found);
    if (found === undefined) goTo(place + 1);
  };
  return (
    <Frame
      {...props.frame}
      at={`filling-${place}`}
      title={say("v.ballot.title", {
        now: place + 1,
        all: contests.length,
        contest: sentence(contest.title),
      })}
      hasError={fault !== undefined}
      back={place === 0 ? undefined : { onClick: () => history.back() }}
    >
      <Filling
        contests={contests}
        place={place}
        draft={draft}
        onDraft={(changed) => {
          setFault(undefined);
          props.onDraft(changed);
        }}
        fault={fault}
        onNext={next}
      />
    </Frame>
  );
}

function ReviewPage(props: FillingPagesProps & { readonly onChange: (place: number) => void }) {
  const { contests, draft, frame } = props;
  const say = useSay();
  const formats = useFormats();
  const [isSealing, setIsSealing] = useState(false);
  const seal = async () => {
    setIsSealing(true);
    await props.onSeal(choicesOf(draft, contests));
    setIsSealing(false);
  };
  const ends = frame.election?.castEnds;
  return (
    <Frame {...frame} at="review" title={say("v.review.title")} back={{ onClick: () => history.back() }}>
      <Review
        contests={contests}
        draft={draft}
        revoteUntil={props.canRevote && ends !== undefined ? formats.moment(ends) : undefined}
        isSealing={isSealing}
        onChange={props.onChange}
        onSeal={() => void seal()}
      />
    </Frame>
  );
}
