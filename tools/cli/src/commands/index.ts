import type { Group } from "../framework/command.ts";
import { abouts } from "../texts/commands.ts";
import { bench } from "./bench.ts";
import { castCheck } from "./cast/check.ts";
import { castRun } from "./cast/run.ts";
import { CHAIN_COMMANDS } from "./chain/index.ts";
import { demo } from "./demo.ts";
import { ELECTION_COMMANDS } from "./election/index.ts";
import { fsck } from "./fsck.ts";
import { hints } from "./hints.ts";
import { issuerRun } from "./issuer/run.ts";
import { keysExport } from "./keys/export.ts";
import { keysGenesis } from "./keys/genesis.ts";
import { keysNew } from "./keys/new.ts";
import { keysShow } from "./keys/show.ts";
import { nodeRun } from "./node/run.ts";
import { REGISTRAR_COMMANDS } from "./registrar/index.ts";
import { simulateCommand } from "./simulate.ts";
import { TRUSTEE_COMMANDS } from "./trustee/index.ts";
import { verify } from "./verify.ts";
import { witnessRun } from "./witness/run.ts";

/** The whole tree of commands. */
export const COMMANDS: Group = {
  name: "veche",
  about: abouts.veche,
  commands: [
    demo,
    simulateCommand,
    verify,
    fsck,
    hints,
    bench,
    { name: "keys", about: abouts.keys, commands: [keysNew, keysShow, keysExport, keysGenesis] },
    ELECTION_COMMANDS,
    TRUSTEE_COMMANDS,
    REGISTRAR_COMMANDS,
    issuerRun,
    nodeRun,
    witnessRun,
    CHAIN_COMMANDS,
    { name: "cast", about: abouts.cast, commands: [castCheck], own: castRun },
  ],
};
