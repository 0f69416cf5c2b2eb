import { type Bytes, expectOk } from "@veche/base";
import {
  decodeState,
  encodeState,
  type LedgerState,
  type LedgerView,
  MemoryView,
  modulusOf,
  rollEntryRecord,
  styleStatus,
  type Write,
} from "@veche/ledger";

export type VerifiedState = { readonly state: LedgerState; readonly view: LedgerView };

/** State and view of one moment, as far as issuers look into it for the voters of one job: what crosses over to a thread. */
export type Snapshot = { readonly state: Bytes; readonly view: readonly Write[] };

/** @param entries roll entries of the voters. */
export function takeSnapshot(
  { state, view }: VerifiedState,
  issuers: number,
  style: number,
  entries: readonly Bytes[],
): Snapshot {
  const seen: Write[] = [];
  const recording: LedgerView = {
    get: (key) => {
      const value = view.get(key)?.slice();
      if (value !== undefined) seen.push([key, value]);
      return value;
    },
  };
  const bytes = encodeState(state);
  // Whatever is looked up here is what can be looked up there.
  expectOk(decodeState(bytes, recording), "the state of the simulated node");
  styleStatus(state, recording, style);
  for (let issuer = 1; issuer <= issuers; issuer++) modulusOf(recording, issuer, style);
  for (const entry of entries) rollEntryRecord(recording, entry);
  return { state: bytes, view: seen };
}

export function openSnapshot(snapshot: Snapshot): VerifiedState {
  const view = new MemoryView();
  view.commit(snapshot.view);
  return { state: expectOk(decodeState(snapshot.state, view), "the state of the simulated node"), view };
}
