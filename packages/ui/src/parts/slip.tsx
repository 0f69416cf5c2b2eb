import encodeQR from "qr";
import { type ReactNode, useMemo } from "react";
import { useTexts } from "../language/provider.tsx";
import type { SharedKey } from "../texts/index.ts";
import { Icon } from "./icon.tsx";

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

export const groupsOfFour = (code: string): readonly string[] =>
  code.replaceAll(/[\s-]/g, "").match(/.{1,4}/g) ?? [];

/** Dark on white, in dark mode and in print too: cameras want it so. `label` says what the code is and where the same stands as text. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const { path, size } = useMemo(() => qrPath(text), [text]);
  return (
    <figure className="qr" aria-label={label}>
      <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
        <path d={path} />
      </svg>
    </figure>
  );
}

function qrPath(text: string): { readonly path: string; readonly size: number } {
  const rows = encodeQR(text, "raw", { border: 4, ecc: "low" });
  const path = rows.flatMap((row, y) => runsOf(row).map(([x, width]) => `M${x} ${y}h${width}v1h-${width}z`));
  return { path: path.join(""), size: rows.length };
}

/** Dark modules side by side are drawn as one: no hairlines between them. */
function runsOf(row: readonly boolean[]): readonly (readonly [x: number, width: number])[] {
  const runs: [number, number][] = [];
  for (const [x, isDark] of row.entries()) {
    const last = runs.at(-1);
    if (!isDark) continue;
    if (last !== undefined && last[0] + last[1] === x) last[1] += 1;
    else runs.push([x, 1]);
  }
  return runs;
}

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
