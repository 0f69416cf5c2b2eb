import type { Confirmation } from "@veche/api/portal";
import { ok, type Result } from "@veche/base";
import type { CodePurpose } from "../sms/code-message.ts";
import type { ConfirmCodeError, SmsCodes } from "../sms/codes.ts";
import { type FactorUnknown, factorUnknown } from "./factor.ts";
import type { Passkeys } from "./passkeys.ts";
import type { TotpFactors } from "./totp.ts";

export type ConfirmRequest = {
  readonly account: string;
  readonly purpose: CodePurpose;
  /** Campaign; empty for `telephone`. */
  readonly subject: string;
  readonly confirmation: Confirmation;
  /** A code by SMS counts only if it went to this number, where given. */
  readonly telephone?: string | undefined;
  /** Of the campaign: apps and passkeys count that were confirmed before it, ms since 1970. */
  readonly cutOff: number;
  readonly now: number;
};
export type Confirmed =
  | { readonly method: "sms"; readonly telephone: string }
  | { readonly method: "totp" | "passkey" };
export type ConfirmError = ConfirmCodeError | FactorUnknown;

/** The one place where a step of the voter is confirmed, whichever way. */
export class Confirmations {
  readonly #sms: SmsCodes;
  readonly #totp: TotpFactors;
  readonly #passkeys: Passkeys;

  constructor(parts: { readonly sms: SmsCodes; readonly totp: TotpFactors; readonly passkeys: Passkeys }) {
    this.#sms = parts.sms;
    this.#totp = parts.totp;
    this.#passkeys = parts.passkeys;
  }

  async confirm(request: ConfirmRequest): Promise<Result<Confirmed, ConfirmError>> {
    const { confirmation, purpose } = request;
    if (confirmation.method === "sms") {
      const confirmed = await this.#sms.confirm({ ...request, code: confirmation.code });
      return confirmed.ok ? ok({ method: "sms", telephone: confirmed.value.telephone }) : confirmed;
    }
    // Neither an app nor a passkey proves that a telephone is the voter's.
    if (purpose === "telephone") return factorUnknown;
    const { method } = confirmation;
    const confirmed =
      method === "totp"
        ? await this.#totp.confirm({ ...request, code: confirmation.code })
        : await this.#passkeys.confirm({ ...request, assertion: confirmation.assertion });
    return confirmed.ok ? ok({ method }) : confirmed;
  }
}
