import type { Group } from "../../framework/command.ts";
import { abouts } from "../../texts/commands.ts";
import { trusteeCanary } from "./canary.ts";
import { trusteeCeremony } from "./ceremony.ts";
import { trusteeKeygen } from "./keygen.ts";
import { trusteeRepair } from "./repair.ts";
import { trusteeStatus } from "./status.ts";
import { trusteeTally } from "./tally.ts";

export const TRUSTEE_COMMANDS: Group = {
  name: "trustee",
  about: abouts.trustee,
  commands: [trusteeKeygen, trusteeCeremony, trusteeCanary, trusteeTally, trusteeStatus, trusteeRepair],
};
