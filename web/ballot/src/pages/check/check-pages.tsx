import type { ReactNode } from "react";
import { useDevice } from "../../app/use-device.ts";
import { useCheckingSay } from "../../texts/checking-pages.ts";
import type { CheckDevice } from "../../voting/contract.ts";
import { Frame, type Shell } from "../common/frame.tsx";
import { Loading } from "../common/loading.tsx";
import { isAlarm, ProblemBody } from "../common/problem.tsx";
import { Fails, failTitle } from "./fails.tsx";
import { MatchesPages } from "./matches.tsx";
import { Taken, Waiting } from "./taking.tsx";

/** The second device (§12.6), by what it shows. */
export function CheckPages({ device: given, home }: { readonly device: CheckDevice; readonly home: string }) {
  const say = useCheckingSay();
  const device = useDevice(given);
  const shell: Shell = { part: say("k.part"), home, election: device.election };
  const { view } = device;
  if (view.at === "matches") return <MatchesPages key={view.tracker} shell={shell} view={view} />;
  const { title, body, hasError } = checkPage(say, device, home);
  return (
    <Frame {...shell} at={`check-${view.at}`} title={title} hasError={hasError}>
      {body}
    </Frame>
  );
}

type CheckPage = { readonly title: string; readonly body: ReactNode; readonly hasError: boolean };

function checkPage(say: ReturnType<typeof useCheckingSay>, device: CheckDevice, home: string): CheckPage {
  const { view } = device;
  const take = (text: string) => void device.take(text);
  const calm = (title: string, body: ReactNode): CheckPage => ({ title, body, hasError: false });
  switch (view.at) {
    case "waiting":
      return calm(
        say("k.wait.title"),
        <Waiting kept={view.kept} onTake={take} onLookAgain={() => void device.lookAgain()} />,
      );
    case "taken":
      return calm(
        say("k.taken.title"),
        <Taken tracker={view.tracker} isAnother={view.isAnother} onText={take} />,
      );
    case "fails":
      return {
        title: failTitle(say, view.code),
        body: <Fails code={view.code} caseNumber={view.caseNumber} onTake={take} />,
        hasError: true,
      };
    case "problem":
      return {
        title: say(`p.${view.problem.code}`),
        body: <ProblemBody problem={view.problem} onRetry={() => location.assign(`${home}check/`)} />,
        hasError: isAlarm(view.problem),
      };
    default:
      return calm(say("k.loading"), <Loading title={say("k.loading")} />);
  }
}
