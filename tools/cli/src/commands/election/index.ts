import type { Group } from "../../framework/command.ts";
import { abouts } from "../../texts/commands.ts";
import { electionCertify } from "./certify.ts";
import { electionClose } from "./close.ts";
import { electionDefine } from "./define.ts";
import { electionDraft } from "./draft.ts";
import { electionExtend } from "./extend.ts";
import { electionIssuerSet } from "./issuer-set.ts";
import { electionOpen } from "./open.ts";
import { electionRecord } from "./record.ts";
import { electionRestart } from "./restart.ts";
import { electionResume } from "./resume.ts";
import { electionSign } from "./sign.ts";
import { electionStatus } from "./status.ts";
import { electionSubmit } from "./submit.ts";
import { electionSuspend } from "./suspend.ts";

/** In the order in which an election needs them. */
export const ELECTION_COMMANDS: Group = {
  name: "election",
  about: abouts.election,
  commands: [
    electionDraft,
    electionDefine,
    electionSign,
    electionSubmit,
    electionRestart,
    electionOpen,
    electionSuspend,
    electionResume,
    electionExtend,
    electionIssuerSet,
    electionClose,
    electionCertify,
    electionStatus,
    electionRecord,
  ],
};
