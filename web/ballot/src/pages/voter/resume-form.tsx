import { Actions, Button, Field } from "@veche/ui";
import { type FormEvent, useRef, useState } from "react";
import { Scanner } from "../../scan/scanner.tsx";
import { useSay } from "../../texts/index.ts";

/** §12.5.2: a resume code is read from a file, a QR code or pasted text. */
export function ResumeForm({ onCode }: { readonly onCode: (code: Uint8Array | string) => void }) {
  const say = useSay();
  const [text, setText] = useState("");
  const [isEmpty, setIsEmpty] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const code = text.trim();
    setIsEmpty(code === "");
    if (code !== "") onCode(code);
    else document.getElementById("resume-code")?.focus();
  };
  return (
    <section className="ruled">
      <h2>{say("v.resume.title")}</h2>
      <Actions>
        <FileButton onBytes={onCode} />
      </Actions>
      <Scanner label={say("v.resume.scan")} onText={onCode} />
      <form className="stack" onSubmit={submit} noValidate>
        <Field
          id="resume-code"
          label={say("v.resume.paste")}
          hint={say("v.resume.paste.hint")}
          error={isEmpty ? say("v.resume.empty") : undefined}
          value={text}
          onChange={setText}
          isVerbatim
        />
        <Actions>
          <Button type="submit" kind="second">
            {say("v.resume.open")}
          </Button>
        </Actions>
      </form>
    </section>
  );
}

/** The browser's own file field cannot be given words in our language: a button opens it. */
function FileButton({ onBytes }: { readonly onBytes: (bytes: Uint8Array) => void }) {
  const say = useSay();
  const input = useRef<HTMLInputElement>(null);
  const read = async (file: File | undefined) => {
    if (file !== undefined) onBytes(new Uint8Array(await file.arrayBuffer()));
  };
  return (
    <>
      <Button kind="second" onClick={() => input.current?.click()}>
        {say("v.resume.file")}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={say("v.resume.file")}
        onChange={(event) => void read(event.target.files?.[0])}
      />
    </>
  );
}
