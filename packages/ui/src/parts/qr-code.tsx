import { useEffect, useState } from "react";
import type { QrPath } from "./qr-path.ts";

type Encoder = typeof import("./qr-path.ts");

let encoder: Promise<Encoder> | undefined;

/**
 * Fetches what draws QR codes, which no first page shows. A page that will show one calls this while the network is there; a code that
 * cannot be drawn is left out, as what it holds always stands beside it in another form.
 */
export function prepareQr(): Promise<Encoder | undefined> {
  encoder ??= import("./qr-path.ts").catch((error: unknown) => {
    encoder = undefined;
    throw error;
  });
  return encoder.catch(() => undefined);
}

/** Dark on white, in dark mode and in print too: cameras want it so. `label` says what the code is and where the same stands as text. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const [drawn, setDrawn] = useState<QrPath>();
  useEffect(() => {
    let isShown = true;
    void prepareQr().then((ready) => {
      if (isShown && ready !== undefined) setDrawn(ready.qrPath(text));
    });
    return () => {
      isShown = false;
    };
  }, [text]);
  if (drawn === undefined) return null;
  return (
    <figure className="qr" aria-label={label}>
      <svg
        viewBox={`0 0 ${drawn.size} ${drawn.size}`}
        role="img"
        aria-label={label}
        shapeRendering="crispEdges"
      >
        <path d={drawn.path} />
      </svg>
    </figure>
  );
}
