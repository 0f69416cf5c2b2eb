import type { Pdu } from "./library.ts";

export type Receipt = { readonly messageId: string; readonly status: "delivered" | "failed" };

/** Bits 5 to 2 of esm_class (SMPP 3.4, 5.2.12): 0001 an SMSC's delivery receipt. */
const TYPE_BITS = 0x3c;
const RECEIPT = 0x04;

/** message_state (SMPP 3.4, 5.2.28) and its words in the text (appendix B). What is neither here is on its way still. */
const STATES: Readonly<Record<number, Receipt["status"]>> = {
  2: "delivered",
  3: "failed",
  4: "failed",
  5: "failed",
  8: "failed",
};
const WORDS: Readonly<Record<string, Receipt["status"]>> = {
  DELIVRD: "delivered",
  EXPIRED: "failed",
  DELETED: "failed",
  UNDELIV: "failed",
  REJECTD: "failed",
};

/** What a `deliver_sm` says of a message's fate; `undefined` if nothing final, or if it is no receipt. */
export function readReceipt(pdu: Pdu): Receipt | undefined {
  if (((pdu.esm_class ?? 0) & TYPE_BITS) !== RECEIPT) return undefined;
  const text = textOf(pdu.short_message);
  // The optional parameters are exact; the text, of which every SMSC has its own variant, is for those that send no others.
  const messageId = pdu.receipted_message_id ?? /\bid:(\S+)/i.exec(text)?.[1];
  const word = /\bstat:([A-Z]+)/i.exec(text)?.[1]?.toUpperCase() ?? "";
  const status = pdu.message_state === undefined ? WORDS[word] : STATES[pdu.message_state];
  return messageId === undefined || messageId === "" || status === undefined
    ? undefined
    : { messageId, status };
}

/** The library gives text, or bytes in an encoding it does not know; receipts are ASCII. */
function textOf(value: unknown): string {
  const message = typeof value === "object" && value !== null && "message" in value ? value.message : value;
  if (typeof message === "string") return message;
  return message instanceof Uint8Array ? String.fromCharCode(...message) : "";
}
