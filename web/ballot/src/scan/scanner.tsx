import { Actions, Button, Notice } from "@veche/ui";
import { useState } from "react";
import { useSay } from "../texts/index.ts";
import { useCamera } from "./use-camera.ts";

/** A button that opens the camera until it has read a QR code. `label`: what the button says. `isFirst`: the page's main step. */
export function Scanner({
  label,
  isFirst = false,
  onText,
}: {
  readonly label: string;
  readonly isFirst?: boolean;
  readonly onText: (text: string) => void;
}) {
  const say = useSay();
  const [isOn, setIsOn] = useState(false);
  const camera = useCamera(isOn, (text) => {
    setIsOn(false);
    onText(text);
  });
  return (
    <div className="stack">
      {isOn && !camera.isMissing ? (
        <>
          <p>{say("k.scan.hint")}</p>
          <video ref={camera.video} className="camera" muted playsInline aria-label={say("k.scan.view")} />
        </>
      ) : null}
      {camera.isMissing ? <Notice tone="warn" title={say("k.scan.none")} /> : null}
      <Actions>
        {camera.isMissing ? null : (
          <Button kind={isFirst && !isOn ? "accent" : "second"} onClick={() => setIsOn(!isOn)}>
            {isOn ? say("k.scan.stop") : label}
          </Button>
        )}
      </Actions>
    </div>
  );
}
