import { CallButton, Columns, ProgressBar, Side, type Step, Steps, Tracker, useFormats } from "@veche/ui";
import { useLeaveWarning } from "../../app/use-leave-warning.ts";
import { secondsUntil } from "../../app/use-now.ts";
import { useSay } from "../../texts/index.ts";
import type { CastStep, VoterView } from "../../voting/contract.ts";
import { STATUS } from "../common/loading.tsx";

export type CastingView = Extract<VoterView, { readonly at: "casting" }>;

export type CastingMoment = "offline" | "unheard" | "closed" | "checking" | "held" | "resumed" | "plain";

/**
 * Which words the moment needs. "Sent in time" is said only where a node's promise is held: nothing else shows it
 * before the receipt. ⚔ And only after the end by a node's clock: a device whose own is ahead would speak of an end that has not come.
 */
export function castingMoment(
  view: CastingView,
  world: { readonly now: number; readonly isResumed: boolean },
): CastingMoment {
  if (view.isOffline) return "offline";
  if (view.silent !== undefined) return "unheard";
  const isOver = view.endsAt !== undefined && world.now >= view.endsAt;
  if (view.heldUntil !== undefined) return isOver ? "closed" : "held";
  if (view.isChecking) return "checking";
  return world.isResumed ? "resumed" : "plain";
}

export function Casting({
  view,
  moment,
  ballots,
  now,
}: {
  readonly view: CastingView;
  readonly moment: CastingMoment;
  readonly ballots: number;
  readonly now: number;
}) {
  const say = useSay();
  useLeaveWarning(true);
  const done = view.steps.filter((step) => step.state === "done").length;
  return (
    <Columns
      aside={
        <Side title={say("c.cast.side.title")}>
          <p className="small">{say("c.cast.side")}</p>
        </Side>
      }
    >
      <CastingHead moment={moment} ballots={ballots} heldUntil={view.heldUntil} silent={view.silent} />
      <ProgressBar
        label={say("c.cast.bar")}
        percent={Math.min(100, Math.round(((done + 0.5) / view.steps.length) * 100))}
        text={useBarText(view, now, done)}
      />
      <Steps steps={view.steps.map((step) => stepTexts(say, step, moment))} />
      <section className="ruled">
        <h2 className="title-s">{say("c.cast.code")}</h2>
        <Tracker code={view.tracker} isSmall />
      </section>
    </Columns>
  );
}

export const castingTitle = (
  say: ReturnType<typeof useSay>,
  moment: CastingMoment,
  ballots: number,
): string =>
  moment === "plain" || moment === "resumed"
    ? say("c.cast.title", { count: ballots })
    : say(`c.cast.${moment}.title`);

function CastingHead({
  moment,
  ballots,
  heldUntil,
  silent = [],
}: {
  readonly moment: CastingMoment;
  readonly ballots: number;
  readonly heldUntil: number | undefined;
  readonly silent: readonly string[] | undefined;
}) {
  const say = useSay();
  const formats = useFormats();
  const lede =
    moment === "plain"
      ? say("c.cast.lede")
      : say(`c.cast.${moment}`, heldUntil === undefined ? {} : { time: formats.clock(heldUntil) });
  return (
    <div className="stack" {...STATUS}>
      <h1>{castingTitle(say, moment, ballots)}</h1>
      <p className="lede">{lede}</p>
      {moment === "unheard" ? (
        <>
          <p>{say("c.cast.unheard.text", { nodes: silent.join(", ") })}</p>
          <CallButton />
        </>
      ) : null}
      {moment === "offline" ? <p>{say("c.cast.offline.text")}</p> : null}
    </div>
  );
}

function useBarText(view: CastingView, now: number, done: number): string {
  const say = useSay();
  const formats = useFormats();
  if (view.retryAt !== undefined && view.retryAt > now) {
    return say("c.cast.busy", { time: formats.countdown(secondsUntil(view.retryAt, now)) });
  }
  return say("ui.step", { now: Math.min(done + 1, view.steps.length), all: view.steps.length });
}

/** A step that waits for the world stands still: no wheel that promises work. */
function stepTexts(say: ReturnType<typeof useSay>, step: CastStep, moment: CastingMoment): Step {
  const waits = moment === "offline" || moment === "checking" || moment === "unheard";
  if (step.name === "send" && step.state === "running" && waits) {
    return { title: say("c.step.send.held"), text: say("c.step.send.held.text"), state: "held" };
  }
  const isHeld = step.state === "running" && (moment === "offline" || moment === "held");
  return {
    title: say(`c.step.${step.name}.${step.state}`),
    text: say(`c.step.${step.name}.text`),
    state: isHeld ? "held" : step.state,
  };
}
