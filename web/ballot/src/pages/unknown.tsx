import { Actions, Columns, LinkButton } from "@veche/ui";
import { useSay } from "../texts/index.ts";
import { Frame } from "./common/frame.tsx";

/** An address that names nothing. */
export function Unknown() {
  const say = useSay();
  return (
    <Frame
      part={say("v.part")}
      home={undefined}
      election={undefined}
      at="unknown"
      title={say("q.unknown.title")}
      hasError
    >
      <Columns>
        <div className="stack">
          <h1>{say("q.unknown.title")}</h1>
          <p className="lede">{say("q.unknown.lede")}</p>
        </div>
        <Actions>
          <LinkButton href="/practice/">{say("q.unknown.go")}</LinkButton>
        </Actions>
      </Columns>
    </Frame>
  );
}
