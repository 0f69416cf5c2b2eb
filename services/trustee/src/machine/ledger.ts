import { assert, type Bytes } from "@veche/base";
import type { ClosedElection, Commitments, SignedHead } from "@veche/election";
import type { Point } from "@veche/group";
import {
  type Ceremony,
  commitmentsOf,
  decodeTransaction,
  type Entry,
  type LedgerState,
  type LedgerView,
  logHeadOf,
  shareFileOf,
  styleTallies,
} from "@veche/ledger";

/**
 * The trustee's own view of the ledger, every rule of it checked, under a checkpoint that satisfies the manifest (§08.3.3). The
 * view may change with the next refresh: what is needed of it is read before anything is waited for.
 */
export type VerifiedLedger = {
  readonly state: LedgerState;
  readonly view: LedgerView;
  readonly entry: (index: number) => Promise<Entry | undefined>;
};

export function ceremonyOf({ state }: VerifiedLedger): Ceremony {
  assert(state.ceremony !== undefined, "the action comes from a ceremony");
  return state.ceremony;
}

/** Of all dealers alive in the present attempt, from step `shares` on. */
export function allCommitments(ledger: VerifiedLedger): Commitments {
  return new Map(
    ceremonyOf(ledger).alive.map((dealer): readonly [number, readonly Point[]] => {
      const points = commitmentsOf(ledger.state, ledger.view, dealer);
      assert(points !== undefined, "all alive dealers have committed");
      return [dealer, points];
    }),
  );
}

/** The age files sent to `receiver`, by dealer, from step `confirm` on. */
export function shareFilesFor(ledger: VerifiedLedger, receiver: number): ReadonlyMap<number, Bytes> {
  const files = new Map<number, Bytes>();
  for (const dealer of ceremonyOf(ledger).alive) {
    const file = dealer === receiver ? undefined : shareFileOf(ledger.state, ledger.view, dealer, receiver);
    if (file !== undefined) files.set(dealer, file);
  }
  return files;
}

/** §08.1, as this trustee's own replay of the whole ledger found it. */
export function closedElectionOf(ledger: VerifiedLedger): ClosedElection {
  const { election, head } = ledger.state;
  assert(election !== undefined && head !== undefined, "the action comes from a closed election");
  const { attempt, alive } = ceremonyOf(ledger);
  const styles = styleTallies(ledger.state, ledger.view);
  return { election, attempt, alive: new Set(alive), size: head.size, root: head.root, styles };
}

/** The `tally-head` signatures in the log, which all come after `close`. Whoever counts them verifies them again. */
export async function signedHeadsIn(ledger: VerifiedLedger): Promise<readonly SignedHead[]> {
  const { head } = ledger.state;
  assert(head !== undefined, "the action comes from a closed election");
  const { size } = logHeadOf(ledger.state);
  const heads: SignedHead[] = [];
  for (let index = head.size; index < size; index++) {
    const entry = await ledger.entry(index);
    assert(entry !== undefined, "a verified view has all its entries");
    const signed = readSignedHead(entry);
    if (signed !== undefined) heads.push(signed);
  }
  return heads;
}

function readSignedHead({ transaction }: Entry): SignedHead | undefined {
  const decoded = decodeTransaction(transaction);
  assert(decoded.ok, "a verified view holds transactions");
  const [signature] = decoded.value.signatures;
  if (decoded.value.type !== "tally-head" || signature === undefined) return undefined;
  return { trustee: signature.index, signature: signature.bytes };
}
