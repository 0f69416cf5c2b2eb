import { testTargets } from "./quick.ts";
import { ELECTION_TARGETS } from "./targets/election.ts";
import { LEDGER_TARGETS } from "./targets/ledger.ts";
import { BULK_TARGETS } from "./targets/verifier-bulk.ts";

testTargets([...ELECTION_TARGETS, ...LEDGER_TARGETS, ...BULK_TARGETS]);
