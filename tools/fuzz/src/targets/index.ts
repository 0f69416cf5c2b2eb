import type { Target } from "../engine/target.ts";
import { BASE_TARGETS } from "./base.ts";
import { CHAIN_TARGETS } from "./chain.ts";
import { CHAIN_HOME_TARGETS } from "./chain-home.ts";
import { CLI_TARGETS } from "./cli.ts";
import { CLIENT_TARGETS } from "./client.ts";
import { ELECTION_TARGETS } from "./election.ts";
import { GROUP_TARGETS } from "./group.ts";
import { HTTP_TARGETS } from "./http.ts";
import { KERNEL_TARGETS } from "./kernel.ts";
import { LEDGER_TARGETS } from "./ledger.ts";
import { RECORD_TARGETS } from "./record.ts";
import { SERVICE_TARGETS } from "./services.ts";
import { TLOG_TARGETS } from "./tlog.ts";
import { BULK_TARGETS } from "./verifier-bulk.ts";
import { VOTER_TARGETS } from "./voters.ts";

/** Everything that is fuzzed, in the order of layers. */
export const TARGETS: readonly Target[] = [
  ...BASE_TARGETS,
  ...GROUP_TARGETS,
  ...KERNEL_TARGETS,
  ...TLOG_TARGETS,
  ...ELECTION_TARGETS,
  ...LEDGER_TARGETS,
  ...CHAIN_TARGETS,
  ...CHAIN_HOME_TARGETS,
  ...CLIENT_TARGETS,
  ...SERVICE_TARGETS,
  ...VOTER_TARGETS,
  ...HTTP_TARGETS,
  ...CLI_TARGETS,
  ...BULK_TARGETS,
  ...RECORD_TARGETS,
];
