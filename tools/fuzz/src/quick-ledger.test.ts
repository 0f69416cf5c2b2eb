import { testTargets } from "./quick.ts";
import { CHAIN_TARGETS } from "./targets/chain.ts";
import { ELECTION_TARGETS } from "./targets/election.ts";
import { LEDGER_TARGETS } from "./targets/ledger.ts";
import { BULK_TARGETS } from "./targets/verifier-bulk.ts";

testTargets([...ELECTION_TARGETS, ...LEDGER_TARGETS, ...CHAIN_TARGETS, ...BULK_TARGETS]);
