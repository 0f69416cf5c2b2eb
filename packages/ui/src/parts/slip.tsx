import type { ReactNode } from "react";
import { useTexts } from "../language/provider.tsx";
import type { SharedKey } from "../texts/index.ts";
import { Icon } from "./icon.tsx";
import { QrCode } from "./qr-code.tsx";

/** A ballot code in groups of four. */
export const Tracker = ({ code, isSmall = false }: { readonly code: string; readonly isSmall?: boolean }) => (
  <p className={isSmall ? "tracker tracker--small" : "tracker"} translate="no">
    {groupsOfFour(code)
      .map((text, place) => ({ text, id: `group ${place + 1}`, isFirst: place === 0 }))
      .map(({ id, ...group }) => (
        <TrackerGroup key={id} {...group} />
      ))}
  </p>
);

/** The space between the groups is for copying and for reading aloud. */
const TrackerGroup = ({ text, isFirst }: { readonly text: string; readonly isFirst: boolean }) => (
  <>
    {isFirst ? "" : " "}
    <span>{text}</span>
  </>
);

const groupsOfFour = (code: string): readonly string[] =>
  code.replaceAll(/[\s-]/g, "").match(/.{1,4}/g) ?? [];

/** A document with a head, a code, words and a QR code: receipts. */
export function Slip({
  label,
  head,
  codeTitle,
  code,
  qr,
  children,
}: {
  readonly label: string;
  readonly head: string;
  readonly codeTitle: string;
  readonly code: string;
  readonly qr?: { readonly text: string; readonly label: string };
  readonly children: ReactNode;
}) {
  return (
    <section className="slip" aria-label={label}>
      <div className="slip-head">
        <Icon name="check" />
        <span>{head}</span>
      </div>
      <div className="slip-code">
        <h2 className="title-s">{codeTitle}</h2>
        <Tracker code={code} />
      </div>
      <div className="slip-body">
        <div className="stack">{children}</div>
        {qr === undefined ? null : <QrCode text={qr.text} label={qr.label} />}
      </div>
    </section>
  );
}

export function Skeleton() {
  const say = useTexts<SharedKey>();
  return (
    <section className="stack--tight" aria-busy="true" aria-label={say("ui.loading")}>
      <span className="skeleton skeleton--short" />
      <span className="skeleton" />
      <span className="skeleton skeleton--long" />
    </section>
  );
}

export const Spinner = () => <span className="spinner" aria-hidden="true" />;
