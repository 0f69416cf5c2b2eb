import type { Control } from "./control.ts";
import { BALLOT_CONTROLS } from "./controls-ballot.ts";
import { CEREMONY_CONTROLS } from "./controls-ceremony.ts";
import { COURSE_CONTROLS } from "./controls-course.ts";
import { FILE_CONTROLS } from "./controls-files.ts";
import { MANIFEST_CONTROLS } from "./controls-manifest.ts";
import { RECEIPT_CONTROLS } from "./controls-receipts.ts";
import { SETUP_CONTROLS } from "./controls-setup.ts";
import { TALLY_CONTROLS } from "./controls-tally.ts";
import { VOTE_CONTROLS } from "./controls-vote.ts";

/** Every forged record of the tests. */
export const ALL_CONTROLS: readonly Control[] = [
  ...FILE_CONTROLS,
  ...RECEIPT_CONTROLS,
  ...MANIFEST_CONTROLS,
  ...SETUP_CONTROLS,
  ...CEREMONY_CONTROLS,
  ...COURSE_CONTROLS,
  ...VOTE_CONTROLS,
  ...BALLOT_CONTROLS,
  ...TALLY_CONTROLS,
];
