import { Actions, Button, Checks, Columns, Notice, Side } from "@veche/ui";
import { useCallback, useEffect, useState } from "react";
import { isReady, type Readiness, readinessOf } from "../logic/readiness.ts";
import { thisDevice } from "../parts/device.ts";
import { Frame } from "../parts/frame.tsx";
import { useSession } from "../state/session.tsx";
import { useWorld } from "../state/world.ts";
import { type TextKey, useSay } from "../texts/index.ts";

const CHECKS: readonly (readonly [part: keyof Readiness, text: TextKey, help: TextKey])[] = [
  ["encryption", "ready.secure", "ready.secure.no"],
  ["storage", "ready.storage", "ready.storage.no"],
  ["database", "ready.keys", "ready.storage.no"],
  ["ordinary", "ready.ordinary", "ready.ordinary.no"],
  ["cookies", "ready.cookies", "ready.cookies.no"],
  ["clock", "ready.clock", "ready.clock.no"],
];

/** Whether this device can keep and encrypt a ballot. Nothing is sent. */
export function ReadinessPage() {
  const say = useSay();
  const { clock } = useWorld();
  const { now, answer } = useSession();
  const [found, setFound] = useState<Readiness>();
  const isAsked = answer !== undefined;
  const check = useCallback(async () => {
    setFound(undefined);
    setFound(await readinessOf(thisDevice(clock() - now())));
  }, [clock, now]);
  useEffect(() => {
    if (isAsked) void check();
  }, [check, isAsked]);
  const title = say(
    found === undefined ? "ready.title" : isReady(found) ? "ready.title.ok" : "ready.title.bad",
  );
  return (
    <Frame at="readiness" title={title} hasError={found !== undefined && !isReady(found)}>
      <Columns aside={<Before />}>
        <div className="stack" role="status">
          <h1>{title}</h1>
          <p className="lede">
            {say(found === undefined ? "ready.lede" : isReady(found) ? "ready.ok" : "ready.bad")}
          </p>
        </div>
        <Checks rows={CHECKS.map(([part, text]) => rowOf(say, found, part, text))} />
        {found === undefined ? null : <Help found={found} />}
        <Actions>
          <Button kind="second" onClick={() => void check()}>
            {say("ready.again")}
          </Button>
        </Actions>
      </Columns>
    </Frame>
  );
}

function rowOf(
  say: ReturnType<typeof useSay>,
  found: Readiness | undefined,
  part: keyof Readiness,
  text: TextKey,
): {
  readonly key: string;
  readonly state: "done" | "now" | "wait";
  readonly text: string;
  readonly note: string;
} {
  const state = found === undefined ? "running" : found[part] ? "ok" : "no";
  return {
    key: part,
    state: state === "ok" ? "done" : state === "running" ? "now" : "wait",
    text: say(text),
    note: say(`ready.state.${state}`),
  };
}

function Help({ found }: { readonly found: Readiness }) {
  const say = useSay();
  const needed = new Set(CHECKS.filter(([part]) => !found[part]).map(([, , help]) => help));
  return [...needed].map((help) => <Notice key={help} tone="warn" title={say(help)} />);
}

function Before() {
  const say = useSay();
  return (
    <Side title={say("ready.alone")}>
      <ul>
        <li>{say("ready.alone.text")}</li>
        <li>{say("ready.private")}</li>
        <li>{say("ready.receipt")}</li>
      </ul>
    </Side>
  );
}
