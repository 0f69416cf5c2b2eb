import { browserWorld } from "../../browser/device-world.ts";
import { FindPages } from "../../pages/find/find-pages.tsx";
import { CHECKING_PAGE_TEXTS } from "../../texts/checking-pages.ts";
import { createFindDevice } from "../../voting/find-device.ts";
import { startEngine } from "../../worker/start-engine.ts";
import type { Opened } from "./opened.ts";

export function openFind(electionId: string, home: string): Opened {
  const device = createFindDevice(browserWorld(electionId), startEngine());
  return {
    texts: CHECKING_PAGE_TEXTS,
    start: (fragment) => void device.start(fragment),
    draw: () => <FindPages device={device} home={home} />,
  };
}
