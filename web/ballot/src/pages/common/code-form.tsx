import { Actions, Button, ErrorSummary, Field } from "@veche/ui";
import { type FormEvent, useState } from "react";

/** One field for a code that is typed or pasted, with its fault in both places. */
export function CodeForm({
  id,
  label,
  hint,
  button,
  isFirst = false,
  faultOf,
  onText,
}: {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly button: string;
  /** The page's main step. */
  readonly isFirst?: boolean;
  /** What is wrong with the text, in words; nothing: it may go. */
  readonly faultOf: (text: string) => string | undefined;
  readonly onText: (text: string) => void;
}) {
  const [text, setText] = useState("");
  const [isTried, setIsTried] = useState(false);
  const fault = isTried ? faultOf(text) : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsTried(true);
    if (faultOf(text) === undefined) onText(text.trim());
  };
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <ErrorSummary faults={fault === undefined ? [] : [{ field: id, text: fault }]} />
      <Field id={id} label={label} hint={hint} error={fault} value={text} onChange={setText} isVerbatim />
      <Actions>
        <Button type="submit" kind={isFirst ? "accent" : "second"}>
          {button}
        </Button>
      </Actions>
    </form>
  );
}
