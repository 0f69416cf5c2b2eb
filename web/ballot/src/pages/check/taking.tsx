import { Columns, Notice, Side, Tag, TextButton, Tracker } from "@veche/ui";
import { Scanner } from "../../scan/scanner.tsx";
import { useCheckingSay } from "../../texts/checking-pages.ts";
import type { KeptTracker } from "../../voting/contract.ts";
import { CodeForm } from "../common/code-form.tsx";
import { isTracker } from "../common/tracker-text.ts";

/** §12.6.1: first the code of the ballot, by link, camera or typed. */
export function Waiting({
  kept,
  onTake,
  onLookAgain,
}: {
  readonly kept: readonly KeptTracker[];
  readonly onTake: (text: string) => void;
  readonly onLookAgain: () => void;
}) {
  const say = useCheckingSay();
  return (
    <Columns
      aside={
        <Side title={say("c.check.side.title")}>
          <p className="small">{say("c.check.side")}</p>
        </Side>
      }
    >
      <div className="stack">
        <h1>{say("k.wait.title")}</h1>
        <p className="lede">{say("k.wait.lede")}</p>
      </div>
      <Scanner label={say("k.scan")} isFirst onText={onTake} />
      <CodeForm
        id="tracker"
        label={say("k.type")}
        hint={say("k.type.hint")}
        button={say("k.type.go")}
        faultOf={(text) => (isTracker(text) ? undefined : say("k.type.fault"))}
        onText={onTake}
      />
      {kept.length === 0 ? null : <KeptList kept={kept} onLookAgain={onLookAgain} />}
    </Columns>
  );
}

function KeptList({
  kept,
  onLookAgain,
}: {
  readonly kept: readonly KeptTracker[];
  readonly onLookAgain: () => void;
}) {
  const say = useCheckingSay();
  return (
    <section className="ruled">
      <h2>{say("k.kept.title")}</h2>
      {kept.some((each) => each.alarm) ? <Notice tone="bad" title={say("k.kept.alarm")} /> : null}
      <p className="muted small">{say("k.kept.text")}</p>
      {kept.map((each) => (
        <div key={each.tracker} className="stack--tight">
          <Tracker code={each.tracker} isSmall />
          <KeptState kept={each} />
        </div>
      ))}
      <p>
        <TextButton onClick={onLookAgain}>{say("k.kept.again")}</TextButton>
      </p>
    </section>
  );
}

function KeptState({ kept }: { readonly kept: KeptTracker }) {
  const say = useCheckingSay();
  if (kept.alarm) return <Tag tone="bad">{say("k.kept.alarm.tag")}</Tag>;
  return kept.challenged ? <Tag tone="ok">{say("k.kept.tested")}</Tag> : <Tag>{say("k.kept.taken")}</Tag>;
}

export function Taken({
  tracker,
  isAnother,
  onText,
}: {
  readonly tracker: string;
  readonly isAnother: boolean;
  readonly onText: (text: string) => void;
}) {
  const say = useCheckingSay();
  return (
    <Columns>
      <div className="stack">
        <h1>{say("k.taken.title")}</h1>
        <Tracker code={tracker} />
        <p className="lede">{say("k.taken.lede")}</p>
      </div>
      {isAnother ? (
        <Notice tone="warn" title={say("k.taken.other")}>
          <p>{say("k.taken.other.text")}</p>
        </Notice>
      ) : null}
      <Scanner label={say("k.scan")} isFirst onText={onText} />
      <CodeForm
        id="opened"
        label={say("k.taken.text")}
        hint={say("k.taken.text.hint")}
        button={say("k.taken.go")}
        faultOf={(text) => (text.trim() === "" ? say("k.taken.fault") : undefined)}
        onText={onText}
      />
    </Columns>
  );
}
