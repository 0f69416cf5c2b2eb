import { type Bytes, equalBytes } from "@veche/base";
import type { Known } from "@veche/client";
import { openBody, TRANSACTIONS } from "@veche/ledger";
import { refused, unusable } from "../framework/stop.ts";
import { faults } from "../texts/faults.ts";
import { ledgerFaults } from "../texts/ledger-faults.ts";
import type { Proposals } from "./file.ts";
import { missingIn } from "./signing.ts";

/**
 * ⚔ Nobody signs on another's word: what a proposal claims is compared with the signer's own verified view. Stops if it is of
 * another election or log, was made before another control transaction, or states another key or result.
 */
export function judgeProposals(proposals: Proposals, { election, state, view }: Known): void {
  missingIn(proposals, election);
  const [{ type, sequence, body }] = proposals;
  // §06.2.3
  if (TRANSACTIONS[type].control && sequence !== state.controlSeq) throw unusable(faults.proposalStale());
  if (type === "open") {
    // §06.5.1
    const expected = openBody(state, view);
    if (expected === undefined) throw refused(ledgerFaults.refusedByLedger("OPEN_NOT_READY"));
    const { key, styles } = body as { key: Bytes; styles: readonly Bytes[] };
    const same =
      equalBytes(key, expected.key) &&
      styles.length === expected.styles.length &&
      styles.every((style, at) => equalBytes(style, expected.styles[at] as Bytes));
    if (!same) throw refused(ledgerFaults.refusedByLedger("OPEN_MISMATCH"));
  }
  if (type === "certify") {
    const { result } = body as { result: Bytes };
    const { resultHash } = state;
    if (resultHash === undefined || !equalBytes(result, resultHash)) {
      throw refused(ledgerFaults.refusedByLedger("RESULT_DIFFERS"));
    }
  }
}
