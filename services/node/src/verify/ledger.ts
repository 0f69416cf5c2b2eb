import type { LedgerState, LedgerView } from "@veche/ledger";

/** A log at one moment. */
export type Ledger = { readonly state: LedgerState; readonly view: LedgerView };
