import { Actions, Columns, LinkButton, Notice, Side } from "@veche/ui";
import { useSay } from "../../texts/index.ts";
import { CodeForm } from "../common/code-form.tsx";
import { isTracker } from "../common/tracker-text.ts";

/** §12.5.2: a resume code came in a QR code; the unlocking code that stands beside it is typed here. */
export function Locked({
  isWrong,
  home,
  onUnlock,
}: {
  readonly isWrong: boolean;
  readonly home: string | undefined;
  readonly onUnlock: (typed: string) => void;
}) {
  const say = useSay();
  return (
    <Columns
      aside={
        <Side title={say("v.locked.why.title")}>
          <p className="small">{say("v.locked.why")}</p>
        </Side>
      }
    >
      <div className="stack">
        <h1>{say("v.locked.title")}</h1>
        <p className="lede">{say("v.locked.lede")}</p>
      </div>
      {isWrong ? (
        <div role="alert">
          <Notice tone="warn" title={say("v.locked.wrong")}>
            <p>{say("v.locked.wrong.text")}</p>
          </Notice>
        </div>
      ) : null}
      <CodeForm
        id="unlocking"
        label={say("v.locked.label")}
        hint={say("v.locked.hint")}
        button={say("v.locked.open")}
        isFirst
        faultOf={(text) => (isTracker(text) ? undefined : say("v.locked.fault"))}
        onText={onUnlock}
      />
      {home === undefined ? null : (
        <Actions>
          <LinkButton kind="plain" href={home}>
            {say("v.locked.leave")}
          </LinkButton>
        </Actions>
      )}
    </Columns>
  );
}
