// Loaded before the program (`node --import`): its clock runs ahead by as many milliseconds as a file says, so that a test can let an
// hour pass for all processes at once.
import { readFileSync } from "node:fs";

const file = process.env.VECHE_TEST_CLOCK ?? "";
const real = Date.now;
const LOOK_EVERY_MS = 20;
let looked = 0;
let ahead = 0;

Date.now = () => {
  const now = real();
  if (now - looked > LOOK_EVERY_MS) {
    looked = now;
    ahead = Number(readFileSync(file, "utf8"));
  }
  return now + ahead;
};
