import {
  Actions,
  AlarmHead,
  Button,
  CallButton,
  Choices,
  Columns,
  LinkButton,
  Notice,
  Side,
  Tag,
  Tracker,
  useFormats,
  useSentence,
} from "@veche/ui";
import { useState } from "react";
import { markedIn } from "../../app/draft.ts";
import { secondsUntil, useNow } from "../../app/use-now.ts";
import { useCheckingSay } from "../../texts/checking-pages.ts";
import type { CheckView } from "../../voting/contract.ts";
import { Frame, type Shell } from "../common/frame.tsx";

type MatchesView = Extract<CheckView, { readonly at: "matches" }>;

/** Choices stand open for half a minute: somebody may look over the shoulder. */
const SHOWN_MS = 30_000;

export function MatchesPages({ shell, view }: { readonly shell: Shell; readonly view: MatchesView }) {
  const say = useCheckingSay();
  const [isOther, setIsOther] = useState(false);
  return isOther ? (
    <Frame {...shell} at="check-other" title={say("k.other.title")} hasError>
      <ChoseOther />
    </Frame>
  ) : (
    <Frame {...shell} at="check-matches" title={say("k.match.title")}>
      <Matches view={view} home={shell.home ?? ""} onOther={() => setIsOther(true)} />
    </Frame>
  );
}

function Matches({
  view,
  home,
  onOther,
}: {
  readonly view: MatchesView;
  readonly home: string;
  readonly onOther: () => void;
}) {
  const say = useCheckingSay();
  return (
    <Columns
      aside={
        <Side title={say("k.match.side.title")}>
          <p className="small">{say("k.match.side")}</p>
        </Side>
      }
    >
      <div className="stack">
        <Tag tone="ok" icon="check">
          {say("k.match.tag")}
        </Tag>
        <h1>{say("k.match.title")}</h1>
        <p className="lede">{say("k.match.lede")}</p>
        <Tracker code={view.tracker} isSmall />
      </div>
      <ShownChoices view={view} />
      <Notice title={say("k.match.test")}>
        <p>{say("k.match.test.text")}</p>
      </Notice>
      <Actions>
        <LinkButton href={`${home}check/`}>{say("k.match.end")}</LinkButton>
        <Button kind="second" onClick={onOther}>
          {say("k.match.other")}
        </Button>
      </Actions>
    </Columns>
  );
}

function ShownChoices({ view }: { readonly view: MatchesView }) {
  const say = useCheckingSay();
  const sentence = useSentence();
  const formats = useFormats();
  const [until, setUntil] = useState(() => Date.now() + SHOWN_MS);
  const now = useNow(true);
  const left = secondsUntil(until, now);
  const rows = view.contests.map((contest, place) => ({
    contest: sentence(contest.title),
    chosen: markedIn(view.choices, place).flatMap((at) => {
      const option = contest.options[at];
      return option === undefined ? [] : [sentence(option.title)];
    }),
  }));
  return (
    <section className="stack">
      <div className="card-head">
        <h2>{say("k.match.choices")}</h2>
        {left > 0 ? (
          <span className="muted small num">{say("k.match.hides", { time: formats.countdown(left) })}</span>
        ) : null}
      </div>
      {left > 0 ? (
        <Choices rows={rows} blank={say("k.match.blank")} />
      ) : (
        <>
          <p>{say("k.match.hidden")}</p>
          <Button kind="second" isSmall onClick={() => setUntil(Date.now() + SHOWN_MS)}>
            {say("k.match.show")}
          </Button>
        </>
      )}
    </section>
  );
}

/** The codes match, but the choices are not the voter's: only the voter can know that. */
function ChoseOther() {
  const say = useCheckingSay();
  return (
    <Columns>
      <AlarmHead title={say("k.other.title")}>
        <p className="lede">{say("k.other.text")}</p>
      </AlarmHead>
      <CallButton />
    </Columns>
  );
}
