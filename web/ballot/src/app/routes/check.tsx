import { browserWorld } from "../../browser/device-world.ts";
import { CheckPages } from "../../pages/check/check-pages.tsx";
import { CHECKING_PAGE_TEXTS } from "../../texts/checking-pages.ts";
import { createCheckDevice } from "../../voting/check-device.ts";
import { startEngine } from "../../worker/start-engine.ts";
import type { Opened } from "./opened.ts";

export function openCheck(electionId: string, home: string): Opened {
  const device = createCheckDevice(browserWorld(electionId), startEngine());
  return {
    texts: CHECKING_PAGE_TEXTS,
    start: (fragment) => void device.start(fragment),
    draw: () => <CheckPages device={device} home={home} />,
  };
}
