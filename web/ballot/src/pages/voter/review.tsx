import { Actions, Button, Choices, type ChosenRow, Columns, Notice, Side, useSentence } from "@veche/ui";
import { type Draft, optionsIn } from "../../app/draft.ts";
import { useSay } from "../../texts/index.ts";
import type { ContestView } from "../../voting/contract.ts";
import { STATUS } from "../common/loading.tsx";

/** All choices in words before anything is encrypted. */
export function Review({
  contests,
  draft,
  revoteUntil,
  isSealing,
  onChange,
  onSeal,
}: {
  readonly contests: readonly ContestView[];
  readonly draft: Draft;
  /** Until when one may vote again, in words; missing where the ballot is final. */
  readonly revoteUntil: string | undefined;
  readonly isSealing: boolean;
  readonly onChange: (place: number) => void;
  readonly onSeal: () => void;
}) {
  const say = useSay();
  const sentence = useSentence();
  const rows = contests.map(
    (contest, place): ChosenRow => ({
      contest: sentence(contest.title),
      chosen: optionsIn(draft, place).flatMap((at) => {
        const option = contest.options[at];
        return option === undefined ? [] : [sentence(option.title)];
      }),
      change: () => onChange(place),
    }),
  );
  const blank = rows.filter((row) => row.chosen.length === 0).length;
  return (
    <Columns
      aside={
        <Side title={say("v.review.side.title")}>
          <p className="small">{say("v.review.side")}</p>
        </Side>
      }
    >
      <div className="stack">
        <h1>{say("v.review.title")}</h1>
        <p className="lede">
          {revoteUntil === undefined ? say("v.review.final") : say("v.review.revote", { until: revoteUntil })}
        </p>
      </div>
      <Choices rows={rows} blank={say("v.review.blank")} />
      {blank === 0 ? null : (
        <Notice tone="warn" title={say("v.review.blank.title", { count: blank })}>
          <p>{say("v.review.blank.text")}</p>
        </Notice>
      )}
      <Actions>
        {isSealing ? (
          <p {...STATUS}>{say("v.review.busy")}</p>
        ) : (
          <Button onClick={onSeal}>{say("v.review.go")}</Button>
        )}
      </Actions>
    </Columns>
  );
}
