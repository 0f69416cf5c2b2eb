import {
  encodeSignRequest,
  ISSUER_REFUSALS,
  ISSUER_ROUTES,
  type IssuerRefusalCode,
  readRefusal,
  readSignAnswer,
  type Signing,
} from "@veche/api";
import { type Bytes, err, ok, type Result } from "@veche/base";
import { type Http, jsonBytes, jsonOf } from "@veche/client";

const MAX_ANSWER_BYTES = 8_192;
const TIMEOUT_MS = 10_000;

/** `isFinal`: the same request will not be answered later. `reason`: the issuer's code, or what the network did. */
export type IssuerError = { readonly isFinal: boolean; readonly reason: string };

/** One issuer, over HTTP. */
export class IssuerLink {
  readonly issuer: number;
  readonly #url: string;
  readonly #http: Http;

  constructor(issuer: number, base: string, http: Http) {
    this.issuer = issuer;
    this.#url = `${base.replace(/\/+$/, "")}${ISSUER_ROUTES.sign}`;
    this.#http = http;
  }

  /** The answer as it came; whether it is a signature is the caller's to check. */
  async sign(request: Signing): Promise<Result<Bytes, IssuerError>> {
    const answer = await this.#http({
      method: "POST",
      url: this.#url,
      body: jsonBytes(encodeSignRequest(request)),
      contentType: "application/json",
      maxBytes: MAX_ANSWER_BYTES,
      timeoutMs: TIMEOUT_MS,
    });
    if (!answer.ok) return err({ isFinal: false, reason: answer.error.code });
    const { status, body } = answer.value;
    const json = jsonOf(body);
    const signed = status === 200 ? readSignAnswer(json) : undefined;
    if (signed !== undefined && signed.issuer === this.issuer) return ok(signed.signature);
    const code = readRefusal(json)?.code ?? `STATUS_${status}`;
    return err({ isFinal: isFinal(status, code), reason: code });
  }
}

/** By what the code means; an issuer whose view is a block behind refuses what it will sign in a moment. */
function isFinal(status: number, code: string): boolean {
  if (Object.hasOwn(ISSUER_REFUSALS, code)) return !ISSUER_REFUSALS[code as IssuerRefusalCode].transient;
  return status >= 400 && status < 500 && status !== 429;
}
