import { createCheckDevice } from "../../voting/check-device.ts";
import { createVoterDevice } from "../../voting/voter-device.ts";
import { startEngine } from "../../worker/start-engine.ts";
import { readAddress, takeFragment } from "../address.ts";
import { browserWorld } from "../device-world.ts";

/** A page without anything to see: a test in a browser calls the device that the real page shows. */
const fragment = takeFragment();
const address = readAddress(location.pathname);

if (address !== undefined) {
  const world = browserWorld(address.electionId);
  const create = address.page === "check" ? createCheckDevice : createVoterDevice;
  const device = create(world, startEngine());
  Object.assign(globalThis, { device, started: device.start(fragment) });
}
