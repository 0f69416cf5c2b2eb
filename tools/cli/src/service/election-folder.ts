import { join } from "node:path";
import { type Bytes, toHex } from "@veche/base";

/** Where a service keeps what belongs to one election. */
export const electionFolder = (home: string, electionId: Bytes): string =>
  join(home, "elections", toHex(electionId));
