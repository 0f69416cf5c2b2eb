import type { ReactNode } from "react";

export type ButtonKind = "accent" | "second" | "bad" | "plain";

const CLASSES: Readonly<Record<ButtonKind, string>> = {
  accent: "btn",
  second: "btn btn--second",
  bad: "btn btn--bad",
  plain: "btn btn--plain",
};

const classOf = (kind: ButtonKind, isSmall: boolean): string =>
  `${CLASSES[kind]}${isSmall ? " btn--small" : ""}`;

type Look = {
  readonly kind?: ButtonKind;
  readonly isSmall?: boolean;
  readonly children: ReactNode;
};

/** `reasonId`: not yet allowed, and the element with this id says why. The button stays reachable. */
export function Button({
  kind = "accent",
  isSmall = false,
  type = "button",
  onClick,
  reasonId,
  children,
}: Look & {
  readonly type?: "button" | "submit";
  readonly onClick?: (() => void) | undefined;
  readonly reasonId?: string | undefined;
}) {
  const isBarred = reasonId !== undefined;
  return (
    <button
      type={isBarred ? "button" : type}
      className={classOf(kind, isSmall)}
      onClick={isBarred ? undefined : onClick}
      {...(isBarred ? { "aria-disabled": true, "aria-describedby": reasonId } : {})}
    >
      {children}
    </button>
  );
}

/** A link to another page in the look of a button. `download`: the name of the file it gives. */
export const LinkButton = ({
  kind = "accent",
  isSmall = false,
  href,
  download,
  children,
}: Look & { readonly href: string; readonly download?: string }) => (
  <a className={classOf(kind, isSmall)} href={href} download={download}>
    {children}
  </a>
);

/** A step inside the page in the look of a link. */
export const TextButton = ({
  onClick,
  children,
}: {
  readonly onClick: () => void;
  readonly children: ReactNode;
}) => (
  <button type="button" className="link" onClick={onClick}>
    {children}
  </button>
);

export const Actions = ({ children }: { readonly children: ReactNode }) => (
  <div className="actions">{children}</div>
);
