import { type MouseEvent, type ReactNode, useEffect, useRef } from "react";
import { useLanguage, useTexts } from "../language/provider.tsx";
import type { SharedKey } from "../texts/index.ts";
import { Icon, type IconName } from "./icon.tsx";

export type Tone = "note" | "ok" | "warn" | "bad";

const ICONS: Readonly<Record<Tone, IconName>> = { note: "note", ok: "check", warn: "warn", bad: "stop" };

export const Notice = ({
  tone = "note",
  title,
  children,
}: {
  readonly tone?: Tone;
  readonly title: string;
  readonly children?: ReactNode;
}) => (
  <div className={`notice notice--${tone}`}>
    <Icon name={ICONS[tone]} />
    <div>
      <p className="title">{title}</p>
      {children}
    </div>
  </div>
);

export const Tag = ({
  tone,
  icon,
  children,
}: {
  readonly tone?: "ok" | "warn" | "bad" | "now";
  readonly icon?: IconName;
  readonly children: ReactNode;
}) => (
  <span className={tone === undefined ? "tag" : `tag tag--${tone}`}>
    {icon === undefined ? null : <Icon name={icon} />}
    {children}
  </span>
);

export type FieldFault = { readonly field: string; readonly text: string };

/** Stands first on the page; takes the focus whenever its faults change. Each fault leads to its field. */
export function ErrorSummary({ faults }: { readonly faults: readonly FieldFault[] }) {
  const say = useTexts<SharedKey>();
  const box = useRef<HTMLDivElement>(null);
  const shown = faults.map((fault) => fault.text).join("\n");
  useEffect(() => {
    if (shown !== "") box.current?.focus();
  }, [shown]);
  if (faults.length === 0) return null;
  const goTo = (event: MouseEvent, field: string) => {
    // The address stays as it is: a fragment may mean something to the page.
    event.preventDefault();
    document.getElementById(field)?.focus();
  };
  return (
    <div className="error-summary" role="alert" tabIndex={-1} ref={box}>
      <h2>{say("ui.problem")}</h2>
      <ul>
        {faults.map((fault) => (
          <li key={fault.field + fault.text}>
            <a href={`#${fault.field}`} onClick={(event) => goTo(event, fault.field)}>
              {fault.text}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A whole page that is an alarm: the title stands in the frame. */
export const AlarmHead = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <div className="error-summary error-summary--page" role="alert" tabIndex={-1}>
    <h1>{title}</h1>
    {children}
  </div>
);

export function CallButton({ kind = "bad" }: { readonly kind?: "bad" | "second" }) {
  const say = useTexts<SharedKey>();
  const { hotline } = useLanguage();
  return (
    <a className={`btn btn--${kind} btn--call`} href={hotline.href}>
      <Icon name="phone" />
      {say("ui.call", { phone: hotline.shown })}
    </a>
  );
}
