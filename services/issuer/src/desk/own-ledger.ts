import type { Result } from "@veche/base";
import type { Entry, LedgerState, LedgerView } from "@veche/ledger";

/**
 * The issuer's own view of one election's log, every rule of it checked, the registrar's signature on each `issue` among them,
 * and included under a checkpoint that satisfies the manifest (§07.4) and continues every one accepted before. `LedgerFollower` of
 * `@veche/client` is one; a simulator may hand in what a node of its own has published.
 */
export type OwnLedger = {
  /** `undefined` before the first look. Durable: nothing is signed on the strength of what a crash can undo. */
  readonly known: VerifiedView | undefined;
  /** Looks for news. A failure leaves `known` as it was. */
  readonly refresh: () => Promise<Result<unknown, LedgerTrouble>>;
  /** A known entry. */
  readonly entry: (index: number) => Promise<Entry | undefined>;
};

/** State and view of one moment: read together, before anything is waited for. */
export type VerifiedView = { readonly state: LedgerState; readonly view: LedgerView };

export type LedgerTrouble = {
  /**
   * `log`: authorities of the manifest signed what they must not have signed, a fork for example; it is final. `server`: nobody
   * showed a log that can be verified. `view`: the stored view cannot be used.
   */
  readonly kind: "log" | "server" | "view";
  readonly code: string;
};
