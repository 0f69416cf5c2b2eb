import { type RefObject, useEffect, useRef, useState } from "react";

/** Decoding takes some milliseconds a picture: five a second leave the page quick. */
const PICTURE_MS = 200;

/** Looks through the camera while `isOn` until a QR code is read. The pictures never leave this page. */
export function useCamera(
  isOn: boolean,
  onText: (text: string) => void,
): { readonly video: RefObject<HTMLVideoElement | null>; readonly isMissing: boolean } {
  const video = useRef<HTMLVideoElement>(null);
  const report = useRef(onText);
  report.current = onText;
  const [isMissing, setIsMissing] = useState(false);
  useEffect(() => {
    if (!isOn) return;
    const stop = new AbortController();
    look(video, stop.signal, (text) => report.current(text)).catch(() => setIsMissing(true));
    return () => stop.abort();
  }, [isOn]);
  return { video, isMissing };
}

async function look(
  video: RefObject<HTMLVideoElement | null>,
  signal: AbortSignal,
  onText: (text: string) => void,
): Promise<void> {
  // Without a secure context there is no mediaDevices at all.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (devices === undefined) throw new TypeError("no camera");
  const [stream, { textIn }] = await Promise.all([
    devices.getUserMedia({ video: { facingMode: "environment" } }),
    import("./decode.ts"),
  ]);
  const end = () => {
    for (const track of stream.getTracks()) track.stop();
  };
  const screen = video.current;
  if (signal.aborted || screen === null) return end();
  screen.srcObject = stream;
  await screen.play();
  const canvas = document.createElement("canvas");
  const timer = setInterval(() => {
    const picture = pictureOf(screen, canvas);
    const text = picture === undefined ? undefined : textIn(picture);
    if (text !== undefined) onText(text);
  }, PICTURE_MS);
  signal.addEventListener("abort", () => {
    clearInterval(timer);
    end();
  });
}

function pictureOf(video: HTMLVideoElement, canvas: HTMLCanvasElement): ImageData | undefined {
  const { videoWidth: width, videoHeight: height } = video;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (width === 0 || height === 0 || context === null) return undefined;
  canvas.width = width;
  canvas.height = height;
  context.drawImage(video, 0, 0);
  return context.getImageData(0, 0, width, height);
}
