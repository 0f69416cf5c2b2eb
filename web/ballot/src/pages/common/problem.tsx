import { Actions, AlarmHead, Button, CallButton, Columns, Side, useSentence } from "@veche/ui";
import type { ReactNode } from "react";
import { saveFile } from "../../app/save-file.ts";
import { useSay } from "../../texts/index.ts";
import type { Problem } from "../../voting/contract.ts";

const READINESS = ["BROWSER_TOO_OLD", "STORAGE_MISSING", "STORAGE_NOT_KEPT", "PRIVATE_MODE"];
/** Problems before which nothing was begun that could be lost. */
const NOTHING_BEGUN = ["ELECTION_UNKNOWN", "ELECTION_DIFFERS", "NOT_OPEN", "NODE_SILENT", "ENDED"];
/** Problems with nothing to try again: what was begun stands as it was. */
const GOES_ON = ["ANSWER_OF_ANOTHER", "ENDED_RECORDED"];

export const isAlarm = (problem: Problem): boolean => problem.code.startsWith("ALARM_");

/** One problem, one page: what happened, what is safe, what to do. */
export function ProblemBody({
  problem,
  onRetry,
  children,
}: {
  readonly problem: Problem;
  readonly onRetry: () => void;
  readonly children?: ReactNode;
}) {
  const say = useSay();
  const sentence = useSentence();
  const title = say(`p.${problem.code}`);
  const { evidence } = problem;
  const lede = <p className="lede">{sentence(problem.message)}</p>;
  return (
    <Columns aside={<Aside problem={problem} />}>
      {isAlarm(problem) ? (
        <AlarmHead title={title}>{lede}</AlarmHead>
      ) : (
        <div className="stack">
          <h1>{title}</h1>
          {lede}
        </div>
      )}
      {isAlarm(problem) ? <CallButton /> : null}
      {children}
      <Actions>
        {problem.canRetry ? (
          <Button kind={children === undefined || children === null ? "accent" : "second"} onClick={onRetry}>
            {say(GOES_ON.includes(problem.code) ? "p.go-on" : "p.retry")}
          </Button>
        ) : null}
        {evidence === undefined ? null : (
          <Button kind="second" onClick={() => saveFile(say("p.evidence.file"), evidence)}>
            {say("p.evidence")}
          </Button>
        )}
      </Actions>
    </Columns>
  );
}

function Aside({ problem }: { readonly problem: Problem }) {
  const say = useSay();
  const isUnissued = READINESS.includes(problem.code);
  return (
    <>
      {NOTHING_BEGUN.includes(problem.code) || problem.mayBeIssued ? null : (
        <Side title={say("p.safe.title")}>
          <p className="small">{say(isUnissued ? "p.unissued" : "p.safe")}</p>
        </Side>
      )}
      {problem.evidence === undefined ? null : (
        <Side title={say("p.evidence.title")}>
          <p className="small">{say("p.evidence.text")}</p>
        </Side>
      )}
    </>
  );
}
