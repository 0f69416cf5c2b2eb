import { testTargets } from "./quick.ts";
import { BASE_TARGETS } from "./targets/base.ts";
import { CLI_TARGETS } from "./targets/cli.ts";
import { TLOG_TARGETS } from "./targets/tlog.ts";

testTargets([...BASE_TARGETS, ...TLOG_TARGETS, ...CLI_TARGETS]);
