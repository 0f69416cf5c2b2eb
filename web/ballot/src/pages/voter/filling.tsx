import {
  Actions,
  Button,
  Columns,
  Contest,
  ErrorSummary,
  Option,
  Progress,
  Side,
  useSentence,
} from "@veche/ui";
import type { FormEvent } from "react";
import { clear, type Draft, type DraftFault, mark, markBlank, optionsIn } from "../../app/draft.ts";
import { useSay } from "../../texts/index.ts";
import type { ContestView } from "../../voting/contract.ts";

export type FillingProps = {
  readonly contests: readonly ContestView[];
  /** Which contest, from 0. */
  readonly place: number;
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
  readonly fault: DraftFault | undefined;
  readonly onNext: () => void;
};

/** One contest a page. */
export function Filling({ contests, place, draft, onDraft, fault, onNext }: FillingProps) {
  const say = useSay();
  const sentence = useSentence();
  const contest = contests[place];
  if (contest === undefined) return null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onNext();
  };
  const error = fault === undefined ? undefined : faultText(say, contest, fault);
  const isLast = place === contests.length - 1;
  return (
    <Columns aside={<FillingAside />}>
      <div>
        <ErrorSummary faults={error === undefined ? [] : [{ field: firstOption(place), text: error }]} />
        <Progress
          text={say("v.ballot.of", { now: place + 1, all: contests.length })}
          now={place + 1}
          all={contests.length}
        />
        <form onSubmit={submit} noValidate>
          <Contest
            title={sentence(contest.title)}
            error={error}
            limit={<Limit contest={contest} marked={optionsIn(draft, place).length} />}
          >
            <Options contest={contest} place={place} draft={draft} onDraft={onDraft} />
          </Contest>
          <Actions>
            <Button type="submit">{isLast ? say("v.toreview") : say("v.next", { number: place + 2 })}</Button>
            <Button kind="plain" onClick={() => onDraft(clear(draft, place))}>
              {say("v.clear")}
            </Button>
          </Actions>
        </form>
      </div>
    </Columns>
  );
}

export const firstOption = (place: number): string => `contest-${place}-option-0`;

const faultText = (say: ReturnType<typeof useSay>, contest: ContestView, fault: DraftFault): string =>
  fault.code === "TOO_FEW"
    ? say("v.toofew", { min: contest.min, marked: fault.marked })
    : say("v.toomany", { max: contest.max, marked: fault.marked });

function Limit({ contest, marked }: { readonly contest: ContestView; readonly marked: number }) {
  const say = useSay();
  const { min, max } = contest;
  if (max === 1) return say.rich("v.limit.one");
  if (min === max) return say.rich("v.limit.exact", { max, marked });
  return min <= 1
    ? say.rich("v.limit.upto", { max, marked })
    : say.rich("v.limit.range", { min, max, marked });
}

function Options({
  contest,
  place,
  draft,
  onDraft,
}: Omit<FillingProps, "contests" | "fault" | "onNext"> & { readonly contest: ContestView }) {
  const say = useSay();
  const sentence = useSentence();
  const type = contest.max === 1 ? "radio" : "checkbox";
  const marked = optionsIn(draft, place);
  return (
    <>
      {contest.options.map((option, at) => (
        <Option
          key={option.id}
          id={at === 0 ? firstOption(place) : `contest-${place}-option-${at}`}
          type={type}
          group={contest.id}
          value={option.id}
          name={sentence(option.title)}
          isChecked={marked.includes(at)}
          onChange={(isMarked) => onDraft(mark(draft, place, contest, at, isMarked))}
        />
      ))}
      {contest.min > 0 ? null : (
        <Option
          type={type}
          group={contest.id}
          value=""
          name={say("v.blank")}
          isBlank
          isChecked={draft[place] === "blank"}
          onChange={(isBlank) => onDraft(markBlank(draft, place, isBlank))}
        />
      )}
    </>
  );
}

function FillingAside() {
  const say = useSay();
  return (
    <>
      <Side title={say("v.side.safe.title")}>
        <p className="small">{say("v.side.safe")}</p>
      </Side>
      <Side title={say("v.side.order.title")}>
        <p className="small">{say("v.side.order")}</p>
      </Side>
    </>
  );
}
