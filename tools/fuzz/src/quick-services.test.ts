import { testTargets } from "./quick.ts";
import { CHAIN_HOME_TARGETS } from "./targets/chain-home.ts";
import { CLIENT_TARGETS } from "./targets/client.ts";
import { HTTP_TARGETS } from "./targets/http.ts";
import { RECORD_TARGETS } from "./targets/record.ts";
import { SERVICE_TARGETS } from "./targets/services.ts";
import { VOTER_TARGETS } from "./targets/voters.ts";

testTargets([
  ...CHAIN_HOME_TARGETS,
  ...CLIENT_TARGETS,
  ...SERVICE_TARGETS,
  ...VOTER_TARGETS,
  ...HTTP_TARGETS,
  ...RECORD_TARGETS,
]);
