import { type ReactNode, useId } from "react";
import { FieldError } from "./field.tsx";

/** One contest: its title is the title of the page. Ballot texts are never translated by the browser. */
export const Contest = ({
  title,
  limit,
  error,
  children,
}: {
  readonly title: string;
  readonly limit: ReactNode;
  /** The same words as in the error summary. */
  readonly error?: string | undefined;
  readonly children: ReactNode;
}) => (
  <fieldset className="contest" translate="no">
    <legend>
      <h1>{title}</h1>
      <span className="limit">{limit}</span>
    </legend>
    {error === undefined ? null : <FieldError id="contest-error" text={error} />}
    <div className="options">{children}</div>
  </fieldset>
);

export type OptionProps = {
  /** For an error summary that leads here. */
  readonly id?: string;
  readonly type: "radio" | "checkbox";
  readonly group: string;
  readonly value: string;
  readonly name: string;
  readonly about?: string;
  readonly isChecked: boolean;
  readonly onChange: (isChecked: boolean) => void;
  /** "Leave this ballot blank": apart from the candidates. */
  readonly isBlank?: boolean;
};

/** The whole row is the target; the control is the browser's own. */
export function Option(props: OptionProps) {
  const nameId = useId();
  const aboutId = useId();
  return (
    <label className={props.isBlank === true ? "option option--blank" : "option"}>
      <input
        id={props.id}
        type={props.type}
        name={props.group}
        value={props.value}
        checked={props.isChecked}
        onChange={(event) => props.onChange(event.target.checked)}
        aria-labelledby={nameId}
        {...(props.about === undefined ? {} : { "aria-describedby": aboutId })}
      />
      <span>
        <span className="name" id={nameId}>
          {props.name}
        </span>
        {props.about === undefined ? null : (
          <span className="about" id={aboutId}>
            {props.about}
          </span>
        )}
      </span>
    </label>
  );
}

/** `Ballot 1 of 3`: the words carry the meaning. */
export const Progress = ({
  text,
  now,
  all,
}: {
  readonly text: string;
  readonly now: number;
  readonly all: number;
}) => (
  <div className="progress">
    <p>{text}</p>
    <ol aria-hidden="true">
      {segments(now, all).map((segment) => (
        <li key={segment.number} className={segment.className} />
      ))}
    </ol>
  </div>
);

const segments = (now: number, all: number) =>
  Array.from({ length: all }, (_, place) => place + 1).map((number) => ({
    number,
    className: number < now ? "is-done" : number === now ? "is-now" : "",
  }));
