import { assert, concat, err, ok, type RandomBytes, type Result } from "@veche/base";
import {
  type DeliveryReport,
  FAILURES,
  type SmsAccepted,
  type SmsFailure,
  type SmsGateway,
  type SmsMessage,
} from "../contract.ts";
import { type Coding, toParts, wholeText } from "../parts.ts";
import { Reports } from "../reports.ts";
import { JoinedReceipts } from "./joined.ts";
import type { Pdu, PduParameters } from "./library.ts";
import { readReceipt } from "./receipt.ts";
import { type OpenFailure, SmppSession } from "./session.ts";
import type { SmppSettings } from "./settings.ts";

/** command_status (SMPP 3.4, 5.1.3) that are not simply refusals. */
const NUMBER_REFUSED: readonly number[] = [0x0b];
const BUSY: readonly number[] = [0x14, 0x58];
/** esm_class (5.2.12): the text begins with a user data header. */
const WITH_HEADER = 0x40;
const SENDER = /^(\+?[0-9]{3,15}|[A-Za-z0-9 .-]{1,11})$/;
const SHORT_MESSAGE_MAX = 254;

export const isSender = (text: string): boolean => SENDER.test(text);

/** What an operator has to know of the line; nothing of any message. */
export type SmppEvent =
  | { readonly code: "SMPP_BOUND" | "SMPP_LOST" }
  | { readonly code: "SMPP_NOT_BOUND"; readonly status?: number | undefined };

/** A text over SMPP 3.4. The line is kept up by itself; while it is down, messages are refused at once, so that another gateway can take them. */
export class SmppGateway implements SmsGateway {
  readonly name: string;
  readonly #settings: SmppSettings;
  readonly #now: () => number;
  readonly #onEvent: (event: SmppEvent) => void;
  readonly #reports = new Reports();
  readonly #receipts: JoinedReceipts;
  #reference: number;
  #session: Promise<SmppSession | undefined>;
  #isBound = false;
  #failures = 0;
  #again: NodeJS.Timeout | undefined;
  #isClosed = false;

  /** Begins to connect. */
  constructor(parts: {
    readonly settings: SmppSettings;
    readonly now: () => number;
    readonly random: RandomBytes;
    readonly onEvent?: ((event: SmppEvent) => void) | undefined;
  }) {
    assert(isSender(parts.settings.sender), "the sender is a number, or at most 11 letters and digits");
    this.#settings = parts.settings;
    this.name = parts.settings.name;
    this.#now = parts.now;
    this.#onEvent = parts.onEvent ?? (() => undefined);
    // After a restart, parts of an earlier message must not be joined with ours.
    this.#reference = parts.random(1)[0] as number;
    this.#receipts = new JoinedReceipts(({ messageId, status }) =>
      this.#reports.tell({ gateway: this.name, gatewayId: messageId, status }),
    );
    this.#session = this.#connect();
  }

  async send(message: SmsMessage, signal?: AbortSignal): Promise<Result<SmsAccepted, SmsFailure>> {
    const session = await this.#session;
    if (session === undefined || signal?.aborted === true) return err(FAILURES.unreachable);
    const group = this.#receipts.begin();
    let last = "";
    for (const [at, text] of this.#textsOf(message.text).entries()) {
      const answer = await session.submit({ ...this.#addressed(message), ...text });
      const failure = failureOf(answer);
      // Once a part is out, the message may be shown in pieces: nobody can say that it was not sent.
      if (failure !== undefined) return err(at === 0 ? failure : FAILURES.silent);
      last = this.#receiptId((answer as Pdu).message_id ?? "");
      this.#receipts.add(group, last);
    }
    this.#receipts.end(group, last);
    return ok({ gateway: this.name, gatewayId: last });
  }

  onReport(listener: (report: DeliveryReport) => void): () => void {
    return this.#reports.on(listener);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#again);
    const session = await this.#session;
    await session?.close();
  }

  async #connect(): Promise<SmppSession | undefined> {
    const opened = await SmppSession.open(this.#settings, {
      onDeliver: (pdu) => {
        const receipt = readReceipt(pdu);
        if (receipt !== undefined) this.#receipts.take(receipt);
      },
      onEnd: () => this.#lost(),
    });
    if (!opened.ok) return this.#notBound(opened.error);
    if (this.#isClosed) return opened.value;
    // It may have ended in the moment after the bind.
    if (opened.value.isOver) return this.#notBound({});
    this.#isBound = true;
    this.#failures = 0;
    this.#onEvent({ code: "SMPP_BOUND" });
    return opened.value;
  }

  #notBound({ status }: OpenFailure): undefined {
    if (this.#isClosed) return;
    this.#onEvent({ code: "SMPP_NOT_BOUND", status });
    this.#connectLater();
  }

  #lost(): void {
    if (!this.#isBound || this.#isClosed) return;
    this.#isBound = false;
    this.#session = Promise.resolve(undefined);
    this.#onEvent({ code: "SMPP_LOST" });
    this.#connectLater();
  }

  #connectLater(): void {
    const [first, most] = this.#settings.backoffMs;
    const wait = Math.min(most, first * 2 ** Math.min(this.#failures++, 20));
    this.#again = setTimeout(() => {
      this.#session = this.#connect();
    }, wait);
  }

  /** SMPP 3.4, 4.4.1. TON 5: letters and digits, 1: international; NPI 1: E.164 (5.2.5, 5.2.6). */
  #addressed({ telephone, expiresAt }: SmsMessage): PduParameters {
    const { sender } = this.#settings;
    const isNumber = /^\+?[0-9]+$/.test(sender);
    return {
      source_addr_ton: isNumber ? 1 : 5,
      source_addr_npi: isNumber ? 1 : 0,
      source_addr: sender.replace("+", ""),
      dest_addr_ton: 1,
      dest_addr_npi: 1,
      destination_addr: telephone.replace("+", ""),
      registered_delivery: 1,
      validity_period: relativeTime(expiresAt - this.#now()),
    };
  }

  #textsOf(text: string): readonly PduParameters[] {
    const { coding, parts } = toParts(text);
    const [only] = parts;
    if (parts.length === 1 && only !== undefined) return [textIn(coding, only)];
    if (this.#settings.longTexts === "payload") {
      const { bytes } = wholeText(text);
      return [
        bytes.length <= SHORT_MESSAGE_MAX
          ? textIn(coding, bytes)
          : { ...textIn(coding, new Uint8Array(0)), message_payload: Buffer.from(bytes) },
      ];
    }
    this.#reference = (this.#reference + 1) % 256;
    return parts.map((part, at) => ({
      ...textIn(coding, concat(joinHeader(this.#reference, parts.length, at + 1), part)),
      esm_class: WITH_HEADER,
    }));
  }

  #receiptId(messageId: string): string {
    const isTranslated = this.#settings.receiptIds === "decimal-of-hexadecimal";
    return isTranslated && /^[0-9a-f]+$/i.test(messageId) ? BigInt(`0x${messageId}`).toString() : messageId;
  }
}

const textIn = (coding: Coding, bytes: Uint8Array): PduParameters => ({
  data_coding: coding,
  short_message: Buffer.from(bytes),
});

/** Concatenated messages with an 8-bit reference (3GPP TS 23.040, 9.2.3.24.1). */
const joinHeader = (reference: number, count: number, number: number): Uint8Array =>
  Uint8Array.of(5, 0, 3, reference, count, number);

/** Relative time (SMPP 3.4, 7.1.1): YYMMDDhhmmsstnnR, up to an hour, at least a minute. */
function relativeTime(ms: number): string {
  const minutes = Math.min(59, Math.max(1, Math.floor(ms / 60_000)));
  return `00000000${String(minutes).padStart(2, "0")}00000R`;
}

function failureOf(answer: Pdu | "unsent" | undefined): SmsFailure | undefined {
  if (answer === "unsent") return FAILURES.unreachable;
  if (answer === undefined) return FAILURES.silent;
  const { command, command_status } = answer;
  if (command === "submit_sm_resp" && command_status === 0) return undefined;
  if (NUMBER_REFUSED.includes(command_status)) return FAILURES.numberRefused;
  return BUSY.includes(command_status) ? FAILURES.busy : FAILURES.refused;
}
