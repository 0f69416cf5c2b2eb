import { timingSafeEqual } from "node:crypto";
import { assert, err, ok, type Result, sha256, utf8 } from "@veche/base";
import { Type } from "typebox";
import { Value } from "typebox/value";
import {
  type DeliveryReport,
  FAILURES,
  type SmsAccepted,
  type SmsFailure,
  type SmsGateway,
  type SmsMessage,
} from "../contract.ts";
import { Reports } from "../reports.ts";
import { postJson } from "./post-json.ts";

/** A gateway over HTTP as docs/integrations/sms.md describes it. There are no defaults for what is secret. */
export type HttpGatewaySettings = {
  /** Of our own choice; stands in the delivery log. */
  readonly name: string;
  /** `https://…`; `http://` only on this machine. */
  readonly url: string;
  /** Sent with every message. */
  readonly token: string;
  /** What the gateway sends with every report. */
  readonly reportToken: string;
  readonly sender: string;
  /** Certificate of an authority of one's own, PEM. */
  readonly ca?: string | undefined;
  readonly answerMs: number;
};
export const HTTP_ANSWER_MS = 10_000;

const TOKEN_MIN = 16;
const LOCAL = ["localhost", "127.0.0.1", "[::1]"];

const Accepted = Type.Object({ id: Type.String({ minLength: 1, maxLength: 128 }) });
const Report = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 128 }),
  status: Type.Union([Type.Literal("delivered"), Type.Literal("failed")]),
});

/** `https:`, or `http:` to this machine. */
export function isGatewayUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === "https:" || (protocol === "http:" && LOCAL.includes(hostname));
}

export const isTokenLongEnough = (token: string): boolean => token.length >= TOKEN_MIN;

export class HttpGateway implements SmsGateway {
  readonly name: string;
  readonly #settings: HttpGatewaySettings;
  readonly #url: URL;
  readonly #now: () => number;
  readonly #reports = new Reports();
  readonly #closing = new AbortController();

  constructor(settings: HttpGatewaySettings, now: () => number) {
    assert(isGatewayUrl(settings.url), "a gateway for messages is reached over https");
    for (const token of [settings.token, settings.reportToken])
      assert(isTokenLongEnough(token), `a token of a gateway has at least ${TOKEN_MIN} characters`);
    this.#url = new URL(settings.url);
    this.name = settings.name;
    this.#settings = settings;
    this.#now = now;
  }

  async send(message: SmsMessage, signal?: AbortSignal): Promise<Result<SmsAccepted, SmsFailure>> {
    const { token, sender, ca, answerMs } = this.#settings;
    const { id, telephone, text, expiresAt } = message;
    const ttlSeconds = Math.max(1, Math.floor((expiresAt - this.#now()) / 1000));
    const answer = await postJson({
      ...{ url: this.#url, token, ca, answerMs },
      body: { id, to: telephone, from: sender, text, ttlSeconds },
      signal: signal === undefined ? this.#closing.signal : AbortSignal.any([signal, this.#closing.signal]),
    });
    if (answer === "unreachable") return err(FAILURES.unreachable);
    if (answer === "silent") return err(FAILURES.silent);
    const { status, body } = answer;
    if (status === 200 || status === 202)
      return Value.Check(Accepted, body)
        ? ok({ gateway: this.name, gatewayId: body.id })
        : err(FAILURES.silent);
    if (status === 422) return err(FAILURES.numberRefused);
    return err(status === 429 || status === 503 ? FAILURES.busy : FAILURES.refused);
  }

  /** What came to the webhook: its `authorization` header and its body, parsed. */
  receiveReport(
    authorization: string | undefined,
    body: unknown,
  ): Result<undefined, { readonly code: "NOT_AUTHORISED" | "MALFORMED" }> {
    if (!isSame(authorization ?? "", `Bearer ${this.#settings.reportToken}`))
      return err({ code: "NOT_AUTHORISED" });
    if (!Value.Check(Report, body)) return err({ code: "MALFORMED" });
    this.#reports.tell({ gateway: this.name, gatewayId: body.id, status: body.status });
    return ok(undefined);
  }

  onReport(listener: (report: DeliveryReport) => void): () => void {
    return this.#reports.on(listener);
  }

  async close(): Promise<void> {
    this.#closing.abort();
  }
}

/** In constant time, whatever the lengths. */
const isSame = (given: string, expected: string): boolean =>
  timingSafeEqual(sha256(utf8(given)), sha256(utf8(expected)));
