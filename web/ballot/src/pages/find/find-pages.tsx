import { Actions, Button, Columns, Facts, Side, Slip, Tracker, useFormats } from "@veche/ui";
import { saveFile } from "../../app/save-file.ts";
import { useDevice } from "../../app/use-device.ts";
import { type CheckingKey, useCheckingSay } from "../../texts/checking-pages.ts";
import type { FindDevice, FindView } from "../../voting/contract.ts";
import { CodeForm } from "../common/code-form.tsx";
import { Frame } from "../common/frame.tsx";
import { Loading } from "../common/loading.tsx";
import { isAlarm, ProblemBody } from "../common/problem.tsx";
import { StandingBasis } from "../common/standing.tsx";
import { isTracker, trackerText } from "../common/tracker-text.ts";

/** Anyone finds a ballot by its code, without signing in (§12.7.2). */
export function FindPages({ device: given, home }: { readonly device: FindDevice; readonly home: string }) {
  const say = useCheckingSay();
  const device = useDevice(given);
  const { view } = device;
  const find = (text: string) => void device.find(trackerText(text));
  return (
    <Frame
      part={say("f.part")}
      home={home}
      election={device.election}
      at={`find-${view.at}`}
      title={findTitle(say, view)}
      hasError={view.at === "problem" && isAlarm(view.problem)}
    >
      <FindBody view={view} onFind={find} onRetry={() => location.assign(`${home}find/`)} />
    </Frame>
  );
}

function findTitle(say: ReturnType<typeof useCheckingSay>, view: FindView): string {
  if (view.at === "problem") return say(`p.${view.problem.code}`);
  if (view.at === "recorded") return say(`f.${stateOf(view)}.title`);
  if (view.at === "looking") return say("f.looking");
  return say(view.at === "absent" ? "f.absent.title" : "f.title");
}

type RecordedView = Extract<FindView, { readonly at: "recorded" }>;

/** What is in doubt is recorded, and no more is said of it in the title. */
const stateOf = ({ standing }: RecordedView): "superseded" | "counted" | "recorded" =>
  standing.state === "doubtful" ? "recorded" : standing.state;

function FindBody({
  view,
  onFind,
  onRetry,
}: {
  readonly view: FindView;
  readonly onFind: (text: string) => void;
  readonly onRetry: () => void;
}) {
  const say = useCheckingSay();
  if (view.at === "problem") return <ProblemBody problem={view.problem} onRetry={onRetry} />;
  if (view.at === "looking") return <Loading title={say("f.looking")} />;
  if (view.at === "recorded") return <Found view={view} onFind={onFind} />;
  return (
    <Columns aside={<NotShown />}>
      <div className="stack">
        <h1>{findTitle(say, view)}</h1>
        {view.at === "absent" ? <Tracker code={view.tracker} isSmall /> : null}
        <p className="lede">{say(view.at === "absent" ? "f.absent" : "f.lede")}</p>
      </div>
      <FindForm onFind={onFind} label={say("f.code")} />
    </Columns>
  );
}

function FindForm({ onFind, label }: { readonly onFind: (text: string) => void; readonly label: string }) {
  const say = useCheckingSay();
  return (
    <CodeForm
      id="tracker"
      label={label}
      hint={say("k.type.hint")}
      button={say("f.go")}
      isFirst
      faultOf={(text) => (isTracker(text) ? undefined : say("k.type.fault"))}
      onText={onFind}
    />
  );
}

function Found({ view, onFind }: { readonly view: RecordedView; readonly onFind: (text: string) => void }) {
  const say = useCheckingSay();
  const formats = useFormats();
  const state = stateOf(view);
  const stateText: CheckingKey = `f.state.${state}`;
  return (
    <Columns aside={<NotShown />}>
      <div className="stack">
        <h1>{say(`f.${state}.title`)}</h1>
        <p className="lede">{say(`f.${state}`)}</p>
      </div>
      <Slip
        label={say("c.done.slip")}
        head={say("f.head", { time: formats.momentExact(view.time) })}
        codeTitle={say("f.code")}
        code={view.tracker}
      >
        <Facts
          rows={[
            [say("f.state"), say(stateText)],
            [say("c.done.entry"), formats.number(view.index)],
          ]}
        />
      </Slip>
      <Actions>
        <Button kind="second" onClick={() => saveFile(say("c.done.file"), view.receipt)}>
          {say("c.done.save")}
        </Button>
      </Actions>
      <StandingBasis standing={view.standing} />
      <FindForm onFind={onFind} label={say("f.again")} />
    </Columns>
  );
}

function NotShown() {
  const say = useCheckingSay();
  return (
    <Side title={say("f.side.title")}>
      <p className="small">{say("f.side")}</p>
    </Side>
  );
}
