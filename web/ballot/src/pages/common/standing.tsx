import { Actions, Button, Notice, useFormats } from "@veche/ui";
import { saveFile } from "../../app/save-file.ts";
import { useSay } from "../../texts/index.ts";
import type { Rests, Standing } from "../../voting/contract.ts";

/** §12.7.3: on what "counted" rests: what is proved, and what is somebody's word. */
export function StandingBasis({ standing }: { readonly standing: Standing }) {
  const say = useSay();
  const formats = useFormats();
  if (standing.state !== "counted" && standing.state !== "doubtful") return null;
  const { index, time, receipt } = standing.certificate;
  const entry = { index: formats.number(index), time: formats.momentExact(time) };
  return (
    <>
      {standing.state === "doubtful" ? (
        <Notice tone="warn" title={say("f.doubtful.title")}>
          <p>{say("f.doubtful", { nodes: standing.nodes.join(", ") })}</p>
        </Notice>
      ) : null}
      <section className="stack">
        <h2>{say("f.basis.title")}</h2>
        <ul>
          <li>{say("f.basis.proved", entry)}</li>
          {standing.state === "counted" ? <Word rests={standing.rests} /> : null}
        </ul>
        <p className="muted small">{say("f.basis.verify")}</p>
        <Actions>
          <Button kind="second" onClick={() => saveFile(say("f.basis.file"), receipt)}>
            {say("f.basis.save")}
          </Button>
        </Actions>
      </section>
    </>
  );
}

function Word({ rests }: { readonly rests: Rests }) {
  const say = useSay();
  if (rests.on === "device") return <li>{say("f.basis.device")}</li>;
  return (
    <>
      <li>{say("f.basis.nodes", { nodes: rests.asked.join(", ") })}</li>
      {rests.silent.length === 0 ? null : (
        <li>{say("f.basis.silent", { nodes: rests.silent.join(", ") })}</li>
      )}
    </>
  );
}
