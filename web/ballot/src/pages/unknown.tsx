import { Actions, Columns, LinkButton } from "@veche/ui";
import { useSay } from "../texts/index.ts";
import { Frame } from "./common/frame.tsx";

/** An address that names nothing. `home`: of the election that it seems to mean. */
export function Unknown({ home }: { readonly home: string | undefined }) {
  const say = useSay();
  return (
    <Frame
      part={say("v.part")}
      home={home}
      election={undefined}
      at="unknown"
      title={say("q.unknown.title")}
      hasError
    >
      <Columns>
        <div className="stack">
          <h1>{say("q.unknown.title")}</h1>
          <p className="lede">{say(home === undefined ? "q.unknown.lede" : "q.unknown.back.lede")}</p>
        </div>
        <Actions>
          {home === undefined ? (
            <LinkButton href="/practice/">{say("q.unknown.go")}</LinkButton>
          ) : (
            <LinkButton href={home}>{say("q.unknown.back")}</LinkButton>
          )}
        </Actions>
      </Columns>
    </Frame>
  );
}
