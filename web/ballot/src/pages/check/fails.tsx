import { AlarmHead, CallButton, Columns } from "@veche/ui";
import { Scanner } from "../../scan/scanner.tsx";
import { useCheckingSay } from "../../texts/checking-pages.ts";
import type { CheckView } from "../../voting/contract.ts";

type FailCode = Extract<CheckView, { readonly at: "fails" }>["code"];

const WORDS = {
  DIFFERS: { title: "k.fail.title", lede: "k.fail.differs" },
  CLASH: { title: "k.fail.title", lede: "k.fail.clash" },
  NOT_TAKEN_FIRST: { title: "k.fail.first.title", lede: "k.fail.first" },
  MALFORMED: { title: "k.fail.form.title", lede: "k.fail.form" },
} as const satisfies Readonly<Record<FailCode, unknown>>;

export const failTitle = (say: ReturnType<typeof useCheckingSay>, code: FailCode): string =>
  say(WORDS[code].title);

/** Two of the four ends are alarms; the other two only say that nothing was checked. */
const isAlarming = (code: FailCode): boolean => code === "DIFFERS" || code === "CLASH";

export function Fails({
  code,
  caseNumber,
  onTake,
}: {
  readonly code: FailCode;
  readonly caseNumber: string;
  readonly onTake: (text: string) => void;
}) {
  const say = useCheckingSay();
  return (
    <Columns>
      <AlarmHead title={failTitle(say, code)}>
        <p className="lede">{say(WORDS[code].lede)}</p>
      </AlarmHead>
      {isAlarming(code) ? (
        <WhatToDo caseNumber={caseNumber} />
      ) : (
        <Scanner label={say("k.scan")} isFirst onText={onTake} />
      )}
    </Columns>
  );
}

function WhatToDo({ caseNumber }: { readonly caseNumber: string }) {
  const say = useCheckingSay();
  return (
    <>
      <div className="stack">
        <CallButton />
        <p className="num">{say.rich("k.fail.case", { number: caseNumber })}</p>
      </div>
      <section className="ruled">
        <h2>{say("k.fail.next")}</h2>
        <ol>
          <li>{say("k.fail.next1")}</li>
          <li>{say("k.fail.next2")}</li>
          <li>{say("k.fail.next3")}</li>
        </ol>
      </section>
    </>
  );
}
