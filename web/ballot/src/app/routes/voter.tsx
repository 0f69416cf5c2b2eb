import { browserWorld } from "../../browser/device-world.ts";
import { VoterPages } from "../../pages/voter/voter-pages.tsx";
import { TEXTS } from "../../texts/index.ts";
import { createVoterDevice } from "../../voting/voter-device.ts";
import { startEngine } from "../../worker/start-engine.ts";
import type { Opened } from "./opened.ts";

export function openVoter(electionId: string, home: string): Opened {
  const device = createVoterDevice(browserWorld(electionId), startEngine());
  return {
    texts: TEXTS,
    start: (fragment) => void device.start(fragment),
    draw: (portal) => <VoterPages device={device} home={home} portal={portal} />,
  };
}
