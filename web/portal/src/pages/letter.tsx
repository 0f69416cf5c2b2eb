import type { LetterAnswer } from "@veche/api/portal";
import { Actions, Button, Columns, Facts, Notice, useSentence } from "@veche/ui";
import { useCallback } from "react";
import { isRefusal } from "../api/answer.ts";
import { letterFile } from "../logic/letter-file.ts";
import { Loaded, LoadingPage } from "../parts/failure.tsx";
import { Frame } from "../parts/frame.tsx";
import { saveFile } from "../parts/save-file.ts";
import { useAsk } from "../state/ask.ts";
import { useWorld } from "../state/world.ts";
import { useSay } from "../texts/index.ts";

/** Record, salt, entry and signature of the registrar (§04.1.3), and whether the entry stands in the published list. */
export function LetterPage({ id }: { readonly id: string }) {
  const say = useSay();
  const sentence = useSentence();
  const { client } = useWorld();
  const { answer, again } = useAsk(useCallback(() => client.letter(id), [client, id]));
  const back = { text: say("back.application"), href: `/elections/${encodeURIComponent(id)}` };
  if (answer === undefined) return <LoadingPage />;
  if (isRefusal(answer, "LETTER_NOT_READY")) {
    return (
      <Frame at="letter-later" title={say("letter.not-ready")} back={back}>
        <div className="stack">
          <h1>{say("letter.not-ready")}</h1>
          <p className="lede">{sentence(answer.message)}</p>
        </div>
      </Frame>
    );
  }
  return (
    <Loaded answer={answer} again={again}>
      {(letter) => (
        <Frame at="letter" title={say("letter.title")} back={back}>
          <Letter letter={letter} />
        </Frame>
      )}
    </Loaded>
  );
}

function Letter({ letter }: { readonly letter: LetterAnswer }) {
  const say = useSay();
  const save = (): void => {
    const { name, bytes } = letterFile(letter);
    saveFile(name, bytes, "application/json");
  };
  const code = (text: string) => (
    <span className="hash" translate="no">
      {text}
    </span>
  );
  return (
    <Columns
      aside={
        <Notice tone="warn" title={say("letter.keep")}>
          <p>{say("letter.keep.text")}</p>
        </Notice>
      }
    >
      <div className="stack">
        <h1>{say("letter.title")}</h1>
        <p className="lede">{say("letter.lede")}</p>
      </div>
      <InRoll count={letter.inRoll} />
      <Actions>
        <Button onClick={save}>{say("letter.save")}</Button>
      </Actions>
      <section className="ruled" aria-label={say("letter.title")}>
        <Facts
          isStacked
          rows={[
            [say("letter.style"), letter.style],
            [say("letter.entry"), code(letter.entry)],
            [say("letter.record"), code(letter.record)],
            [say("letter.salt"), code(letter.salt)],
            [say("letter.signature"), code(letter.signature)],
            [say("letter.election"), code(letter.election)],
          ]}
        />
      </section>
    </Columns>
  );
}

function InRoll({ count }: { readonly count: number | undefined }) {
  const say = useSay();
  if (count === undefined) {
    return (
      <Notice title={say("letter.waiting")}>
        <p>{say("letter.waiting.text")}</p>
      </Notice>
    );
  }
  return count === 1 ? (
    <Notice tone="ok" title={say("letter.once")}>
      <p>{say("letter.once.text")}</p>
    </Notice>
  ) : (
    <Notice tone="bad" title={say("letter.missing")}>
      <p>{say("letter.missing.text")}</p>
    </Notice>
  );
}
