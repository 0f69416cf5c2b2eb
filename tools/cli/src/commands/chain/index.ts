import type { Group } from "../../framework/command.ts";
import { chainAbouts } from "../../texts/chain.ts";
import { chainChange } from "./change.ts";
import { chainGenesis } from "./genesis.ts";
import { chainInit } from "./init.ts";
import { chainJoin } from "./join.ts";
import { chainKeys } from "./keys.ts";
import { chainSign } from "./sign.ts";
import { chainStatus } from "./status.ts";
import { chainSubmit } from "./submit.ts";
import { chainUp } from "./up.ts";
import { chainWipe } from "./wipe.ts";

export const CHAIN_COMMANDS: Group = {
  name: "chain",
  about: chainAbouts.chain,
  commands: [
    chainInit,
    chainUp,
    chainStatus,
    chainKeys,
    chainGenesis,
    chainJoin,
    chainWipe,
    chainChange,
    chainSign,
    chainSubmit,
  ],
};
