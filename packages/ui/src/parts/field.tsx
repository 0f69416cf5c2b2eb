import type { ReactNode } from "react";
import { useTexts } from "../language/provider.tsx";
import type { SharedKey } from "../texts/index.ts";
import { Icon } from "./icon.tsx";

export type FieldProps = {
  readonly id: string;
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly autoComplete?: string;
  readonly inputMode?: "text" | "numeric" | "tel" | "email";
  readonly type?: "text" | "tel" | "email" | "password" | "date";
  readonly maxLength?: number;
  readonly isCode?: boolean;
  /** Free of spelling checks and of translation: codes. */
  readonly isVerbatim?: boolean;
};

/** A labelled input; hint and error are read with it. */
export function Field(props: FieldProps) {
  const hintId = `${props.id}-hint`;
  const errorId = `${props.id}-error`;
  const described = [
    props.hint === undefined ? [] : [hintId],
    props.error === undefined ? [] : [errorId],
  ].flat();
  return (
    <div className={props.error === undefined ? "field" : "field field--error"}>
      <label htmlFor={props.id}>{props.label}</label>
      {props.hint === undefined ? null : (
        <span className="hint" id={hintId}>
          {props.hint}
        </span>
      )}
      {props.error === undefined ? null : <FieldError id={errorId} text={props.error} />}
      <input
        className={props.isCode === true ? "input input--code" : "input"}
        id={props.id}
        name={props.id}
        type={props.type ?? "text"}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
        autoComplete={props.autoComplete ?? "off"}
        inputMode={props.inputMode}
        maxLength={props.maxLength}
        {...(props.isVerbatim === true ? { spellCheck: false, autoCapitalize: "characters" } : {})}
        {...(described.length > 0 ? { "aria-describedby": described.join(" ") } : {})}
        {...(props.error === undefined ? {} : { "aria-invalid": true })}
      />
    </div>
  );
}

export function FieldError({ id, text }: { readonly id: string; readonly text: string }) {
  const say = useTexts<SharedKey>();
  return (
    <span className="error" id={id}>
      <Icon name="warn" />
      <span>
        <span className="hidden-visually">{say("ui.error")}: </span>
        {text}
      </span>
    </span>
  );
}

/** Six digits that a telephone fills in and that may be pasted with spaces. */
export const CodeField = ({
  onChange,
  ...rest
}: Omit<FieldProps, "autoComplete" | "inputMode" | "isCode" | "type" | "maxLength">) => (
  <Field
    {...rest}
    onChange={(value) => onChange(value.replaceAll(/\D/g, "").slice(0, 6))}
    autoComplete="one-time-code"
    inputMode="numeric"
    isCode
  />
);
