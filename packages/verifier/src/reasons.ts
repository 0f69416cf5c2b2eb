import { LEDGER_REASONS } from "./reasons-ledger.ts";
import { RECORD_REASONS } from "./reasons-record.ts";

/** Why a check can fail, each reason in the languages of reports. Codes are stable: tools may compare them. */
export const REASONS = { ...RECORD_REASONS, ...LEDGER_REASONS } as const satisfies {
  readonly [code: string]: { readonly en: string; readonly ru: string };
};

export type ReasonCode = keyof typeof REASONS;
