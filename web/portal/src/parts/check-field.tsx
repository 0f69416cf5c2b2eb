import { FieldError } from "@veche/ui";

/** A checkbox whose whole row is the target; what it says is read with its name. */
export function CheckField({
  id,
  label,
  text,
  error,
  isChecked,
  onChange,
}: {
  readonly id: string;
  readonly label: string;
  readonly text: string;
  readonly error: string | undefined;
  readonly isChecked: boolean;
  readonly onChange: (isChecked: boolean) => void;
}) {
  const described = error === undefined ? `${id}-about` : `${id}-about ${id}-error`;
  return (
    <div className={error === undefined ? "stack--tight" : "stack--tight field--error"}>
      {error === undefined ? null : <FieldError id={`${id}-error`} text={error} />}
      <label className="option">
        <input
          id={id}
          type="checkbox"
          checked={isChecked}
          onChange={(event) => onChange(event.target.checked)}
          aria-labelledby={`${id}-name`}
          aria-describedby={described}
          {...(error === undefined ? {} : { "aria-invalid": true })}
        />
        <span>
          <span className="name" id={`${id}-name`}>
            {label}
          </span>
          <span className="about" id={`${id}-about`}>
            {text}
          </span>
        </span>
      </label>
    </div>
  );
}

/** A text of some length, with hint and error like any other field. */
export function TextArea({
  id,
  label,
  hint,
  error,
  value,
  onChange,
}: {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly error: string | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const described = error === undefined ? `${id}-hint` : `${id}-hint ${id}-error`;
  return (
    <div className={error === undefined ? "field" : "field field--error"}>
      <label htmlFor={id}>{label}</label>
      <span className="hint" id={`${id}-hint`}>
        {hint}
      </span>
      {error === undefined ? null : <FieldError id={`${id}-error`} text={error} />}
      <textarea
        className="input"
        id={id}
        rows={8}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-describedby={described}
        {...(error === undefined ? {} : { "aria-invalid": true })}
      />
    </div>
  );
}
