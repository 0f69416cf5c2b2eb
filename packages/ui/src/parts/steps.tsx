import type { ReactNode } from "react";
import { useTexts } from "../language/provider.tsx";
import type { SharedKey } from "../texts/index.ts";
import { Icon, type IconName } from "./icon.tsx";

export type StepState = "waiting" | "running" | "held" | "done";
export type Step = { readonly title: string; readonly text: ReactNode; readonly state: StepState };

/** Named steps of work that the page does. `held`: the step waits for the world. */
export const Steps = ({ steps }: { readonly steps: readonly Step[] }) => (
  <ol className="steps">
    {steps.map((step, place) => (
      <StepRow key={step.title} step={step} number={place + 1} />
    ))}
  </ol>
);

function StepRow({ step, number }: { readonly step: Step; readonly number: number }) {
  const say = useTexts<SharedKey>();
  const isNow = step.state === "running" || step.state === "held";
  return (
    <li
      className={step.state === "done" ? "is-done" : isNow ? "is-now" : ""}
      {...(isNow ? { "aria-current": "step" } : {})}
    >
      <StepMark state={step.state} number={number} />
      <div>
        <p className="title">
          {step.title}
          {step.state === "done" ? <span className="hidden-visually">, {say("ui.done")}</span> : null}
        </p>
        <p>{step.text}</p>
      </div>
    </li>
  );
}

function StepMark({ state, number }: { readonly state: StepState; readonly number: number }) {
  if (state === "running") return <span className="spinner" aria-hidden="true" />;
  return (
    <span className="mark">
      {state === "done" ? <Icon name="check" /> : state === "held" ? <Icon name="clock" /> : number}
    </span>
  );
}

export const ProgressBar = ({
  label,
  percent,
  text,
}: {
  readonly label: string;
  readonly percent: number;
  readonly text: string;
}) => (
  <div className="stack--tight">
    <progress className="bar" max={100} value={percent} aria-label={label} />
    <p className="small muted num">{text}</p>
  </div>
);

export type TimelineState = "done" | "now" | "wait" | "stop";
export type TimelineRow = {
  readonly state: TimelineState;
  readonly title: string;
  readonly when?: string;
  readonly text?: ReactNode;
};

const MARKS: Readonly<Record<TimelineState, IconName | undefined>> = {
  done: "check",
  now: "clock",
  wait: undefined,
  stop: "cross",
};

export function Timeline({ rows }: { readonly rows: readonly TimelineRow[] }) {
  const say = useTexts<SharedKey>();
  return (
    <ol className="timeline">
      {rows.map((row) => {
        const icon = MARKS[row.state];
        return (
          <li key={row.title} className={`is-${row.state}`}>
            <span className="mark">
              {icon === undefined ? null : <Icon name={icon} />}
              <span className="hidden-visually">{say(`ui.state.${row.state}`)}: </span>
            </span>
            <div>
              <div className="head">
                <p className="title">{row.title}</p>
                {row.when === undefined ? null : <span className="when">{row.when}</span>}
              </div>
              {typeof row.text === "string" ? <p>{row.text}</p> : row.text}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

export type CheckRow = {
  readonly state: "done" | "now" | "wait";
  readonly text: ReactNode;
  readonly note?: ReactNode;
};

/** What was checked, and last what was not. */
export const Checks = ({ rows }: { readonly rows: readonly (CheckRow & { readonly key: string })[] }) => (
  <ul className="checks">
    {rows.map((row) => (
      <li key={row.key} className={`is-${row.state}`}>
        <Icon name={row.state === "done" ? "check" : row.state === "now" ? "clock" : "minus"} />
        <span>{row.text}</span>
        {row.note === undefined ? null : <span className="num">{row.note}</span>}
      </li>
    ))}
  </ul>
);
