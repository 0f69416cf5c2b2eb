import type { ReactNode } from "react";
import { useTexts } from "../language/provider.tsx";
import type { SharedKey } from "../texts/index.ts";

export type ChosenRow = {
  readonly contest: string;
  /** Names of the marked options; none: the ballot is blank. */
  readonly chosen: readonly string[];
  readonly change?: () => void;
};

/** Choices in words, contest by contest. `blank`: what stands where nothing is marked. */
export function Choices({ rows, blank }: { readonly rows: readonly ChosenRow[]; readonly blank: string }) {
  const say = useTexts<SharedKey>();
  return (
    <dl className="choices" translate="no">
      {rows.map((row) => (
        <div key={row.contest}>
          <dt>{row.contest}</dt>
          <dd className={row.chosen.length === 0 ? "is-blank" : ""}>
            {row.chosen.length === 0 ? blank : row.chosen.map((name) => <div key={name}>{name}</div>)}
          </dd>
          {row.change === undefined ? null : (
            <dd className="change">
              <button type="button" className="link" onClick={row.change}>
                {say("ui.change")}
                <span className="hidden-visually">: {row.contest}</span>
              </button>
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}

export const Facts = ({
  rows,
  isStacked = false,
}: {
  readonly rows: readonly (readonly [name: string, value: ReactNode])[];
  readonly isStacked?: boolean;
}) => (
  <dl className={isStacked ? "facts facts--stacked" : "facts"}>
    {rows.map(([name, value]) => (
      <FactRow key={name} name={name} value={value} />
    ))}
  </dl>
);

const FactRow = ({ name, value }: { readonly name: string; readonly value: ReactNode }) => (
  <>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </>
);
