import { browserWorld } from "../browser/device-world.ts";
import { createCheckDevice } from "../voting/check-device.ts";
import { createFindDevice } from "../voting/find-device.ts";
import { practiceBallot } from "../voting/practice.ts";
import { createVoterDevice } from "../voting/voter-device.ts";
import { startEngine } from "../worker/start-engine.ts";
import type { Opened } from "./app.tsx";
import { routeOf } from "./route.ts";

/** The device of the page that an address names, in this browser. Not started. */
export function openPage(pathname: string): Opened {
  const route = routeOf(pathname);
  switch (route.page) {
    case "voter":
      return {
        page: "voter",
        home: route.home,
        device: createVoterDevice(browserWorld(route.electionId), startEngine()),
      };
    case "check":
      return {
        page: "check",
        home: route.home,
        device: createCheckDevice(browserWorld(route.electionId), startEngine()),
      };
    case "find":
      return {
        page: "find",
        home: route.home,
        device: createFindDevice(browserWorld(route.electionId), startEngine()),
      };
    case "practice":
      return { page: "practice", ballot: practiceBallot(startEngine()) };
    default:
      return { page: "unknown" };
  }
}
