import type { Result } from "@veche/base";

export type SmsMessage = {
  /** Our own, random: gateways that know it send a message once, however often they are asked. */
  readonly id: string;
  /** E.164 */
  readonly telephone: string;
  readonly text: string;
  /** ms since 1970; a gateway need not deliver it later. */
  readonly expiresAt: number;
};

export type SmsAccepted = {
  /** Name of the gateway that took it. */
  readonly gateway: string;
  /** Under which the gateway reports on it. */
  readonly gatewayId: string;
};

/**
 * Why a gateway did not take a message. `isFinal`: no gateway will (the number cannot be). `isUnsure`: it went out, and no answer
 * came back; it may arrive all the same.
 */
export type SmsFailure = {
  readonly code: "SMS_UNREACHABLE" | "SMS_SILENT" | "SMS_BUSY" | "SMS_REFUSED" | "SMS_NUMBER_REFUSED";
  readonly isFinal: boolean;
  readonly isUnsure: boolean;
};

export type DeliveryReport = {
  readonly gateway: string;
  readonly gatewayId: string;
  readonly status: "delivered" | "failed";
};

/** A way to send short messages. Expected failures are values; a gateway never throws, and never logs a telephone or a text. */
export type SmsGateway = {
  readonly name: string;
  /** Aborting keeps a message from going out if it has not yet; the answer is then SMS_SILENT, or SMS_UNREACHABLE if surely nothing went. */
  send(message: SmsMessage, signal?: AbortSignal): Promise<Result<SmsAccepted, SmsFailure>>;
  /** Gives back what ends the subscription. A report may come twice, and before `send` has returned. */
  onReport(listener: (report: DeliveryReport) => void): () => void;
  close(): Promise<void>;
};

export const FAILURES = {
  unreachable: { code: "SMS_UNREACHABLE", isFinal: false, isUnsure: false },
  silent: { code: "SMS_SILENT", isFinal: false, isUnsure: true },
  busy: { code: "SMS_BUSY", isFinal: false, isUnsure: false },
  refused: { code: "SMS_REFUSED", isFinal: false, isUnsure: false },
  numberRefused: { code: "SMS_NUMBER_REFUSED", isFinal: true, isUnsure: false },
} as const satisfies Readonly<Record<string, SmsFailure>>;
